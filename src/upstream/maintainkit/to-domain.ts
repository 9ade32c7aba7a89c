/** MaintainKit's records in the words of the graph. */
import type * as records from '../../domain/records.ts';
import { rowReader, storedReader, type RowReader, type StoredReader } from '../row-reader.ts';
import { moneyOf } from '../wire-values.ts';
import { PartOfNotice, PlaceOfStock, StockEventData } from './conventions.ts';
import { LocationWire, MovementWire, PartWire, StockWire } from './wire.ts';

export const readPart: RowReader<records.PartRecord> = rowReader({
  kind: 'part',
  schema: PartWire,
  externalIdOf: ({ id }) => id,
  versionOf: ({ updatedAt }) => updatedAt,
  recordOf: (wire, { currency }) => ({
    kind: 'part',
    sku: wire.sku,
    name: wire.name,
    description: wire.description,
    unit: wire.unit,
    reorderPoint: wire.reorderPoint,
    unitCost: moneyOf(wire.unitCost, currency),
  }),
});

export const readLocation: RowReader<records.LocationRecord> = rowReader({
  kind: 'location',
  schema: LocationWire,
  externalIdOf: ({ id }) => id,
  versionOf: () => null,
  recordOf: ({ name }) => ({ kind: 'location', name, description: null, address: null, barcode: null, parentId: null }),
});

export const readStockLevel: RowReader<records.StockLevelRecord> = rowReader({
  kind: 'stockLevel',
  schema: StockWire,
  Id: PlaceOfStock.transform(({ partId, locationId }) => `${partId}:${locationId}`),
  externalIdOf: ({ partId, locationId }) => `${partId}:${locationId}`,
  versionOf: () => null,
  recordOf: ({ partId, locationId, onHand }) => ({ kind: 'stockLevel', partId, locationId, onHand }),
});

export const readMovement: RowReader<records.StockMovementRecord> = rowReader({
  kind: 'stockMovement',
  schema: MovementWire,
  externalIdOf: ({ id }) => id,
  // A ledger row never changes.
  versionOf: () => null,
  recordOf: (wire, { currency }) => ({
    kind: 'stockMovement',
    movement: wire.kind,
    partId: wire.partId,
    locationId: wire.locationId,
    quantityDelta: wire.qtyDelta,
    unitCost: moneyOf(wire.unitCost, currency),
    recordedAt: wire.createdAt,
  }),
});

/** A part's total as the event of a movement tells it; a later total of the part replaces it. */
export function movementNoticeReader(version: Date): RowReader<records.StockNoticeRecord> {
  return rowReader({
    kind: 'stockNotice',
    schema: StockEventData,
    Id: PartOfNotice.transform(({ partId }) => partId),
    externalIdOf: ({ partId }) => partId,
    versionOf: () => version,
    recordOf: ({ partId, locationId, onHand }) => ({ kind: 'stockNotice', partId, locationId, onHand }),
  });
}

const totalSuffix = ':total';

/** A part's total as `stock.low` tells it: apart from what movements tell, so that neither replaces the other. */
export function lowNoticeReader(version: Date): RowReader<records.StockNoticeRecord> {
  return rowReader({
    kind: 'stockNotice',
    schema: StockEventData,
    Id: PartOfNotice.transform(({ partId }) => partId + totalSuffix),
    externalIdOf: ({ partId }) => partId + totalSuffix,
    versionOf: () => version,
    recordOf: ({ partId, onHand }) => ({ kind: 'stockNotice', partId, locationId: null, onHand }),
  });
}

const readByKind = storedReader({
  part: readPart,
  location: readLocation,
  stockLevel: readStockLevel,
  stockMovement: readMovement,
});

/** The two notices differ in what they are about, which stands in their id. */
export const readStored: StoredReader = (stored) => {
  const { kind, externalId, version } = stored;
  if (kind !== 'stockNotice' || version === null) return readByKind(stored);
  return externalId.endsWith(totalSuffix) ? lowNoticeReader(version) : movementNoticeReader(version);
};
