import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { orderFields } from '../words.ts';
import { WorkOrderPriorityEnum, WorkOrderStatusEnum, WorkOrderTypeEnum } from './work-order.type.ts';

@InputType({ description: 'Which work orders: those that meet every condition given.' })
export class WorkOrderFilter {
  @Field(() => [ID], { nullable: true, description: 'On one of these assets.' })
  assetId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'At one of these locations.' })
  locationId?: string[] | null;

  @Field(() => [WorkOrderStatusEnum], { nullable: true, description: 'In one of these statuses.' })
  status?: string[] | null;

  @Field(() => [WorkOrderPriorityEnum], { nullable: true, description: 'Of one of these priorities.' })
  priority?: string[] | null;

  @Field(() => [WorkOrderTypeEnum], { nullable: true, description: 'Of one of these types.' })
  type?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'For one of these people to do: their `Person.id`.' })
  assignee?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Past its due date and neither done, cancelled nor skipped: true for those, false for all others.',
  })
  overdue?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Due at this moment or later.' })
  dueFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Due at this moment or earlier.' })
  dueTo?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Written at this moment or later.' })
  createdFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Written at this moment or earlier.' })
  createdTo?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Every word stands in number, title or description, whatever its case.',
  })
  search?: string | null;
}

const WorkOrderOrderField = orderFields<'createdAt' | 'dueDate' | 'completedAt' | 'title'>(
  'WorkOrderOrderField',
  'What work orders can be ordered by.',
  {
    createdAt: 'When it was written.',
    dueDate: 'When it must be done.',
    completedAt: 'When it was done.',
    title: 'Title.',
  },
);

@InputType({ description: 'An order in which work orders are listed.' })
export class WorkOrderOrder {
  @Field(() => WorkOrderOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class WorkOrdersArgs extends PageArgs {
  @Field(() => WorkOrderFilter, { nullable: true, description: 'Which ones.' })
  filter?: WorkOrderFilter | null;

  @Field(() => [WorkOrderOrder], { nullable: true, description: 'In which order; the latest first when left out.' })
  orderBy?: WorkOrderOrder[] | null;
}
