import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { assetEntity } from '../../replica/model/asset.ts';
import { tagEntity, type TagRow } from '../../replica/model/tag.ts';
import { prefixOf } from '../../replica/object-id.ts';
import { Asset } from '../asset/asset.type.ts';
import type { GraphContext } from '../context.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { TagsArgs } from './tag.inputs.ts';
import { tagList } from './tag.list.ts';
import { Tag, TagConnection } from './tag.type.ts';

@Resolver(() => Tag)
export class TagResolver {
  @Query(() => Tag, {
    nullable: true,
    description: 'The label with this code; null when the tenant has none. What a scanner asks.',
  })
  tag(
    @Arg('id', () => String, { description: 'Its 10 characters as scanned, or `Tag.id`.' }) id: string,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<TagRow | null> {
    const shape = nodeShape<TagRow>(info, 'Tag', tagEntity);
    return prefixOf(id) === 'tag' ? replica.tagById(shape, id) : replica.tagByCode(shape, id);
  }

  @Query(() => TagConnection, { description: "The plant's labels, by code." })
  tags(
    @Args(() => TagsArgs) args: TagsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<TagRow>> {
    return listPage(context, info, tagList, args);
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'What it is stuck on; null while it is on nothing.' })
  asset(@Root() { assetId }: TagRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return assetId && replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }
}
