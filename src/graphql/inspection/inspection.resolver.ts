import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { createInspection } from '../../commands/create-inspection.ts';
import { inspectionEffectiveness, type EffectivenessLevel, type InspectionType } from '../../domain/inspection.ts';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import { inspectionEntity, type InspectionRow } from '../../replica/model/inspection.ts';
import { Asset } from '../asset/asset.type.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { CreateInspectionInput, InspectionsArgs } from './inspection.inputs.ts';
import { CreateInspectionPayload } from './inspection.payload.ts';
import { inspectionList } from './inspection.list.ts';
import { EffectivenessEnum, Inspection, InspectionConnection } from './inspection.type.ts';

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

  @Extensions({ needs: ['type', 'coveragePercent'] })
  @FieldResolver(() => EffectivenessEnum, {
    description: 'How effective it was by method and coverage, worked out here by API RP 581.',
  })
  derivedEffectiveness(@Root() { type, coveragePercent }: InspectionRow): EffectivenessLevel {
    return inspectionEffectiveness({ type: type as OrUnknown<InspectionType>, coveragePercent });
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that was inspected.' })
  asset(@Root() { assetId }: InspectionRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }

  @Mutation(() => CreateInspectionPayload, {
    description: 'Writes an inspection down, in Reliatic, which rates its effectiveness.',
  })
  async createInspection(
    @Arg('input', () => CreateInspectionInput, { description: 'What it is.' }) input: CreateInspectionInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, createInspection, input));
  }
}

@Resolver(() => CreateInspectionPayload)
export class CreateInspectionPayloadResolver {
  @FieldResolver(() => Inspection, { nullable: true, description: 'The new inspection; null when it was not made.' })
  inspection(@Root() payload: CommandPayload, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    const shape = nodeShape<InspectionRow>(info, 'Inspection', inspectionEntity);
    return changed(payload, 'inspectionId', (id) => replica.inspectionById(shape, id));
  }
}
