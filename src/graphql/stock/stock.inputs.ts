import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { OrderDirection } from '../relay/order.ts';
import { PageArgs } from '../relay/page-args.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { orderFields } from '../words.ts';
import { MovementKindEnum } from './stock.types.ts';

@InputType({ description: 'Which parts: those that meet every condition given.' })
export class PartFilter {
  @Field(() => [String], { nullable: true, description: 'One of these skus, exactly.' })
  sku?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: at or below the reorder point; false: all others.' })
  lowStock?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Every word stands in sku, name or description, whatever its case.',
  })
  search?: string | null;
}

const PartOrderField = orderFields<'sku' | 'name' | 'onHand' | 'reorderPoint'>(
  'PartOrderField',
  'What parts can be ordered by.',
  {
    sku: 'Sku.',
    name: 'Name.',
    onHand: 'Total on hand.',
    reorderPoint: 'Reorder point.',
  },
);

@InputType({ description: 'An order of parts.' })
export class PartOrder {
  @Field(() => PartOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class PartsArgs extends PageArgs {
  @Field(() => PartFilter, { nullable: true, description: 'Which ones.' })
  filter?: PartFilter | null;

  @Field(() => [PartOrder], { nullable: true, description: 'In which order; by sku when left out.' })
  orderBy?: PartOrder[] | null;
}

@InputType({ description: 'Which locations: those that meet every condition given.' })
export class LocationFilter {
  @Field(() => String, { nullable: true, description: 'Every word stands in the name, whatever its case.' })
  search?: string | null;
}

const LocationOrderField = orderFields<'name'>('LocationOrderField', 'What locations can be ordered by.', {
  name: 'Name.',
});

@InputType({ description: 'An order of locations.' })
export class LocationOrder {
  @Field(() => LocationOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class LocationsArgs extends PageArgs {
  @Field(() => LocationFilter, { nullable: true, description: 'Which ones.' })
  filter?: LocationFilter | null;

  @Field(() => [LocationOrder], { nullable: true, description: 'In which order; by name when left out.' })
  orderBy?: LocationOrder[] | null;
}

@InputType({ description: 'Which stock levels: those that meet every condition given.' })
export class StockLevelFilter {
  @Field(() => [ID], { nullable: true, description: 'Of one of these parts.' })
  partId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'At one of these locations.' })
  locationId?: string[] | null;
}

const StockLevelOrderField = orderFields<'onHand'>('StockLevelOrderField', 'What stock levels can be ordered by.', {
  onHand: 'How much is there.',
});

@InputType({ description: 'An order of stock levels.' })
export class StockLevelOrder {
  @Field(() => StockLevelOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class StockLevelsArgs extends PageArgs {
  @Field(() => StockLevelFilter, { nullable: true, description: 'Which ones.' })
  filter?: StockLevelFilter | null;

  @Field(() => [StockLevelOrder], { nullable: true, description: 'In which order.' })
  orderBy?: StockLevelOrder[] | null;
}

@InputType({ description: 'Which stock movements: those that meet every condition given.' })
export class StockMovementFilter {
  @Field(() => [ID], { nullable: true, description: 'Of one of these parts.' })
  partId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'At one of these locations.' })
  locationId?: string[] | null;

  @Field(() => [MovementKindEnum], { nullable: true, description: 'Of one of these kinds.' })
  kind?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Recorded at this moment or later.' })
  recordedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Recorded at this moment or earlier.' })
  recordedTo?: Date | null;
}

const StockMovementOrderField = orderFields<'recordedAt' | 'quantity'>(
  'StockMovementOrderField',
  'What stock movements can be ordered by.',
  { recordedAt: 'When it was recorded.', quantity: 'Quantity, with its sign.' },
);

@InputType({ description: 'An order of stock movements.' })
export class StockMovementOrder {
  @Field(() => StockMovementOrderField, { description: 'By what.' })
  field!: string;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which end first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class StockMovementsArgs extends PageArgs {
  @Field(() => StockMovementFilter, { nullable: true, description: 'Which ones.' })
  filter?: StockMovementFilter | null;

  @Field(() => [StockMovementOrder], { nullable: true, description: 'In which order; the latest first when left out.' })
  orderBy?: StockMovementOrder[] | null;
}
