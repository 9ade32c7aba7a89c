import { Field, ObjectType } from 'type-graphql';
import type { ActionStatus } from '../../domain/action.ts';
import type { ActionPriority } from '../../domain/records.ts';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DateScalar } from '../scalars/time.ts';
import { TimelineEntry } from '../timeline/timeline-entry.type.ts';
import { describedEnum, unknownMeaning } from '../words.ts';

export const ActionStatusEnum = describedEnum<OrUnknown<ActionStatus>>(
  'ActionStatus',
  'Where a corrective action stands in its lifecycle.',
  {
    DRAFT: 'Being written.',
    PROPOSED: 'Waits for a decision.',
    APPROVED: 'To be done.',
    REJECTED: 'Will not be done.',
    IN_PROGRESS: 'Being done.',
    COMPLETED: 'Done.',
    CANCELLED: 'Given up.',
    UNKNOWN: unknownMeaning,
  },
);

export const ActionPriorityEnum = describedEnum<OrUnknown<ActionPriority>>(
  'ActionPriority',
  'How pressing a corrective action is.',
  {
    LOW: 'When there is time.',
    MEDIUM: 'As planned.',
    HIGH: 'Soon.',
    CRITICAL: 'At once.',
    UNKNOWN: unknownMeaning,
  },
);

@ObjectType({
  implements: [Node, TimelineEntry],
  simpleResolvers: true,
  description: 'A corrective action, in Reliatic.',
})
export class Action extends Node {
  @Field(() => String, { description: 'What is to be done.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  description!: string | null;

  @Field(() => ActionStatusEnum, { description: 'Where it stands.' })
  status!: OrUnknown<ActionStatus>;

  @Field(() => ActionPriorityEnum, { description: 'How pressing it is.' })
  priority!: OrUnknown<ActionPriority>;

  @Field(() => DateScalar, { nullable: true, description: 'The day by which it must be done.' })
  dueDate!: string | null;

  @Field(() => String, { nullable: true, description: "Who is to do it: the service's own name or id of the person." })
  assignee!: string | null;
}

export const ActionConnection = connectionOf(() => Action, 'Action', 'corrective actions');
