import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { CommandInput } from '../command/command.inputs.ts';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { orderFields } from '../words.ts';
import { RiskLevelEnum } from './risk-assessment.type.ts';

@InputType({ description: 'Which risk assessments: those that meet every condition given.' })
export class RiskAssessmentFilter {
  @Field(() => [ID], { nullable: true, description: 'Of one of these assets.' })
  assetId?: string[] | null;

  @Field(() => [RiskLevelEnum], { nullable: true, description: 'At one of these levels.' })
  level?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'In one of these cells, such as 4C.' })
  cell?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only the latest of each asset; false: only the earlier ones.',
  })
  isCurrent?: boolean | null;
}

const RiskAssessmentOrderField = orderFields<'assessedAt' | 'probabilityOfFailure' | 'consequenceOfFailure' | 'cell'>(
  'RiskAssessmentOrderField',
  'What risk assessments can be ordered by.',
  {
    assessedAt: 'When it was assessed.',
    probabilityOfFailure: 'Probability of failure.',
    consequenceOfFailure: 'Consequence of failure.',
    cell: 'Cell.',
  },
);

@InputType({ description: 'An order of risk assessments.' })
export class RiskAssessmentOrder {
  @Field(() => RiskAssessmentOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class RiskAssessmentsArgs extends PageArgs {
  @Field(() => RiskAssessmentFilter, { nullable: true, description: 'Which ones.' })
  filter?: RiskAssessmentFilter | null;

  @Field(() => [RiskAssessmentOrder], {
    nullable: true,
    description: 'In which order; the latest first when left out.',
  })
  orderBy?: RiskAssessmentOrder[] | null;
}

@InputType({ description: "A new assessment of an asset's risk." })
export class CreateRiskAssessmentInput extends CommandInput {
  @Field(() => ID, { description: 'The asset that is assessed.' })
  assetId!: string;

  @Field(() => Int, { description: 'How likely it is to fail, 1 (least) to 5 (most).' })
  probabilityOfFailure!: number;

  @Field(() => Int, { description: 'How bad that would be, 1 (least) to 5 (most).' })
  consequenceOfFailure!: number;
}
