/** Which service an asset's field is taken from: a tenant's own word, and the assets as they are by it. */
import type { Transaction } from '../../database/database.ts';
import type { StatedField } from '../../domain/golden-record.ts';
import type { Service } from '../../domain/records.ts';
import { lockIdentities, settleAssets } from './assets.ts';
import { tellChanges } from './touched.ts';

/** Records that are settled at a time: their ids are one statement's parameters. */
const portion = 500;

/**
 * Takes the field from the first of these services that states it, the others behind them in the gateway's own order;
 * from that order alone when there are none. Every asset of several records is brought to it in the transaction.
 * @returns how many assets that are.
 */
export async function setPrecedence(
  tx: Transaction,
  tenantId: string,
  field: StatedField,
  services: readonly Service[],
  now: Date,
): Promise<number> {
  await lockIdentities(tx, tenantId);
  await tx.fieldPrecedence.deleteMany({ where: { tenantId, field } });
  if (services.length > 0) await tx.fieldPrecedence.create({ data: { tenantId, field, services: [...services] } });
  // What one service alone tells of is the same in any order.
  const shared = await tx.assetIdentity.groupBy({
    by: ['assetId'],
    where: { tenantId },
    having: { recordId: { _count: { gt: 1 } } },
    orderBy: { assetId: 'asc' },
  });
  const keys = { tagKeys: [], serialKeys: [], barcodeKeys: [] };
  for (let start = 0; start < shared.length; start += portion) {
    const assetId = { in: shared.slice(start, start + portion).map((asset) => asset.assetId) };
    const members = await tx.assetIdentity.findMany({ where: { tenantId, assetId }, select: { recordId: true } });
    const recordIds = members.map(({ recordId }) => recordId);
    await settleAssets(tx, tenantId, { recordIds, restated: recordIds, keys, assetIds: [] });
  }
  await tellChanges(tx, tenantId, now);
  return shared.length;
}
