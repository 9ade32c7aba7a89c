/** What a person says of two assets: that they are one, or that one record does not belong. Both can be taken back. */
import type { Transaction } from '../../database/database.ts';
import { lockIdentities, settleAssets } from './assets.ts';
import { tellChanges } from './touched.ts';

interface Pair {
  recordId: string;
  otherId: string;
}

/** Makes one asset of two. What was said against it before no longer counts. */
export async function linkAssets(
  tx: Transaction,
  tenantId: string,
  { assetId, otherAssetId, now }: { assetId: string; otherAssetId: string; now: Date },
): Promise<void> {
  await lockIdentities(tx, tenantId);
  const [members, others] = [await membersOf(tx, tenantId, assetId), await membersOf(tx, tenantId, otherAssetId)];
  const [one] = members;
  const [other] = others;
  if (one === undefined || other === undefined) return;
  await withdraw(tx, tenantId, pairsOf(members, others), 'APART');
  await decide(tx, tenantId, pairsOf([one], [other]), 'LINKED', now);
  await settle(tx, tenantId, [...members, ...others]);
  await tellChanges(tx, tenantId, now);
}

/** Says that a record is not this asset: takes it out where it is a part of it, and never suggests it again. */
export async function separateRecord(
  tx: Transaction,
  tenantId: string,
  { assetId, recordId, now }: { assetId: string; recordId: string; now: Date },
): Promise<void> {
  await lockIdentities(tx, tenantId);
  const members = await membersOf(tx, tenantId, assetId);
  const rest = members.filter((id) => id !== recordId);
  if (rest.length === 0) return;
  const pairs = pairsOf([recordId], rest);
  await withdraw(tx, tenantId, pairs, 'LINKED');
  await decide(tx, tenantId, pairs, 'APART', now);
  await settle(tx, tenantId, [...rest, recordId]);
  await tellChanges(tx, tenantId, now);
}

async function membersOf(tx: Transaction, tenantId: string, assetId: string): Promise<string[]> {
  const rows = await tx.assetIdentity.findMany({
    where: { tenantId, assetId },
    select: { recordId: true },
    orderBy: { recordId: 'asc' },
  });
  return rows.map(({ recordId }) => recordId);
}

/** The smaller id first: what is said of two records is said of both. */
const pairsOf = (ones: readonly string[], others: readonly string[]): Pair[] =>
  ones.flatMap((one) =>
    others.map((other) => (one < other ? { recordId: one, otherId: other } : { recordId: other, otherId: one })),
  );

async function withdraw(tx: Transaction, tenantId: string, pairs: readonly Pair[], verdict: string): Promise<void> {
  await tx.identityDecision.deleteMany({ where: { tenantId, verdict, OR: [...pairs] } });
}

async function decide(
  tx: Transaction,
  tenantId: string,
  pairs: readonly Pair[],
  verdict: 'LINKED' | 'APART',
  decidedAt: Date,
): Promise<void> {
  for (const pair of pairs) {
    await tx.identityDecision.upsert({
      where: { tenantId_recordId_otherId: { tenantId, ...pair } },
      create: { tenantId, ...pair, verdict, decidedAt },
      update: { verdict, decidedAt },
    });
  }
}

const settle = (tx: Transaction, tenantId: string, recordIds: readonly string[]): Promise<void> =>
  settleAssets(tx, tenantId, {
    recordIds,
    restated: [],
    keys: { tagKeys: [], serialKeys: [], barcodeKeys: [] },
    assetIds: [],
  });
