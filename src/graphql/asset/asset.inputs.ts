import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { RiskLevelEnum } from '../risk/risk-assessment.type.ts';
import { orderFields } from '../words.ts';
import { AssetTypeEnum, LifecycleEnum, OperationalEnum } from './asset.type.ts';

@InputType({ description: 'Which assets: those that meet every condition given.' })
export class AssetFilter {
  @Field(() => [AssetTypeEnum], { nullable: true, description: 'One of these kinds.' })
  type?: string[] | null;

  @Field(() => [LifecycleEnum], { nullable: true, description: 'One of these lifecycles.' })
  lifecycle?: string[] | null;

  @Field(() => [OperationalEnum], { nullable: true, description: 'One of these states.' })
  operational?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'One of these tag numbers, exactly.' })
  tagNumber?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'A child of one of these assets.' })
  parentId?: string[] | null;

  @Field(() => [RiskLevelEnum], { nullable: true, description: 'Ranked now at one of these levels.' })
  riskLevel?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Ranked now in one of these cells, such as 4C.' })
  cell?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Every word stands in the tag number, the name or the description, whatever its case.',
  })
  search?: string | null;
}

const AssetOrderField = orderFields<'tagNumber' | 'name' | 'type' | 'remainingLifeYears'>(
  'AssetOrderField',
  'What assets can be ordered by.',
  { tagNumber: 'Tag number.', name: 'Name.', type: 'Kind of equipment.', remainingLifeYears: 'Remaining life.' },
);

@InputType({ description: 'An order of assets.' })
export class AssetOrder {
  @Field(() => AssetOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class AssetsArgs extends PageArgs {
  @Field(() => AssetFilter, { nullable: true, description: 'Which ones.' })
  filter?: AssetFilter | null;

  @Field(() => [AssetOrder], { nullable: true, description: 'In which order; by tag number when left out.' })
  orderBy?: AssetOrder[] | null;
}
