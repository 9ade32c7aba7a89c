import type Big from 'big.js';
import { Field, ID, InputType } from 'type-graphql';
import { CommandInput } from '../command/command.inputs.ts';
import { DecimalScalar } from '../scalars/decimal.ts';
import { MoneyInput } from '../scalars/money.ts';
import { DateTimeScalar } from '../scalars/time.ts';

@InputType({ description: 'A new part of the catalogue.' })
export class CreatePartInput extends CommandInput {
  @Field(() => String, { description: 'Its number in the catalogue; no other part has it.' })
  sku!: string;

  @Field(() => String, { description: 'What it is.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is counted in: pcs, L, m.' })
  unit?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Low at this quantity or below, in its unit; left out, it is never low.',
  })
  reorderPoint?: Big | null;

  @Field(() => MoneyInput, { nullable: true, description: 'What one unit costs.' })
  unitCost?: MoneyInput | null;
}

@InputType({ description: 'What is to be changed of a part: a field left out stays as it is, null empties it.' })
export class UpdatePartInput extends CommandInput {
  @Field(() => ID, { description: 'Which one.' })
  partId!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "As `sources.updatedAt` of MaintainKit's record gave it: when the record has been changed since, nothing is written and the answer is STALE_WRITE with the part as it is now.",
  })
  expectedUpdatedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'What it is; not null.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is counted in: pcs, L, m.' })
  unit?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Low at this quantity or below, in its unit.' })
  reorderPoint?: Big | null;

  @Field(() => MoneyInput, { nullable: true, description: 'What one unit costs.' })
  unitCost?: MoneyInput | null;
}

@InputType({ description: 'A new place where stock is kept.' })
export class CreateStockLocationInput extends CommandInput {
  @Field(() => String, { description: 'What it is called: Main store.' })
  name!: string;
}
