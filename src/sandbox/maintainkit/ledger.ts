import Big from 'big.js';
import { isLow, ledgerEntries, type LedgerEntry, type MovementInput } from '../../domain/stock.ts';
import { onlyRow, type Queryable } from '../database.ts';
import type { Change } from '../webhook-outbox.ts';
import { announce } from './announce.ts';
import { MaintainkitError, unprocessable } from './errors.ts';
import { wireQuantity } from './fields.ts';
import type { PartRow } from './references.ts';

/** The part's total over its locations: always the sum of its ledger. */
export async function partTotal(database: Queryable, organizationId: string, partId: number): Promise<Big> {
  const summed = await database.query<{ total: string }>(
    `select coalesce(sum(qty_delta), 0) as total from sandbox.maintainkit_movement
     where organization_id = $1 and part_id = $2`,
    [organizationId, partId],
  );
  return new Big(onlyRow(summed).total);
}

async function totalsByLocation(
  database: Queryable,
  organizationId: string,
  partId: number,
): Promise<Map<string, Big>> {
  const summed = await database.query<{ location_id: number; on_hand: string }>(
    `select location_id, sum(qty_delta) as on_hand from sandbox.maintainkit_movement
     where organization_id = $1 and part_id = $2 group by location_id`,
    [organizationId, partId],
  );
  return new Map(summed.rows.map((row) => [String(row.location_id), new Big(row.on_hand)]));
}

/**
 * Appends a movement to the ledger and announces its rows. The caller holds the part's row lock, so that what is on
 * hand cannot change between the look and the insert.
 *
 * @returns the part's total afterwards
 */
export async function appendMovement(
  change: Change,
  organizationId: string,
  part: PartRow,
  movement: MovementInput,
): Promise<Big> {
  const onHand = await totalsByLocation(change.client, organizationId, part.id);
  const outcome = ledgerEntries(movement, (locationId) => onHand.get(locationId) ?? new Big(0));
  if (!outcome.ok) {
    const fault = outcome.faults[0];
    const isShort = fault?.code === 'INSUFFICIENT_STOCK';
    throw isShort
      ? new MaintainkitError('insufficient_stock', `${fault.message}.`)
      : unprocessable(`${fault?.message}.`);
  }
  const previousTotal = [...onHand.values()].reduce((sum, quantity) => sum.plus(quantity), new Big(0));
  const total = outcome.entries.reduce((sum, entry) => sum.plus(entry.quantityDelta), previousTotal);
  for (const entry of outcome.entries) {
    await insertEntry(change, organizationId, part, movement, entry);
    await announce(change, organizationId, 'stock.movement.created', {
      partId: part.id,
      sku: part.sku,
      locationId: Number(entry.locationId),
      qtyDelta: wireQuantity(entry.quantityDelta.toFixed()),
      kind: movement.kind.toLowerCase(),
      onHand: wireQuantity(total.toFixed()),
      unit: part.unit,
    });
  }
  await announceLowStock(change, organizationId, part, { wasLow: isLow(previousTotal, reorderPoint(part)), total });
  return total;
}

async function insertEntry(
  change: Change,
  organizationId: string,
  part: PartRow,
  movement: MovementInput,
  entry: LedgerEntry,
): Promise<void> {
  const unitCost = movement.kind === 'RECEIVE' ? (movement.unitCost?.amountMinor ?? null) : null;
  await change.client.query(
    `insert into sandbox.maintainkit_movement
       (organization_id, part_id, location_id, kind, qty_delta, unit_cost, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      organizationId,
      part.id,
      entry.locationId,
      movement.kind.toLowerCase(),
      entry.quantityDelta.toFixed(),
      unitCost,
      change.now(),
    ],
  );
}

/** Announces stock.low where a part became low just now: an edge, not a state. */
export async function announceLowStock(
  change: Change,
  organizationId: string,
  part: PartRow,
  stock: { wasLow: boolean; total: Big },
): Promise<void> {
  if (stock.wasLow || !isLow(stock.total, reorderPoint(part))) return;
  await announce(change, organizationId, 'stock.low', {
    partId: part.id,
    sku: part.sku,
    onHand: wireQuantity(stock.total.toFixed()),
    reorderPoint: part.reorder_point === null ? null : wireQuantity(part.reorder_point),
    unit: part.unit,
  });
}

const reorderPoint = (part: PartRow): Big | null => {
  return part.reorder_point === null ? null : new Big(part.reorder_point);
};
