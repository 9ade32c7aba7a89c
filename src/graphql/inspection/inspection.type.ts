import { Field, ObjectType } from 'type-graphql';
import type { EffectivenessLevel, InspectionType } from '../../domain/inspection.ts';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DecimalScalar } from '../scalars/decimal.ts';
import { DateScalar } from '../scalars/time.ts';
import { TimelineEntry } from '../timeline/timeline-entry.type.ts';
import { describedEnum, unknownMeaning } from '../words.ts';

export const InspectionTypeEnum = describedEnum<OrUnknown<InspectionType>>(
  'InspectionType',
  'By which method an asset was inspected.',
  {
    VISUAL_EXTERNAL: 'Looked at from outside.',
    VISUAL_INTERNAL: 'Looked at from inside.',
    ULTRASONIC_MANUAL: 'Ultrasonic thickness, by hand.',
    ULTRASONIC_AUTOMATED: 'Ultrasonic scan, automated.',
    PHASED_ARRAY: 'Phased array ultrasonics.',
    TOFD: 'Time of flight diffraction.',
    RADIOGRAPHY: 'X-ray or gamma ray.',
    MAGNETIC_PARTICLE: 'Magnetic particles.',
    DYE_PENETRANT: 'Dye penetrant.',
    ACOUSTIC_EMISSION: 'Acoustic emission.',
    UNKNOWN: unknownMeaning,
  },
);

export const EffectivenessEnum = describedEnum<OrUnknown<EffectivenessLevel>>(
  'EffectivenessLevel',
  'How sure an inspection is to find the damage that is there (API RP 581).',
  {
    A: 'Highly effective.',
    B: 'Usually effective.',
    C: 'Fairly effective.',
    D: 'Poorly effective.',
    E: 'Ineffective.',
    UNKNOWN: unknownMeaning,
  },
);

@ObjectType({
  implements: [Node, TimelineEntry],
  simpleResolvers: true,
  description: 'An inspection of an asset, in Reliatic.',
})
export class Inspection extends Node {
  @Field(() => InspectionTypeEnum, { description: 'By which method.' })
  type!: OrUnknown<InspectionType>;

  @Field(() => DateScalar, { description: 'The day it was done.' })
  date!: string;

  @Field(() => String, { description: 'Who did it.' })
  inspectorName!: string;

  @Field(() => EffectivenessEnum, { description: 'How effective it was, as Reliatic worked it out.' })
  effectiveness!: OrUnknown<EffectivenessLevel>;

  @Field(() => DecimalScalar, { nullable: true, description: 'How much of the surface was inspected, 0 to 100 %.' })
  coveragePercent!: number | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Wall thickness measured, in mm.' })
  thicknessMm!: number | null;
}

export const InspectionConnection = connectionOf(() => Inspection, 'Inspection', 'inspections');
