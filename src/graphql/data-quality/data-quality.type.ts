import { Field, ObjectType } from 'type-graphql';
import type { Service } from '../../domain/records.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { ServiceEnum } from '../source/source.type.ts';
import { describedEnum } from '../words.ts';

type DataQualityKind =
  | 'UNREADABLE_RECORD'
  | 'STATED_RPN_DIFFERS'
  | 'VALUE_OUT_OF_RANGE'
  | 'ON_HAND_DIFFERS'
  | 'ASSET_NOT_REGISTERED'
  | 'UNRESOLVED_REFERENCE';

export const DataQualityKindEnum = describedEnum<DataQualityKind>('DataQualityKind', 'What is wrong with a record.', {
  UNREADABLE_RECORD: 'A service sent a record that can not be understood; it is left out until a later one can be.',
  STATED_RPN_DIFFERS: 'The RPN that the service states is not severity times occurrence times detection.',
  VALUE_OUT_OF_RANGE: 'A rating is not 1 to 10, a risk category not 1 to 5, a coverage not 0 to 100 %.',
  ON_HAND_DIFFERS: 'The sum of the stock ledger is not what the service itself reports for the location.',
  ASSET_NOT_REGISTERED: 'An asset that neither Reliatic nor Maint.io knows, at a plant that keeps its assets there.',
  UNRESOLVED_REFERENCE: 'A record names another one that the gateway does not know: not read yet, deleted, or a slip.',
});

type DataQualitySeverity = 'ERROR' | 'WARNING' | 'INFO';

export const DataQualitySeverityEnum = describedEnum<DataQualitySeverity>(
  'DataQualitySeverity',
  'How much is at stake when a record stays as it is.',
  {
    ERROR: 'Something is missing from the graph, or can not be right.',
    WARNING: 'Two things contradict each other; one of them is shown.',
    INFO: 'Worth knowing.',
  },
);

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'Something that is wrong with the data of a service. It is gone as soon as its cause is.',
})
export class DataQualityIssue extends Node {
  @Field(() => DataQualityKindEnum, { description: 'What is wrong.' })
  kind!: DataQualityKind;

  @Field(() => DataQualitySeverityEnum, { description: 'How much is at stake.' })
  severity!: DataQualitySeverity;

  @Field(() => String, { description: 'A sentence that says what is wrong, with the values.' })
  message!: string;

  @Field(() => String, { nullable: true, description: 'The field of `object` that it is about, such as `statedRpn`.' })
  field!: string | null;

  @Field(() => ServiceEnum, { nullable: true, description: 'The service whose record it is: where to mend it.' })
  service!: Service | null;

  @Field(() => String, { nullable: true, description: "The service's own id of the record, where it has one." })
  externalId!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last seen to be so.' })
  detectedAt!: string | null;
}

export const DataQualityIssueConnection = connectionOf(
  () => DataQualityIssue,
  'DataQualityIssue',
  'what is wrong with the data',
);
