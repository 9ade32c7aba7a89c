import { Field, ID, InputType } from 'type-graphql';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import type { WorkOrderPriority, WorkOrderStatus } from '../../domain/work-records.ts';
import { CommandInput } from '../command/command.inputs.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { WorkOrderPriorityEnum, WorkOrderStatusEnum } from './work-order.type.ts';

@InputType()
abstract class WorkOrderFields extends CommandInput {
  @Field(() => String, { nullable: true, description: 'More about it.' })
  description?: string | null;

  @Field(() => WorkOrderPriorityEnum, {
    nullable: true,
    description:
      'How pressing it is. MaintainX has no CRITICAL: it is sent as HIGH, and the work order then says HIGH. UNKNOWN can not be written.',
  })
  priority?: OrUnknown<WorkOrderPriority> | null;

  @Field(() => ID, { nullable: true, description: 'The asset it is done on: one that stands in MaintainX.' })
  assetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Where it is done: one of the locations of MaintainX.' })
  locationId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it must be done.' })
  dueDate?: Date | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Who is to do it: their `Person.id`, people of MaintainX. They take the place of everybody who was to do it before, teams included.',
  })
  assigneeIds?: string[] | null;
}

@InputType({ description: 'A new work order, which is OPEN.' })
export class CreateWorkOrderInput extends WorkOrderFields {
  @Field(() => String, { description: 'What is to be done, in a few words.' })
  title!: string;
}

const expectedUpdatedAt =
  'The `updatedAt` of the work order as you saw it. Where somebody has changed it since, nothing is written, `userErrors` ' +
  'say STALE_WRITE, and the payload shows it as it is now. Left out: it is written over whatever there is.';

@InputType({
  description: 'Changes of a work order, at least one. What is left out stays as it is; null takes away what is there.',
})
export class UpdateWorkOrderInput extends WorkOrderFields {
  @Field(() => ID, { description: 'The work order.' })
  workOrderId!: string;

  @Field(() => String, { nullable: true, description: 'What is to be done, in a few words; never null.' })
  title?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: expectedUpdatedAt })
  expectedUpdatedAt?: Date | null;
}

@InputType({ description: 'A work order and the status it is to have.' })
export class TransitionWorkOrderInput extends CommandInput {
  @Field(() => ID, { description: 'The work order.' })
  workOrderId!: string;

  @Field(() => WorkOrderStatusEnum, {
    description:
      'Where it is to stand. MaintainX lets a work order go from any status to any other; it has no AWAITING_APPROVAL, and UNKNOWN can not be written.',
  })
  to!: OrUnknown<WorkOrderStatus>;

  @Field(() => DateTimeScalar, { nullable: true, description: expectedUpdatedAt })
  expectedUpdatedAt?: Date | null;
}
