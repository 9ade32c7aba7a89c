import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { createFailureMode } from '../../commands/create-failure-mode.ts';
import {
  actionPriority,
  priorityOf,
  ratingFaults,
  type ActionPriorityLevel,
  type PriorityClass,
} from '../../domain/fmea.ts';
import type { ActionRow } from '../../replica/model/action.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import { failureModeEntity, type FailureModeRow } from '../../replica/model/failure-mode.ts';
import { actionList } from '../action/action.list.ts';
import { ActionsArgs } from '../action/action.inputs.ts';
import { ActionConnection } from '../action/action.type.ts';
import { Asset } from '../asset/asset.type.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { childPage, listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { CreateFailureModeInput, FailureModesArgs } from './failure-mode.inputs.ts';
import { failureModeList } from './failure-mode.list.ts';
import { ActionPriorityLevelEnum, FailureMode, FailureModeConnection, PriorityClassEnum } from './failure-mode.type.ts';
import { CreateFailureModePayload } from './failure-mode.payload.ts';

const actionsOfFailureMode = { ...actionList, parentColumn: 'failure_mode_id' };

@Resolver(() => FailureMode)
export class FailureModeResolver {
  @Query(() => FailureModeConnection, { description: "The plant's failure modes, the highest RPN first." })
  failureModes(
    @Args(() => FailureModesArgs) args: FailureModesArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<FailureModeRow>> {
    return listPage(context, info, failureModeList, args);
  }

  @Extensions({ needs: ['severity', 'occurrence', 'detection'] })
  @FieldResolver(() => ActionPriorityLevelEnum, {
    nullable: true,
    description: 'Action Priority by the AIAG & VDA table, worked out here; null when a rating is outside 1 to 10.',
  })
  actionPriority(@Root() ratings: FailureModeRow): ActionPriorityLevel | null {
    return ratingFaults(ratings).length > 0 ? null : actionPriority(ratings);
  }

  @Extensions({ needs: ['severity', 'occurrence', 'detection'] })
  @FieldResolver(() => PriorityClassEnum, {
    nullable: true,
    description:
      "Its priority class by the plant's own thresholds, which `viewer` shows; null when a rating is outside 1 to 10.",
  })
  async derivedPriority(
    @Root() ratings: FailureModeRow,
    @Ctx() { replica }: GraphContext,
  ): Promise<PriorityClass | null> {
    if (ratingFaults(ratings).length > 0) return null;
    return priorityOf(ratings, (await replica.rules()).rpnThresholds);
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that can fail so.' })
  asset(@Root() { assetId }: FailureModeRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }

  @FieldResolver(() => ActionConnection, { description: 'Corrective actions against it, the first due first.' })
  actions(
    @Root() failureMode: FailureModeRow,
    @Args(() => ActionsArgs) args: ActionsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<ActionRow>> {
    return childPage(context, info, actionsOfFailureMode, args, failureMode, context.replica.actionsByFailureModeId);
  }

  @Mutation(() => CreateFailureModePayload, { description: "Adds a failure mode to an asset's FMEA, in Reliatic." })
  async createFailureMode(
    @Arg('input', () => CreateFailureModeInput, { description: 'What it is.' }) input: CreateFailureModeInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, createFailureMode, input));
  }
}

@Resolver(() => CreateFailureModePayload)
export class CreateFailureModePayloadResolver {
  @FieldResolver(() => FailureMode, { nullable: true, description: 'The new failure mode; null when it was not made.' })
  failureMode(@Root() payload: CommandPayload, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    const shape = nodeShape<FailureModeRow>(info, 'FailureMode', failureModeEntity);
    return changed(payload, 'failureModeId', (id) => replica.failureModeById(shape, id));
  }
}
