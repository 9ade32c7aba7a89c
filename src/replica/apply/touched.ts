/** What a transaction has made of the graph's objects so far. The feed of changes is told once, when it is done. */
import type { Transaction } from '../../database/database.ts';
import { recordChanges } from '../../events/changes.ts';
import { assetRecordEntity } from '../model/asset-record.ts';
import type { Entity } from '../model/entity.ts';
import { stockNoticeEntity, stockWatchEntity } from '../model/stock.ts';
import { workOrderAssigneeEntity } from '../model/work-order.ts';

/** Tables whose rows are no objects of the graph. */
const inside: ReadonlySet<string> = new Set(
  [assetRecordEntity, stockNoticeEntity, stockWatchEntity, workOrderAssigneeEntity].map(({ table }) => table),
);

/** By id, whether the object is gone. */
const touchedBy = new WeakMap<Transaction, Map<string, boolean>>();

/** Notes rows that were written or, when `areGone`, taken out. */
export function touch(tx: Transaction, { table }: Entity, ids: Iterable<string>, areGone = false): void {
  if (inside.has(table)) return;
  let touched = touchedBy.get(tx);
  if (!touched) touchedBy.set(tx, (touched = new Map()));
  for (const id of ids) touched.set(id, areGone);
}

/** Notes what a statement has written, by the ids it returns. */
export async function touching(tx: Transaction, target: Entity, written: Promise<{ id: string }[]>): Promise<void> {
  const rows = await written;
  touch(
    tx,
    target,
    rows.map(({ id }) => id),
  );
}

/** What was rolled back has made nothing of anything. */
export const forgetTouched = (tx: Transaction): boolean => touchedBy.delete(tx);

/** Tells the tenant's feed. It locks the log's head, so it comes last in the transaction. */
export async function tellChanges(tx: Transaction, tenantId: string, now: Date): Promise<void> {
  const touched = touchedBy.get(tx);
  if (!touched) return;
  touchedBy.delete(tx);
  await recordChanges(tx, tenantId, touched, now);
}
