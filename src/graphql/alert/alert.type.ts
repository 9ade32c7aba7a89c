import { Field, Int, ObjectType } from 'type-graphql';
import type { AlertStatus } from '../../domain/escalation.ts';
import type { AlertSeverity } from '../../domain/records.ts';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { EventCursorScalar } from '../scalars/event-cursor.ts';
import { TimelineEntry } from '../timeline/timeline-entry.type.ts';
import { describedEnum, unknownMeaning } from '../words.ts';

export const AlertStatusEnum = describedEnum<AlertStatus>('AlertStatus', 'Whether somebody has taken an alert on.', {
  OPEN: 'Nobody has; it climbs on.',
  ACKNOWLEDGED: 'Somebody has; it climbs no further.',
  RESOLVED: 'Its cause is gone.',
});

export const AlertSeverityEnum = describedEnum<OrUnknown<AlertSeverity>>(
  'AlertSeverity',
  'How severe the overdue action is.',
  {
    LOW: 'Low.',
    MEDIUM: 'Medium.',
    HIGH: 'High.',
    CRITICAL: 'Critical.',
    UNKNOWN: unknownMeaning,
  },
);

@ObjectType({
  implements: [Node, TimelineEntry],
  simpleResolvers: true,
  description: 'An overdue corrective action on its way up the escalation ladder.',
})
export class Alert extends Node {
  @Field(() => String, { description: 'What is overdue.' })
  title!: string;

  @Field(() => AlertSeverityEnum, { description: 'How severe it is.' })
  severity!: OrUnknown<AlertSeverity>;

  @Field(() => AlertStatusEnum, { description: 'Whether somebody has taken it on.' })
  status!: AlertStatus;

  @Field(() => Int, {
    description: 'How far it has climbed: 1 owner, 2 department lead, 3 operations manager, 4 executive committee.',
  })
  level!: number;

  @Field(() => String, { nullable: true, description: 'Who has it now.' })
  escalatedTo!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the action should have been done.' })
  slaDueAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it reached its level.' })
  escalatedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When somebody took it on; null while nobody has.' })
  acknowledgedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who took it on: the name of the API key they came with.' })
  acknowledgedBy!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When somebody said that its cause is gone, or its action ended, as the gateway learnt; null before, and where the action had ended before anybody heard of the alert.',
  })
  resolvedAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What was said last when it was acknowledged or resolved; null where nothing was.',
  })
  comment!: string | null;
}

export const AlertConnection = connectionOf(() => Alert, 'Alert', 'alerts');

@ObjectType({ simpleResolvers: true, description: 'An alert has reached a level of the escalation ladder.' })
export class AlertEscalatedItem {
  @Field(() => EventCursorScalar, { description: "The event's place in the tenant's log." })
  cursor!: string;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => Int, { nullable: true, description: 'The level it reached, 1 to 4.' })
  level!: number | null;

  @Field(() => Int, { nullable: true, description: 'The level before; 0 for a new alert.' })
  previousLevel!: number | null;
}
