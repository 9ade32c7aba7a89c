import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { createAction } from '../../commands/create-action.ts';
import { transitionAction } from '../../commands/transition-action.ts';
import { allowedTransitions, isOverdue, type ActionStatus } from '../../domain/action.ts';
import { actionEntity, type ActionRow } from '../../replica/model/action.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import { failureModeEntity } from '../../replica/model/failure-mode.ts';
import { Asset } from '../asset/asset.type.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { FailureMode } from '../failure-mode/failure-mode.type.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { CreateActionInput, ActionsArgs, TransitionActionInput } from './action.inputs.ts';
import { actionList } from './action.list.ts';
import { CreateActionPayload, TransitionActionPayload } from './action.payload.ts';
import { Action, ActionConnection, ActionStatusEnum } from './action.type.ts';

@Resolver(() => Action)
export class ActionResolver {
  @Query(() => ActionConnection, { description: "The plant's corrective actions, the first due first." })
  actions(
    @Args(() => ActionsArgs) args: ActionsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<ActionRow>> {
    return listPage(context, info, actionList, args);
  }

  @Extensions({ needs: ['status', 'dueDate'] })
  @FieldResolver(() => Boolean, { description: 'Its due date has passed and it has not ended.' })
  isOverdue(@Root() { status, dueDate }: ActionRow, @Ctx() { clock }: GraphContext): boolean {
    return isOverdue({ dueDate, status: status as ActionStatus }, clock.now());
  }

  @Extensions({ needs: ['status'] })
  @FieldResolver(() => [ActionStatusEnum], {
    description: 'Where it may go from here; empty at the end of its lifecycle.',
  })
  allowedTransitions(@Root() { status }: ActionRow): readonly ActionStatus[] {
    return status === 'UNKNOWN' ? [] : allowedTransitions(status as ActionStatus);
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset it is about.' })
  asset(@Root() { assetId }: ActionRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }

  @Extensions({ needs: ['failureModeId'] })
  @FieldResolver(() => FailureMode, {
    nullable: true,
    description: 'The failure mode it works against, where there is one.',
  })
  failureMode(
    @Root() { failureModeId }: ActionRow,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return failureModeId && replica.failureModeById(nodeShape(info, 'FailureMode', failureModeEntity), failureModeId);
  }

  @Mutation(() => TransitionActionPayload, {
    description: 'Moves a corrective action along its lifecycle, in Reliatic.',
  })
  async transitionAction(
    @Arg('input', () => TransitionActionInput, { description: 'Which one, and where to.' })
    input: TransitionActionInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, transitionAction, input));
  }

  @Mutation(() => CreateActionPayload, {
    description: 'Adds a corrective action, in Reliatic, where it begins as a draft.',
  })
  async createAction(
    @Arg('input', () => CreateActionInput, { description: 'What it is.' }) input: CreateActionInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, createAction, input));
  }
}

@Resolver(() => TransitionActionPayload)
export class TransitionActionPayloadResolver {
  @FieldResolver(() => Action, { nullable: true, description: 'The action as it is now; null when it was not moved.' })
  action(@Root() payload: CommandPayload, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    const shape = nodeShape<ActionRow>(info, 'Action', actionEntity);
    return changed(payload, 'actionId', (id) => replica.actionById(shape, id));
  }
}

@Resolver(() => CreateActionPayload)
export class CreateActionPayloadResolver {
  @FieldResolver(() => Action, { nullable: true, description: 'The new action; null when it was not made.' })
  action(@Root() payload: CommandPayload, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    const shape = nodeShape<ActionRow>(info, 'Action', actionEntity);
    return changed(payload, 'actionId', (id) => replica.actionById(shape, id));
  }
}
