import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { createWorkOrder } from '../../commands/create-work-order.ts';
import { transitionWorkOrder } from '../../commands/transition-work-order.ts';
import { updateWorkOrder } from '../../commands/update-work-order.ts';
import { workOrderEntity, type WorkOrderRow } from '../../replica/model/work-order.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { nodeShape } from '../relay/selection.ts';
import { CreateWorkOrderPayload, TransitionWorkOrderPayload, UpdateWorkOrderPayload } from './work-order.payload.ts';
import { WorkOrder } from './work-order.type.ts';
import { CreateWorkOrderInput, TransitionWorkOrderInput, UpdateWorkOrderInput } from './work-order-writing.inputs.ts';

@Resolver()
export class WorkOrderWritingResolver {
  @Mutation(() => CreateWorkOrderPayload, { description: 'Writes a work order, in MaintainX.' })
  async createWorkOrder(
    @Arg('input', () => CreateWorkOrderInput, { description: 'What is to be done.' }) input: CreateWorkOrderInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, createWorkOrder, input));
  }

  @Mutation(() => UpdateWorkOrderPayload, {
    description: 'Changes what is said of a work order, in MaintainX. Its status is changed by `transitionWorkOrder`.',
  })
  async updateWorkOrder(
    @Arg('input', () => UpdateWorkOrderInput, { description: 'Which one, and what of it.' })
    input: UpdateWorkOrderInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, updateWorkOrder, input));
  }

  @Mutation(() => TransitionWorkOrderPayload, { description: 'Moves a work order to another status, in MaintainX.' })
  async transitionWorkOrder(
    @Arg('input', () => TransitionWorkOrderInput, { description: 'Which one, and where to.' })
    input: TransitionWorkOrderInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, transitionWorkOrder, input));
  }
}

function workOrderOf(payload: CommandPayload, { replica }: GraphContext, info: GraphQLResolveInfo) {
  const shape = nodeShape<WorkOrderRow>(info, 'WorkOrder', workOrderEntity);
  return changed(payload, 'workOrderId', (id) => replica.workOrderById(shape, id));
}

@Resolver(() => CreateWorkOrderPayload)
export class CreateWorkOrderPayloadResolver {
  @FieldResolver(() => WorkOrder, { nullable: true, description: 'The new work order; null when it was not made.' })
  workOrder(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return workOrderOf(payload, context, info);
  }
}

@Resolver(() => UpdateWorkOrderPayload)
export class UpdateWorkOrderPayloadResolver {
  @FieldResolver(() => WorkOrder, {
    nullable: true,
    description: 'The work order as it is now, also beside STALE_WRITE; null when the change was refused otherwise.',
  })
  workOrder(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return workOrderOf(payload, context, info);
  }
}

@Resolver(() => TransitionWorkOrderPayload)
export class TransitionWorkOrderPayloadResolver {
  @FieldResolver(() => WorkOrder, {
    nullable: true,
    description: 'The work order as it is now, also beside STALE_WRITE; null when the step was refused otherwise.',
  })
  workOrder(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return workOrderOf(payload, context, info);
  }
}
