import type Big from 'big.js';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { InspectionType } from '../../domain/inspection.ts';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import { CommandInput } from '../command/command.inputs.ts';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { DecimalScalar } from '../scalars/decimal.ts';
import { DateScalar } from '../scalars/time.ts';
import { orderFields } from '../words.ts';
import { EffectivenessEnum, InspectionTypeEnum } from './inspection.type.ts';

@InputType({ description: 'Which inspections: those that meet every condition given.' })
export class InspectionFilter {
  @Field(() => [ID], { nullable: true, description: 'Of one of these assets.' })
  assetId?: string[] | null;

  @Field(() => [InspectionTypeEnum], { nullable: true, description: 'By one of these methods.' })
  type?: string[] | null;

  @Field(() => [EffectivenessEnum], { nullable: true, description: 'Of one of these levels.' })
  effectiveness?: string[] | null;

  @Field(() => DateScalar, { nullable: true, description: 'On this day or later.' })
  dateFrom?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'On this day or earlier.' })
  dateTo?: string | null;

  @Field(() => String, { nullable: true, description: "Every word stands in the inspector's name, whatever its case." })
  search?: string | null;
}

const InspectionOrderField = orderFields<'date' | 'type' | 'effectiveness' | 'inspectorName'>(
  'InspectionOrderField',
  'What inspections can be ordered by.',
  { date: 'Day.', type: 'Method.', effectiveness: 'Effectiveness, A first.', inspectorName: "Inspector's name." },
);

@InputType({ description: 'An order of inspections.' })
export class InspectionOrder {
  @Field(() => InspectionOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class InspectionsArgs extends PageArgs {
  @Field(() => InspectionFilter, { nullable: true, description: 'Which ones.' })
  filter?: InspectionFilter | null;

  @Field(() => [InspectionOrder], { nullable: true, description: 'In which order; the latest first when left out.' })
  orderBy?: InspectionOrder[] | null;
}

@InputType({ description: 'An inspection that was made.' })
export class CreateInspectionInput extends CommandInput {
  @Field(() => ID, { description: 'The asset that was inspected.' })
  assetId!: string;

  @Field(() => InspectionTypeEnum, { description: 'By which method; not UNKNOWN.' })
  type!: OrUnknown<InspectionType>;

  @Field(() => DateScalar, { description: 'On which day; not one that has yet to begin.' })
  date!: string;

  @Field(() => String, { description: 'Who made it.' })
  inspectorName!: string;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'How much of the surface was looked over, 0 to 100 percent.',
  })
  coveragePercent?: Big | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'The thinnest wall that was measured, in millimetres.' })
  thicknessMm?: Big | null;
}
