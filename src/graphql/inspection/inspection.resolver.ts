import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Extensions, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { assetEntity } from '../../replica/model/asset.ts';
import type { InspectionRow } from '../../replica/model/inspection.ts';
import { Asset } from '../asset/asset.type.ts';
import type { GraphContext } from '../context.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { InspectionsArgs } from './inspection.inputs.ts';
import { inspectionList } from './inspection.list.ts';
import { Inspection, InspectionConnection } from './inspection.type.ts';

@Resolver(() => Inspection)
export class InspectionResolver {
  @Query(() => InspectionConnection, { description: "The plant's inspections, the latest first." })
  inspections(
    @Args(() => InspectionsArgs) args: InspectionsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<InspectionRow>> {
    return listPage(context, info, inspectionList, args);
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that was inspected.' })
  asset(@Root() { assetId }: InspectionRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }
}
