import { Field, ObjectType } from 'type-graphql';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import type { WorkOrderPriority, WorkOrderStatus, WorkOrderType } from '../../domain/work-records.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DecimalScalar } from '../scalars/decimal.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { TimelineEntry } from '../timeline/timeline-entry.type.ts';
import { SearchResult } from '../search/search-result.type.ts';
import { describedEnum, unknownMeaning } from '../words.ts';

export const WorkOrderStatusEnum = describedEnum<OrUnknown<WorkOrderStatus>>(
  'WorkOrderStatus',
  'Where a work order stands.',
  {
    OPEN: 'To be done; nobody has begun.',
    IN_PROGRESS: 'Being done.',
    ON_HOLD: 'Begun or planned, and waiting: for a part, a shutdown, somebody else.',
    AWAITING_APPROVAL: 'Waits for somebody to say that it may go on.',
    DONE: 'Done.',
    CANCELLED: 'Will not be done.',
    SKIPPED: 'Left out this time; the next one of its plan comes as usual.',
    UNKNOWN: unknownMeaning,
  },
);

export const WorkOrderPriorityEnum = describedEnum<OrUnknown<WorkOrderPriority>>(
  'WorkOrderPriority',
  'How pressing a work order is.',
  {
    NONE: 'Nobody has said.',
    LOW: 'When there is time. What a service calls planned.',
    MEDIUM: 'As planned. What a service calls routine.',
    HIGH: 'Soon. What a service calls urgent.',
    CRITICAL:
      'At once; what a service calls an emergency. MaintainX has no such word: CRITICAL reaches it as HIGH, and comes back as HIGH.',
    UNKNOWN: unknownMeaning,
  },
);

export const WorkOrderTypeEnum = describedEnum<OrUnknown<WorkOrderType>>(
  'WorkOrderType',
  'Why the work of a work order is done.',
  {
    PREVENTIVE: 'So that nothing breaks: by calendar, running hours or condition.',
    REACTIVE: 'Because something broke or was found wrong.',
    CYCLE_COUNT: 'To count what is in the store.',
    OTHER: 'For another reason.',
    UNKNOWN: unknownMeaning,
  },
);

@ObjectType({
  implements: [Node, TimelineEntry, SearchResult],
  simpleResolvers: true,
  description: 'Work that is to be done, or was.',
})
export class WorkOrder extends Node {
  @Field(() => String, { nullable: true, description: 'Its number as people at the plant say it, such as 1042.' })
  number!: string | null;

  @Field(() => String, { description: 'What is to be done, in a few words.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  description!: string | null;

  @Field(() => WorkOrderStatusEnum, { description: 'Where it stands.' })
  status!: OrUnknown<WorkOrderStatus>;

  @Field(() => WorkOrderPriorityEnum, { description: 'How pressing it is.' })
  priority!: OrUnknown<WorkOrderPriority>;

  @Field(() => WorkOrderTypeEnum, { description: 'Why it is done.' })
  type!: OrUnknown<WorkOrderType>;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it must be done; null when nobody has said.' })
  dueDate!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the work began, or was planned to; null before that is known.',
  })
  startedAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was done; null before.' })
  completedAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was written.' })
  createdAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the service last changed it.' })
  updatedAt!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'How long it is thought to take, in hours.' })
  estimatedHours!: number | null;

  @Field(() => [String], { description: "What it is filed under, in the service's own words: Hydraulics, Safety." })
  categories!: string[];
}

export const WorkOrderConnection = connectionOf(() => WorkOrder, 'WorkOrder', 'work orders');

@ObjectType({ implements: Node, simpleResolvers: true, description: 'What a work order uses of a spare part.' })
export class WorkOrderPart extends Node {
  @Field(() => String, { description: "The part's name in the work order." })
  name!: string;

  @Field(() => DecimalScalar, { description: 'How much of it is used.' })
  quantity!: number;
}

export const WorkOrderPartConnection = connectionOf(
  () => WorkOrderPart,
  'WorkOrderPart',
  'the parts that work orders use',
);
