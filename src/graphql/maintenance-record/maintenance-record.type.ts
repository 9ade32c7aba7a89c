import { Field, ObjectType } from 'type-graphql';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import type { MaintenanceType } from '../../domain/work-records.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { TimelineEntry } from '../timeline/timeline-entry.type.ts';
import { describedEnum, unknownMeaning } from '../words.ts';

export const MaintenanceTypeEnum = describedEnum<OrUnknown<MaintenanceType>>(
  'MaintenanceType',
  'What kind of work a maintenance record tells of.',
  {
    INSPECTION: "Somebody looked at it. Not one of Reliatic's inspections, which are of type `Inspection`.",
    REPAIR: 'Something was mended or replaced.',
    SERVICE: 'Routine work: oil, filters, grease, cleaning.',
    CALIBRATION: 'A measuring instrument was checked or set.',
    OTHER: 'Something else.',
    UNKNOWN: unknownMeaning,
  },
);

@ObjectType({
  implements: [Node, TimelineEntry],
  simpleResolvers: true,
  description: 'Work that was done on an asset, as it was written down afterwards.',
})
export class MaintenanceRecord extends Node {
  @Field(() => MaintenanceTypeEnum, { description: 'What kind of work it was.' })
  type!: OrUnknown<MaintenanceType>;

  @Field(() => String, { nullable: true, description: 'What was done.' })
  description!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was done.' })
  performedAt!: string;
}

export const MaintenanceRecordConnection = connectionOf(
  () => MaintenanceRecord,
  'MaintenanceRecord',
  'maintenance records',
);
