import { Field, Float, ObjectType } from 'type-graphql';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import type { SignalSeverity } from '../../domain/work-records.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DecimalScalar } from '../scalars/decimal.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { describedEnum, unknownMeaning } from '../words.ts';

export const SignalSeverityEnum = describedEnum<OrUnknown<SignalSeverity>>(
  'SignalSeverity',
  'How serious a signal is, in the view of whoever sent it.',
  {
    INFO: 'For the record: nothing is wrong.',
    LOW: 'Worth a look at some time.',
    MEDIUM: 'Worth a look soon.',
    HIGH: 'Something is wrong.',
    CRITICAL: 'Something is wrong and can not wait.',
    UNKNOWN: unknownMeaning,
  },
);

@ObjectType({ implements: Node, simpleResolvers: true, description: 'One reading or message of a device.' })
export class Signal extends Node {
  @Field(() => String, { description: 'What sent it, such as gateway-7.' })
  source!: string;

  @Field(() => String, { description: 'What it tells of, such as temperature.high.' })
  signalType!: string;

  @Field(() => SignalSeverityEnum, { description: 'How serious it is.' })
  severity!: OrUnknown<SignalSeverity>;

  @Field(() => Float, {
    nullable: true,
    description: 'The reading where it is a number, in the unit of its type.',
  })
  numericValue!: number | null;

  @Field(() => String, { nullable: true, description: 'The reading where it is a text.' })
  textValue!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'The reading where it is yes or no.' })
  booleanValue!: boolean | null;

  @Field(() => String, { nullable: true, description: 'The device, where it says which.' })
  deviceId!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the service received it.' })
  receivedAt!: string;
}

export const SignalConnection = connectionOf(() => Signal, 'Signal', 'signals');

@ObjectType({ implements: Node, simpleResolvers: true, description: 'Where an asset was at a moment (WGS 84).' })
export class Position extends Node {
  @Field(() => Float, { description: 'Degrees north of the equator, -90 to 90.' })
  latitude!: number;

  @Field(() => Float, { description: 'Degrees east of Greenwich, -180 to 180.' })
  longitude!: number;

  @Field(() => DecimalScalar, { nullable: true, description: 'How far off it may be, in metres; null when not told.' })
  accuracyMetres!: number | null;

  @Field(() => DateTimeScalar, { description: 'When it was there.' })
  reportedAt!: string;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'Who has an asset, or where it belongs, from a moment on until the next one.',
})
export class Assignment extends Node {
  @Field(() => String, {
    nullable: true,
    description: 'The email address of whoever has it; null when it belongs to a place.',
  })
  assignedToEmail!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Where it belongs, as the service names the place; null when it is somebody's.",
  })
  place!: string | null;

  @Field(() => DateTimeScalar, { description: 'From when on.' })
  assignedAt!: string;
}

export const AssignmentConnection = connectionOf(() => Assignment, 'Assignment', 'assignments');
