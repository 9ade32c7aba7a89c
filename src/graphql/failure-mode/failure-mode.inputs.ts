import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { CommandInput } from '../command/command.inputs.ts';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { orderFields } from '../words.ts';
import { PriorityClassEnum } from './failure-mode.type.ts';

@InputType({ description: 'Which failure modes: those that meet every condition given.' })
export class FailureModeFilter {
  @Field(() => [ID], { nullable: true, description: 'Of one of these assets.' })
  assetId?: string[] | null;

  @Field(() => [PriorityClassEnum], { nullable: true, description: 'Of one of these priority classes.' })
  priority?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'RPN of at least this.' })
  rpnMin?: number | null;

  @Field(() => Int, { nullable: true, description: 'RPN of at most this.' })
  rpnMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Severity of at least this.' })
  severityMin?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Every word stands in description, effect or cause, whatever its case.',
  })
  search?: string | null;
}

const FailureModeOrderField = orderFields<'rpn' | 'severity' | 'occurrence' | 'detection' | 'description'>(
  'FailureModeOrderField',
  'What failure modes can be ordered by.',
  {
    rpn: 'RPN.',
    severity: 'Severity.',
    occurrence: 'Occurrence.',
    detection: 'Detection.',
    description: 'Description.',
  },
);

@InputType({ description: 'An order of failure modes.' })
export class FailureModeOrder {
  @Field(() => FailureModeOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class FailureModesArgs extends PageArgs {
  @Field(() => FailureModeFilter, { nullable: true, description: 'Which ones.' })
  filter?: FailureModeFilter | null;

  @Field(() => [FailureModeOrder], {
    nullable: true,
    description: 'In which order; the highest RPN first when left out.',
  })
  orderBy?: FailureModeOrder[] | null;
}

@InputType({ description: 'A new failure mode of an asset.' })
export class CreateFailureModeInput extends CommandInput {
  @Field(() => ID, { description: 'The asset that can fail.' })
  assetId!: string;

  @Field(() => String, { description: 'How it fails.' })
  description!: string;

  @Field(() => Int, { description: 'How bad the effect is, 1 to 10.' })
  severity!: number;

  @Field(() => Int, { description: 'How often the cause occurs, 1 to 10.' })
  occurrence!: number;

  @Field(() => Int, { description: 'How hard it is to detect in time, 1 to 10.' })
  detection!: number;

  @Field(() => String, { nullable: true, description: 'What happens then.' })
  effect?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it happens.' })
  cause?: string | null;
}
