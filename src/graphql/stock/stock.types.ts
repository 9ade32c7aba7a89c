import { Field, ObjectType } from 'type-graphql';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import type { MovementKind } from '../../domain/stock.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DecimalScalar } from '../scalars/decimal.ts';
import { EventCursorScalar } from '../scalars/event-cursor.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { SearchResult } from '../search/search-result.type.ts';
import { describedEnum, unknownMeaning } from '../words.ts';

export const MovementKindEnum = describedEnum<OrUnknown<MovementKind>>('MovementKind', 'How stock moved.', {
  RECEIVE: 'Came in.',
  CONSUME: 'Was used.',
  ADJUST: 'Was corrected by a difference.',
  COUNT: 'Was counted, and corrected to the count.',
  TRANSFER: 'Went from one location to another: two rows that cancel out.',
  UNKNOWN: unknownMeaning,
});

@ObjectType({ implements: [Node, SearchResult], simpleResolvers: true, description: 'A spare part, in MaintainKit.' })
export class Part extends Node {
  @Field(() => String, { description: 'Stock keeping unit: its number in the store, such as OIL-15W40.' })
  sku!: string;

  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'In what it is counted, such as L or pcs.' })
  unit!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'At or below this total it is low; null when nobody watches it.',
  })
  reorderPoint!: number | null;

  @Field(() => DecimalScalar, { description: "Its total over all locations: the ledger's sum." })
  onHand!: number;

  @Field(() => Boolean, { description: 'Its total is at or below its reorder point.' })
  isLow!: boolean;
}

export const PartConnection = connectionOf(() => Part, 'Part', 'parts');

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A place: where stock is kept, or where equipment stands.',
})
export class Location extends Node {
  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What is there, in words.' })
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'Its postal address.' })
  address!: string | null;

  @Field(() => String, { nullable: true, description: 'The barcode at it.' })
  barcode!: string | null;
}

export const LocationConnection = connectionOf(() => Location, 'Location', 'locations');

@ObjectType({ implements: Node, simpleResolvers: true, description: 'How much of a part is at a location.' })
export class StockLevel extends Node {
  @Field(() => DecimalScalar, { description: "In the part's unit: the ledger's sum for this location." })
  onHand!: number;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "The service's own figure, as last read; it should be the same.",
  })
  reportedOnHand!: number | null;
}

export const StockLevelConnection = connectionOf(() => StockLevel, 'StockLevel', 'stock levels');

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A row of the stock ledger, which is only ever added to.',
})
export class StockMovement extends Node {
  @Field(() => MovementKindEnum, { description: 'How it moved.' })
  kind!: OrUnknown<MovementKind>;

  @Field(() => DecimalScalar, { description: "In the part's unit, with its sign: above 0 came in, below 0 went out." })
  quantity!: number;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: string;
}

export const StockMovementConnection = connectionOf(() => StockMovement, 'StockMovement', 'stock movements');

@ObjectType({ simpleResolvers: true, description: 'A part has fallen to its reorder point or below.' })
export class StockLowItem {
  @Field(() => EventCursorScalar, { description: "The event's place in the tenant's log." })
  cursor!: string;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => DecimalScalar, { nullable: true, description: "The part's total at that moment, in its unit." })
  onHand!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Its reorder point at that moment.' })
  reorderPoint!: string | null;
}
