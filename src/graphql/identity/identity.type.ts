import { Field, Float, ObjectType } from 'type-graphql';
import type { StatedField } from '../../domain/golden-record.ts';
import type { Service } from '../../domain/records.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { ServiceEnum } from '../source/source.type.ts';
import { describedEnum } from '../words.ts';

export type SuggestionReason = 'TAG_NUMBER' | 'SERIAL_NUMBER' | 'BARCODE' | 'NAME';

export const SuggestionReasonEnum = describedEnum<SuggestionReason>(
  'SuggestionReason',
  'What two assets have in common.',
  {
    TAG_NUMBER: 'The tag number, which a third record has too or which contradicts other links.',
    SERIAL_NUMBER: 'The serial number, which a third record has too or which contradicts other links.',
    BARCODE: 'The barcode, which a third record has too or which contradicts other links.',
    NAME: 'The name alone, which never links two records by itself.',
  },
);

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'Two assets that may be one machine. Accept it with `linkAsset`, reject it with `unlinkAsset`: it is not asked again.',
})
export class IdentitySuggestion extends Node {
  @Field(() => SuggestionReasonEnum, { description: 'What they have in common.' })
  reason!: SuggestionReason;

  @Field(() => Float, { description: 'How likely it is, 0 to 1: less where there are several candidates.' })
  score!: number;
}

export const IdentitySuggestionConnection = connectionOf(
  () => IdentitySuggestion,
  'IdentitySuggestion',
  'assets that may be one',
);

@ObjectType({ simpleResolvers: true, description: 'Which service a field of an asset is taken from.' })
export class Provenance {
  @Field(() => String, { description: 'The field of `Asset`: `serialNumber`.' })
  field!: StatedField;

  @Field(() => ServiceEnum, { description: 'The service whose word counts here.' })
  service!: Service;

  @Field(() => DateTimeScalar, { description: 'When that service had the record in this state, as last seen.' })
  observedAt!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What one service says of a field.' })
export class ConflictingValue {
  @Field(() => ServiceEnum, { description: 'The service that says so.' })
  service!: Service;

  @Field(() => String, { description: 'What it says.' })
  value!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A field of an asset on which its services do not agree.' })
export class Conflict {
  @Field(() => String, { description: 'The field of `Asset`: `manufacturer`.' })
  field!: StatedField;

  @Field(() => [ConflictingValue], { description: 'What each of them says, the one that counts first.' })
  values!: ConflictingValue[];
}
