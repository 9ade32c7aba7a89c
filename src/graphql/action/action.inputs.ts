import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { CommandInput } from '../command/command.inputs.ts';
import type { ActionStatus } from '../../domain/action.ts';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import type { ActionPriority } from '../../domain/records.ts';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { DateScalar } from '../scalars/time.ts';
import { orderFields } from '../words.ts';
import { ActionPriorityEnum, ActionStatusEnum } from './action.type.ts';

@InputType({ description: 'Which corrective actions: those that meet every condition given.' })
export class ActionFilter {
  @Field(() => [ID], { nullable: true, description: 'On one of these assets.' })
  assetId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Against one of these failure modes.' })
  failureModeId?: string[] | null;

  @Field(() => [ActionStatusEnum], { nullable: true, description: 'In one of these statuses.' })
  status?: string[] | null;

  @Field(() => [ActionPriorityEnum], { nullable: true, description: 'Of one of these priorities.' })
  priority?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Assigned to one of these people, as the service names them.' })
  assignee?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Past its due date and not ended: true for those, false for all others.',
  })
  overdue?: boolean | null;

  @Field(() => DateScalar, { nullable: true, description: 'Due on this day or later.' })
  dueFrom?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Due on this day or earlier.' })
  dueTo?: string | null;

  @Field(() => String, { nullable: true, description: 'Every word stands in title or description, whatever its case.' })
  search?: string | null;
}

const ActionOrderField = orderFields<'dueDate' | 'status' | 'priority' | 'title'>(
  'ActionOrderField',
  'What corrective actions can be ordered by.',
  { dueDate: 'Due date.', status: 'Status, by its word.', priority: 'Priority, by its word.', title: 'Title.' },
);

@InputType({ description: 'An order of corrective actions.' })
export class ActionOrder {
  @Field(() => ActionOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ActionsArgs extends PageArgs {
  @Field(() => ActionFilter, { nullable: true, description: 'Which ones.' })
  filter?: ActionFilter | null;

  @Field(() => [ActionOrder], { nullable: true, description: 'In which order; the first due first when left out.' })
  orderBy?: ActionOrder[] | null;
}

@InputType({ description: 'A step of a corrective action along its lifecycle.' })
export class TransitionActionInput extends CommandInput {
  @Field(() => ID, { description: 'The action.' })
  actionId!: string;

  @Field(() => ActionStatusEnum, { description: 'Where to: one of its `allowedTransitions`.' })
  to!: ActionStatus;

  @Field(() => String, { nullable: true, description: 'Why, for the record.' })
  comment?: string | null;
}

@InputType({ description: 'A new corrective action.' })
export class CreateActionInput extends CommandInput {
  @Field(() => ID, { description: 'The asset that it is for.' })
  assetId!: string;

  @Field(() => String, { description: 'What is to be done.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  description?: string | null;

  @Field(() => ActionPriorityEnum, { nullable: true, description: 'How urgent it is; not UNKNOWN.' })
  priority?: OrUnknown<ActionPriority> | null;

  @Field(() => String, { nullable: true, description: "Who is to do it, by Reliatic's own id of a person." })
  assignee?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day by whose end it should be done.' })
  dueDate?: string | null;

  @Field(() => ID, { nullable: true, description: 'The failure mode that it is against.' })
  failureModeId?: string | null;
}
