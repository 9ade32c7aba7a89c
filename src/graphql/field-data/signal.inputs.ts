import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { orderFields } from '../words.ts';
import { SignalSeverityEnum } from './field-data.types.ts';

@InputType({ description: 'Which signals: those that meet every condition given.' })
export class SignalFilter {
  @Field(() => [ID], { nullable: true, description: 'About one of these assets.' })
  assetId?: string[] | null;

  @Field(() => [SignalSeverityEnum], { nullable: true, description: 'Of one of these severities.' })
  severity?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Of one of these types, such as temperature.high, exactly.' })
  signalType?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Received at this moment or later.' })
  receivedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Received at this moment or earlier.' })
  receivedTo?: Date | null;
}

const SignalOrderField = orderFields<'receivedAt' | 'signalType' | 'numericValue'>(
  'SignalOrderField',
  'What signals can be ordered by.',
  { receivedAt: 'When the service received it.', signalType: 'Type.', numericValue: 'The reading, as a number.' },
);

@InputType({ description: 'An order of signals.' })
export class SignalOrder {
  @Field(() => SignalOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class SignalsArgs extends PageArgs {
  @Field(() => SignalFilter, { nullable: true, description: 'Which ones.' })
  filter?: SignalFilter | null;

  @Field(() => [SignalOrder], { nullable: true, description: 'In which order; the latest first when left out.' })
  orderBy?: SignalOrder[] | null;
}
