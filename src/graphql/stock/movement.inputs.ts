import type Big from 'big.js';
import { Field, ID, InputType } from 'type-graphql';
import { CommandInput } from '../command/command.inputs.ts';
import { DecimalScalar } from '../scalars/decimal.ts';
import { MoneyInput } from '../scalars/money.ts';

@InputType({ description: 'Stock that comes in.' })
export class ReceiveInput {
  @Field(() => ID, { description: 'Where it goes.' })
  locationId!: string;

  @Field(() => DecimalScalar, { description: "How much, in the part's unit; above 0." })
  quantity!: Big;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'What one unit cost; left out, it comes in at the average cost.',
  })
  unitCost?: MoneyInput | null;
}

@InputType({ description: 'Stock that is used.' })
export class ConsumeInput {
  @Field(() => ID, { description: 'Where it is taken.' })
  locationId!: string;

  @Field(() => DecimalScalar, { description: "How much, in the part's unit; above 0 and at most what is there." })
  quantity!: Big;
}

@InputType({ description: 'A correction by a difference.' })
export class AdjustInput {
  @Field(() => ID, { description: 'Where.' })
  locationId!: string;

  @Field(() => DecimalScalar, { description: "The difference, in the part's unit, with its sign; not 0." })
  quantityDelta!: Big;
}

@InputType({ description: 'A count: what is there, whatever the books say.' })
export class CountInput {
  @Field(() => ID, { description: 'Where it was counted.' })
  locationId!: string;

  @Field(() => DecimalScalar, { description: "How much is there, in the part's unit; 0 or more." })
  counted!: Big;
}

@InputType({ description: 'Stock that goes from one location to another.' })
export class TransferInput {
  @Field(() => ID, { description: 'Where it is taken.' })
  fromLocationId!: string;

  @Field(() => ID, { description: 'Where it goes: another location.' })
  toLocationId!: string;

  @Field(() => DecimalScalar, { description: "How much, in the part's unit; above 0 and at most what is there." })
  quantity!: Big;
}

@InputType({
  description: 'A movement of stock: the part, and exactly one of receive, consume, adjust, count and transfer.',
})
export class RecordStockMovementInput extends CommandInput {
  @Field(() => ID, { description: 'The part that moves.' })
  partId!: string;

  @Field(() => ReceiveInput, { nullable: true, description: 'It comes in.' })
  receive?: ReceiveInput | null;

  @Field(() => ConsumeInput, { nullable: true, description: 'It is used.' })
  consume?: ConsumeInput | null;

  @Field(() => AdjustInput, { nullable: true, description: 'It is corrected by a difference.' })
  adjust?: AdjustInput | null;

  @Field(() => CountInput, { nullable: true, description: 'It was counted.' })
  count?: CountInput | null;

  @Field(() => TransferInput, { nullable: true, description: 'It goes to another location.' })
  transfer?: TransferInput | null;
}
