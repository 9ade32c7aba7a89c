import type Big from 'big.js';
import { Field, Float, ID, InputType } from 'type-graphql';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import type { SignalSeverity } from '../../domain/work-records.ts';
import { CommandInput } from '../command/command.inputs.ts';
import { DecimalScalar } from '../scalars/decimal.ts';
import { JsonScalar } from '../scalars/json.ts';
import { SignalSeverityEnum } from './field-data.types.ts';

@InputType({ description: 'An asset, and exactly one of who has it and where it belongs.' })
export class AssignAssetInput extends CommandInput {
  @Field(() => ID, { description: 'The asset: one that stands in UniAsset.' })
  assetId!: string;

  @Field(() => String, { nullable: true, description: 'The email address of whoever has it from now on.' })
  assignedToEmail?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where it belongs from now on: the id of a location as UniAsset shows it, such as site-quarry. UniAsset shows its locations to no other program, so that it can not be one of `locations`.',
  })
  place?: string | null;
}

@InputType({ description: 'Where an asset is (WGS 84).' })
export class ReportPositionInput extends CommandInput {
  @Field(() => ID, { description: 'The asset: one that stands in UniAsset.' })
  assetId!: string;

  @Field(() => Float, { description: 'Degrees north of the equator, -90 to 90. Six decimal places are kept.' })
  latitude!: number;

  @Field(() => Float, { description: 'Degrees east of Greenwich, -180 to 180. Six decimal places are kept.' })
  longitude!: number;

  @Field(() => DecimalScalar, { nullable: true, description: 'How far off it may be, in metres; 0 or more.' })
  accuracyMetres?: Big | null;
}

@InputType({
  description:
    'One reading or message of a device. It names an asset, a device, or both, and has exactly one of the three values.',
})
export class SignalInput {
  @Field(() => ID, { nullable: true, description: 'The asset it is about: one that stands in UniAsset.' })
  assetId?: string | null;

  @Field(() => String, { nullable: true, description: 'The device, by its own name: dev-9.' })
  deviceId?: string | null;

  @Field(() => String, { description: 'What sends it, such as gateway-7.' })
  source!: string;

  @Field(() => String, { description: 'What it tells of, such as temperature.high.' })
  signalType!: string;

  @Field(() => SignalSeverityEnum, { description: 'How serious it is; UNKNOWN can not be sent.' })
  severity!: OrUnknown<SignalSeverity>;

  @Field(() => Float, {
    nullable: true,
    description: 'The reading where it is a number, in the unit of its type. Six decimal places are kept.',
  })
  numericValue?: number | null;

  @Field(() => String, { nullable: true, description: 'The reading where it is a text.' })
  textValue?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'The reading where it is yes or no.' })
  booleanValue?: boolean | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Whatever else the device says: a JSON object, which UniAsset keeps as it is.',
  })
  payload?: unknown;
}

@InputType({ description: 'Signals, in the order in which they are to be received.' })
export class IngestSignalsInput extends CommandInput {
  @Field(() => [SignalInput], { description: 'The signals, 1 to 100 of them.' })
  signals!: SignalInput[];
}
