import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { generateTags } from '../../commands/generate-tags.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import { tagEntity, type TagRow } from '../../replica/model/tag.ts';
import { prefixOf } from '../../replica/object-id.ts';
import { Asset } from '../asset/asset.type.ts';
import { madeBy, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { PageArgs } from '../relay/page-args.ts';
import { listPage, pageOfThese, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { GenerateTagsInput, TagsArgs } from './tag.inputs.ts';
import { tagList } from './tag.list.ts';
import { GenerateTagsPayload } from './tag.payload.ts';
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

  @Mutation(() => GenerateTagsPayload, {
    description: 'Makes new labels to print and stick on equipment, in Maint.io. They are on nothing yet.',
  })
  async generateTags(
    @Arg('input', () => GenerateTagsInput, { description: 'How many.' }) input: GenerateTagsInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, generateTags, input));
  }
}

@Resolver(() => GenerateTagsPayload)
export class GenerateTagsPayloadResolver {
  @FieldResolver(() => TagConnection, { description: 'The new labels, by code; none when they were not made.' })
  tags(
    @Root() payload: CommandPayload,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<TagRow>> {
    return pageOfThese(context, info, tagList, args, madeBy(payload, 'tagIds'));
  }
}
