import {
  boolean,
  decimal,
  entity,
  integer,
  long,
  nullableDecimal,
  nullableLong,
  nullableText,
  text,
  timestamp,
  type RowOf,
} from './entity.ts';
import { atLeast, atMost, is, mentions, oneOf } from './conditions.ts';

export interface PartFilter {
  sku?: readonly string[] | null;
  /** At or below the reorder point. */
  lowStock?: boolean | null;
  /** Words in sku, name or description. */
  search?: string | null;
}

export const partEntity = entity<PartFilter>()({
  table: 'part',
  prefix: 'prt',
  columns: {
    id: text('id'),
    sku: text('sku'),
    name: text('name'),
    description: nullableText('description'),
    unit: nullableText('unit'),
    reorderPoint: nullableDecimal('reorder_point'),
    unitCostMinor: nullableLong('unit_cost_minor'),
    currency: nullableText('currency'),
    onHand: decimal('on_hand'),
    averageCostMinor: nullableDecimal('average_cost_minor'),
    isLow: boolean('is_low'),
  },
  conditions: {
    sku: oneOf('sku'),
    lowStock: is('is_low'),
    search: mentions('sku', 'name', 'description'),
  },
  defaultOrder: [{ field: 'sku', direction: 'ASC' }],
});

export type PartRow = RowOf<typeof partEntity.columns>;

/** Parts, by the asset whose work orders use them. */
export const assetPartEntity = entity<PartFilter>()({ ...partEntity, table: 'asset_part' });

export interface StockLocationFilter {
  /** Words in the name. */
  search?: string | null;
}

export const stockLocationEntity = entity<StockLocationFilter>()({
  table: 'stock_location',
  prefix: 'loc',
  columns: {
    id: text('id'),
    name: text('name'),
    description: nullableText('description'),
    address: nullableText('address'),
    barcode: nullableText('barcode'),
    parentId: nullableText('parent_id'),
  },
  conditions: { search: mentions('name') },
  defaultOrder: [{ field: 'name', direction: 'ASC' }],
});

export type StockLocationRow = RowOf<typeof stockLocationEntity.columns>;

export interface StockLevelFilter {
  partId?: readonly string[] | null;
  locationId?: readonly string[] | null;
}

export const stockLevelEntity = entity<StockLevelFilter>()({
  table: 'stock_level',
  prefix: 'lvl',
  columns: {
    id: text('id'),
    partId: text('part_id'),
    locationId: text('location_id'),
    onHand: decimal('on_hand'),
    reportedOnHand: nullableDecimal('reported_on_hand'),
  },
  conditions: { partId: oneOf('part_id'), locationId: oneOf('location_id') },
  defaultOrder: [{ field: 'locationId', direction: 'ASC' }],
});

export type StockLevelRow = RowOf<typeof stockLevelEntity.columns>;

export interface StockMovementFilter {
  partId?: readonly string[] | null;
  locationId?: readonly string[] | null;
  kind?: readonly string[] | null;
  recordedFrom?: string | null;
  recordedTo?: string | null;
}

export const stockMovementEntity = entity<StockMovementFilter>()({
  table: 'stock_movement',
  prefix: 'mov',
  columns: {
    id: text('id'),
    kind: text('kind'),
    partId: text('part_id'),
    locationId: text('location_id'),
    quantity: decimal('quantity'),
    unitCostMinor: nullableLong('unit_cost_minor'),
    currency: nullableText('currency'),
    recordedAt: timestamp('recorded_at'),
    sequence: long('sequence'),
  },
  conditions: {
    partId: oneOf('part_id'),
    locationId: oneOf('location_id'),
    kind: oneOf('kind'),
    recordedFrom: atLeast('recorded_at', 'timestamptz'),
    recordedTo: atMost('recorded_at', 'timestamptz'),
  },
  defaultOrder: [
    { field: 'recordedAt', direction: 'DESC' },
    { field: 'sequence', direction: 'DESC' },
  ],
});

export type StockMovementRow = RowOf<typeof stockMovementEntity.columns>;

export const stockNoticeEntity = entity<object>()({
  table: 'stock_notice',
  prefix: 'ntc',
  columns: {
    id: text('id'),
    partId: text('part_id'),
    locationId: nullableText('location_id'),
    onHand: decimal('on_hand'),
    toldAt: timestamp('told_at'),
  },
  conditions: {},
  defaultOrder: [{ field: 'toldAt', direction: 'DESC' }],
});

export const stockWatchEntity = entity<object>()({
  table: 'stock_watch',
  prefix: 'wch',
  columns: {
    id: text('id'),
    fired: integer('fired'),
    confirmed: integer('confirmed'),
    isLow: boolean('is_low'),
    total: decimal('total'),
    value: decimal('value'),
    lastSequence: long('last_sequence'),
  },
  conditions: {},
  defaultOrder: [],
});
