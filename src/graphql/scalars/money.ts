import { Field, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'An amount of money.' })
export class Money {
  @Field(() => Int, { description: 'In minor units of the currency: 18500 is 185.00 USD.' })
  amountMinor!: number;

  @Field(() => String, { description: 'ISO 4217 code, such as USD.' })
  currency!: string;
}

@InputType({ description: 'An amount of money.' })
export class MoneyInput {
  @Field(() => Int, { description: 'In minor units of the currency: 18500 is 185.00 USD.' })
  amountMinor!: number;

  @Field(() => String, { description: 'ISO 4217 code; it must be the currency of the connection to the service.' })
  currency!: string;
}
