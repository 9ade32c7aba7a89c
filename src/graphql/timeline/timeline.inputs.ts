import { ArgsType, Field, InputType } from 'type-graphql';
import { connectionOf } from '../relay/connection.ts';
import { PageArgs } from '../relay/page-args.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { describedEnum } from '../words.ts';
import { TimelineEntry } from './timeline-entry.type.ts';

export const TimelineEntryConnection = connectionOf(() => TimelineEntry, 'TimelineEntry', 'what happened on an asset');

type TimelineEntryType = 'INSPECTION' | 'MAINTENANCE_RECORD' | 'WORK_ORDER' | 'ACTION' | 'ALERT' | 'RISK_ASSESSMENT';

const TimelineEntryTypeEnum = describedEnum<TimelineEntryType>(
  'TimelineEntryType',
  'What stands on a timeline. Movements of stock do not: no service says for which asset a part was taken.',
  {
    INSPECTION: 'Inspections in Reliatic.',
    MAINTENANCE_RECORD: 'Work that was written down afterwards, in Maint.io or UniAsset.',
    WORK_ORDER: 'Work orders in MaintainX.',
    ACTION: 'Corrective actions in Reliatic.',
    ALERT: 'Overdue actions on their way up the escalation ladder.',
    RISK_ASSESSMENT: 'Risk assessments in Reliatic.',
  },
);

@InputType({ description: 'What of a timeline: entries that meet every condition given.' })
export class TimelineFilter {
  @Field(() => [TimelineEntryTypeEnum], { nullable: true, description: 'Of one of these types.' })
  type?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'At this moment or later.' })
  occurredFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'At this moment or earlier.' })
  occurredTo?: Date | null;
}

@ArgsType()
export class TimelineArgs extends PageArgs {
  @Field(() => TimelineFilter, { nullable: true, description: 'Which entries.' })
  filter?: TimelineFilter | null;
}
