/** Parts, locations, levels and movements: the ledger's sums, and the low-stock edge on a part's total. */
import type { Transaction } from '../../database/database.ts';
import type {
  LocationRecord,
  PartRecord,
  StockLevelRecord,
  StockMovementRecord,
  StockNoticeRecord,
} from '../../domain/records.ts';
import type { NewEvent } from '../../events/catalogue.ts';
import {
  partEntity,
  stockLevelEntity,
  stockLocationEntity,
  stockMovementEntity,
  stockNoticeEntity,
  stockWatchEntity,
} from '../model/stock.ts';
import { optionalReference, reference, stockLevelIdOf } from './identity.ts';
import { recordsOf, type Changed } from './changed-records.ts';
import type { Origin, SourceUpdate } from './source-records.ts';
import { followLedger, type LedgerRow, type PartStock, type StockWatchState } from './stock-watch.ts';
import { touching } from './touched.ts';
import { upsertRows } from './upsert.ts';

/** Writes the rows of the changed records, and restates the stock of every part they touch. */
export async function projectStock(
  tx: Transaction,
  origin: Origin,
  updates: readonly SourceUpdate[],
  now: Date,
): Promise<NewEvent[]> {
  const { tenantId } = origin;
  const parts = recordsOf(updates, 'part');
  const movements = recordsOf(updates, 'stockMovement');
  const notices = recordsOf(updates, 'stockNotice');
  const locations = recordsOf(updates, 'location');
  const levels = recordsOf(updates, 'stockLevel');

  await upsertRows(tx, partEntity, tenantId, parts, partRow);
  await upsertRows(tx, stockLocationEntity, tenantId, locations, (each) => locationRow(origin, each));
  await upsertRows(tx, stockLevelEntity, tenantId, levels, (each) => levelRow(origin, each));
  const written = await upsertRows(tx, stockMovementEntity, tenantId, movements, (each) => movementRow(origin, each));
  await upsertRows(tx, stockNoticeEntity, tenantId, notices, (each) => noticeRow(origin, each));
  const moved = [...movements, ...notices].map(({ record }) => record);
  await openLevels(tx, origin, moved);
  await forgetWhatWasRewritten(tx, tenantId, written);
  const fresh = updates.filter(({ observation, isNew }) => isNew && observation.record.kind === 'part');
  await forgetWhatWasUnknown(
    tx,
    tenantId,
    fresh.map(({ objectId }) => objectId),
  );

  const touched = moved.map(({ partId }) => reference(origin, partEntity, partId));
  return restateStock(tx, tenantId, [...parts.map(({ id }) => id), ...touched], now);
}

const partRow = ({ id, record }: Changed<PartRecord>) => ({
  id,
  sku: record.sku,
  name: record.name,
  description: record.description,
  unit: record.unit,
  reorderPoint: record.reorderPoint?.toFixed() ?? null,
  unitCostMinor: record.unitCost?.amountMinor ?? null,
  currency: record.unitCost?.currency ?? null,
});

const locationRow = (origin: Origin, { id, record }: Changed<LocationRecord>) => ({
  id,
  name: record.name,
  description: record.description,
  address: record.address,
  barcode: record.barcode,
  parentId: optionalReference(origin, stockLocationEntity, record.parentId),
});

const levelRow = (origin: Origin, { id, record }: Changed<StockLevelRecord>) => ({
  id,
  ...placeOf(origin, record),
  reportedOnHand: record.onHand.toFixed(),
});

const noticeRow = (origin: Origin, { id, record, version, observedAt }: Changed<StockNoticeRecord>) => ({
  id,
  partId: reference(origin, partEntity, record.partId),
  locationId: optionalReference(origin, stockLocationEntity, record.locationId),
  onHand: record.onHand.toFixed(),
  toldAt: version ?? observedAt,
});

const placeOf = (origin: Origin, { partId, locationId }: { partId: string; locationId: string }) => ({
  partId: reference(origin, partEntity, partId),
  locationId: reference(origin, stockLocationEntity, locationId),
});

const movementRow = (origin: Origin, { id, externalId, record }: Changed<StockMovementRecord>) => ({
  id,
  kind: record.movement,
  ...placeOf(origin, record),
  quantity: record.quantityDelta.toFixed(),
  unitCostMinor: record.unitCost?.amountMinor ?? null,
  currency: record.unitCost?.currency ?? null,
  recordedAt: record.recordedAt,
  sequence: /^\d{1,18}$/.test(externalId) ? externalId : record.recordedAt.getTime(),
});

/** A level exists as soon as stock has moved there. */
async function openLevels(
  tx: Transaction,
  origin: Origin,
  places: readonly { partId: string; locationId: string | null }[],
): Promise<void> {
  const levels = new Map(
    places.flatMap(({ partId, locationId }) =>
      locationId === null
        ? []
        : [[stockLevelIdOf(origin, partId, locationId), placeOf(origin, { partId, locationId })] as const],
    ),
  );
  await upsertRows(tx, stockLevelEntity, origin.tenantId, [...levels], ([id, place]) => ({ id, ...place }));
}

/** A ledger row behind the watch's place (found late, or restated) means following the part's ledger from its start. */
async function forgetWhatWasRewritten(tx: Transaction, tenantId: string, movementIds: readonly string[]) {
  if (movementIds.length === 0) return;
  await tx.$executeRaw`
    update stock_watch w set confirmed = 0, is_low = false, total = 0, value = 0, last_sequence = -1
    where w.tenant_id = ${tenantId} and exists (select from stock_movement m
      where m.tenant_id = ${tenantId} and m.id = any(${movementIds as string[]}::text[])
        and m.part_id = w.id and m.sequence <= w.last_sequence)`;
}

/** A ledger read ahead of its part was followed without the part's reorder point: it is followed again, from its start. */
async function forgetWhatWasUnknown(tx: Transaction, tenantId: string, partIds: readonly string[]) {
  if (partIds.length === 0) return;
  await tx.$executeRaw`
    update stock_watch set confirmed = 0, is_low = false, total = 0, value = 0, last_sequence = -1
    where tenant_id = ${tenantId} and id = any(${partIds as string[]}::text[])`;
}

/** Brings totals, average costs and lowness of these parts to what ledger and notices say. */
export async function restateStock(
  tx: Transaction,
  tenantId: string,
  parts: readonly string[],
  now: Date,
): Promise<NewEvent[]> {
  const partIds = [...new Set(parts)];
  if (partIds.length === 0) return [];
  const states = await loadWatches(tx, tenantId, partIds);
  const ledger = await loadLedger(tx, tenantId, states);
  const followed = states.map((part) => followLedger(part, ledger.get(part.partId) ?? [], now));

  await upsertRows(tx, stockWatchEntity, tenantId, followed, ({ watch }) => ({ ...watch }));
  const stock = followed.map((each) => ({
    partId: each.watch.id,
    onHand: each.onHand,
    average: each.averageCostMinor,
    isLow: each.isLow,
    noticeAt: each.noticeLocationId,
    ahead: each.aheadOfLedger,
  }));
  // A part that states no price of its own has its average in the currency that its receipts are paid in.
  const restated = tx.$queryRaw<{ id: string }[]>`
    with i as (select r.*, coalesce(p.currency, (select m.currency from stock_movement m where m.tenant_id = p.tenant_id
        and m.part_id = p.id and m.currency is not null and r.average > 0 limit 1)) as currency
      from jsonb_to_recordset(${JSON.stringify(stock)}::jsonb)
        as r("partId" text, "onHand" numeric, average numeric, "isLow" boolean)
      join part p on p.tenant_id = ${tenantId} and p.id = r."partId")
    update part p set on_hand = i."onHand", average_cost_minor = i.average, is_low = i."isLow", currency = i.currency
    from i where p.id = i."partId" and (p.on_hand, p.average_cost_minor, p.is_low, p.currency)
      is distinct from (i."onHand", i.average, i."isLow", i.currency)
    returning p.id`;
  await touching(tx, partEntity, restated);
  const levels = tx.$queryRaw<{ id: string }[]>`
    with i as (select * from jsonb_to_recordset(${JSON.stringify(stock)}::jsonb)
      as r("partId" text, "noticeAt" text, ahead numeric)),
    stated as (select l.id, coalesce((select sum(m.quantity) from stock_movement m where m.tenant_id = l.tenant_id
        and m.part_id = l.part_id and m.location_id = l.location_id), 0)
        + case when l.location_id = i."noticeAt" then i.ahead else 0 end as on_hand
      from stock_level l join i on i."partId" = l.part_id where l.tenant_id = ${tenantId})
    update stock_level l set on_hand = stated.on_hand from stated
    where l.id = stated.id and l.on_hand is distinct from stated.on_hand
    returning l.id`;
  await touching(tx, stockLevelEntity, levels);
  return followed.flatMap(({ facts }) => facts);
}

/** Everything about the parts but their ledger: one row a part, known or only spoken of. */
function loadWatches(tx: Transaction, tenantId: string, partIds: readonly string[]): Promise<PartStock[]> {
  return tx.$queryRaw<PartStock[]>`
    select k.id as "partId", p.reorder_point::text as "reorderPoint",
      coalesce(w.fired, 0) as fired, coalesce(w.confirmed, 0) as confirmed, coalesce(w.is_low, false) as "isLow",
      coalesce(w.total, 0)::text as total, coalesce(w.value, 0)::text as value,
      coalesce(w.last_sequence, -1)::text as "lastSequence",
      n.on_hand::text as "noticeOnHand", n.location_id as "noticeLocationId", n.told_at as "noticeToldAt"
    from unnest(${partIds as string[]}::text[]) as k(id)
    left join part p on p.tenant_id = ${tenantId} and p.id = k.id
    left join stock_watch w on w.tenant_id = ${tenantId} and w.id = k.id
    left join lateral (
      select n.on_hand, n.told_at, coalesce(n.location_id, (select s.location_id from stock_notice s
        where s.tenant_id = ${tenantId} and s.part_id = k.id and s.location_id is not null and s.on_hand = n.on_hand limit 1)) as location_id
      from stock_notice n where n.tenant_id = ${tenantId} and n.part_id = k.id
        and n.told_at > coalesce((select max(m.recorded_at) from stock_movement m
          where m.tenant_id = ${tenantId} and m.part_id = k.id), '-infinity')
      order by n.told_at desc, n.location_id nulls last limit 1) n on true`;
}

async function loadLedger(
  tx: Transaction,
  tenantId: string,
  watches: readonly StockWatchState[],
): Promise<Map<string, LedgerRow[]>> {
  const rows = await tx.$queryRaw<LedgerRow[]>`
    select m.part_id as "partId", m.kind, m.quantity::text as quantity, m.unit_cost_minor::text as "unitCostMinor",
      m.recorded_at as "recordedAt", m.sequence::text as sequence
    from unnest(${watches.map(({ partId }) => partId)}::text[],
      ${watches.map(({ lastSequence }) => lastSequence)}::text[]) as k(id, last_sequence)
    join stock_movement m on m.tenant_id = ${tenantId} and m.part_id = k.id and m.sequence > k.last_sequence::int8
    order by m.part_id, m.sequence`;
  const ledger = new Map<string, LedgerRow[]>();
  for (const row of rows) {
    const known = ledger.get(row.partId);
    if (known) known.push(row);
    else ledger.set(row.partId, [row]);
  }
  return ledger;
}
