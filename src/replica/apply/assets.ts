/**
 * The golden asset: records of several services that tell of one machine, the asset's fields out of what they state,
 * and everything that hangs on it. A projection of the records and of what people decided, whatever came first.
 */
import type { Transaction } from '../../database/database.ts';
import { comparable } from '../../domain/identity.ts';
import type { AssetRecord } from '../../domain/records.ts';
import { assetRecordEntity } from '../model/asset-record.ts';
import { assetEntity } from '../model/asset.ts';
import { assignRecords, moveChildren, type Moved } from './asset-identity.ts';
import { neighbourhoodOf, type Keys, type NearRecord } from './asset-neighbourhood.ts';
import { goldenRows } from './golden-rows.ts';
import { optionalReference } from './identity.ts';
import { recordsOf, type Changed } from './changed-records.ts';
import { markCurrentAssessments } from './current-assessments.ts';
import type { Origin, SourceUpdate } from './source-records.ts';
import { touch } from './touched.ts';
import { deleteRows, upsertRows } from './upsert.ts';

export async function projectAssets(tx: Transaction, origin: Origin, updates: readonly SourceUpdate[]): Promise<void> {
  const { tenantId } = origin;
  const records = recordsOf(updates, 'asset');
  const details = recordsOf(updates, 'assetDetail');
  if (records.length + details.length === 0) return;
  const recordIds = [...records, ...details].map(({ id }) => id);
  // What they were called before counts too: whoever shared that name may now be somebody's only candidate.
  const before = await keysOf(tx, tenantId, recordIds);
  const restated = await upsertRows(tx, assetRecordEntity, tenantId, records, (each) => recordRow(origin, each));
  await stateDetails(tx, tenantId, details);
  await settleAssets(tx, tenantId, { recordIds, restated, keys: before, assetIds: [] });
}

/** Records that are gone: their asset goes on with the others, or goes too. */
export async function removeAssetRecords(
  tx: Transaction,
  tenantId: string,
  recordIds: readonly string[],
): Promise<void> {
  const keys = await keysOf(tx, tenantId, recordIds);
  const identities = await tx.assetIdentity.findMany({ where: { tenantId, recordId: { in: [...recordIds] } } });
  await deleteRows(tx, assetRecordEntity, tenantId, recordIds);
  await tx.assetIdentity.deleteMany({ where: { tenantId, recordId: { in: [...recordIds] } } });
  await moveChildren(tx, tenantId, recordIds);
  const assetIds = identities.map(({ assetId }) => assetId);
  await settleAssets(tx, tenantId, { recordIds: [], restated: [], keys, assetIds });
}

interface Seeds {
  recordIds: readonly string[];
  /** Those of them that state something else than before. */
  restated: readonly string[];
  keys: Keys;
  assetIds: readonly string[];
}

/** Whoever holds it in part relies on it that every record tells of the asset it tells of now. */
export const identityLock = (tenantId: string): string => `${tenantId}/identity`;

/** Whoever may change which records are one asset waits for everybody who relies on it. */
export async function lockIdentities(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${identityLock(tenantId)}, 0))`;
}

/** Brings the assets of these records, and of all that have to do with them, to what records and decisions say. */
export async function settleAssets(tx: Transaction, tenantId: string, seeds: Seeds): Promise<void> {
  const near = await neighbourhoodOf(tx, tenantId, seeds);
  const { assetIdOf, moved } = await assignRecords(tx, tenantId, near);
  const touched = new Set([
    ...seeds.assetIds,
    ...seeds.recordIds.flatMap((id) => assetIdOf.get(id) ?? []),
    ...moved.flatMap(({ from, to }) => (from === null ? [to] : [from, to])),
  ]);
  await restate(tx, tenantId, near.records, assetIdOf, touched);
  // Also where its fields stay what they were: what it is made of, or who says what, has changed.
  const present = new Set(assetIdOf.values());
  const others = [...seeds.assetIds, ...moved.flatMap(({ from, to }) => [from ?? to, to])];
  touch(tx, assetEntity, [
    ...seeds.restated.flatMap((id) => assetIdOf.get(id) ?? []),
    ...others.filter((id) => present.has(id)),
  ]);
  await followMoves(tx, tenantId, moved, touched);
}

async function restate(
  tx: Transaction,
  tenantId: string,
  records: readonly NearRecord[],
  assetIdOf: ReadonlyMap<string, string>,
  assetIds: ReadonlySet<string>,
): Promise<void> {
  const membersOf = new Map<string, NearRecord[]>();
  for (const record of records) {
    const assetId = assetIdOf.get(record.id) ?? record.id;
    if (assetIds.has(assetId)) membersOf.set(assetId, [...(membersOf.get(assetId) ?? []), record]);
  }
  await upsertRows(tx, assetEntity, tenantId, await goldenRows(tx, tenantId, membersOf), (row) => row);
  const empty = [...assetIds].filter((id) => !membersOf.has(id));
  if (empty.length > 0) await deleteRows(tx, assetEntity, tenantId, empty);
}

async function followMoves(
  tx: Transaction,
  tenantId: string,
  moved: readonly Moved[],
  touched: ReadonlySet<string>,
): Promise<void> {
  // A record that is new and its own asset is where its children already look for it.
  const movedAway = moved.filter(({ from, to, recordId }) => from !== null || to !== recordId);
  if (movedAway.length === 0) return;
  await moveChildren(
    tx,
    tenantId,
    movedAway.map(({ recordId }) => recordId),
  );
  await markCurrentAssessments(tx, tenantId, [...touched]);
}

const recordRow = (origin: Origin, { id, externalId, record }: Changed<AssetRecord>) => ({
  id,
  service: origin.service,
  externalId,
  tagNumber: record.tagNumber,
  name: record.name,
  description: record.description,
  type: record.type,
  lifecycle: record.lifecycle,
  operational: record.operational,
  manufacturer: record.manufacturer,
  model: record.model,
  serialNumber: record.serialNumber,
  barcode: record.barcode,
  location: record.location,
  parentRecordId: optionalReference(origin, assetEntity, record.parentId),
  tagKey: comparable(record.tagNumber),
  serialKey: comparable(record.serialNumber),
  barcodeKey: comparable(record.barcode),
  nameKey: comparable(record.name),
});

/** What only the single-asset endpoint tells, on the record's row. */
async function stateDetails(
  tx: Transaction,
  tenantId: string,
  details: ReturnType<typeof recordsOf<'assetDetail'>>,
): Promise<void> {
  if (details.length === 0) return;
  await tx.$executeRaw`
    update asset_record a set remaining_life_years = d.years::numeric
    from unnest(${details.map(({ id }) => id)}::text[],
      ${details.map(({ record }) => record.remainingLifeYears?.toFixed() ?? null)}::text[]) as d(id, years)
    where a.tenant_id = ${tenantId} and a.id = d.id and a.remaining_life_years is distinct from d.years::numeric`;
}

async function keysOf(tx: Transaction, tenantId: string, recordIds: readonly string[]): Promise<Keys> {
  const rows = await tx.assetRecord.findMany({
    where: { tenantId, id: { in: [...recordIds] } },
    select: { tagKey: true, serialKey: true, barcodeKey: true },
  });
  return {
    tagKeys: rows.flatMap(({ tagKey }) => tagKey ?? []),
    serialKeys: rows.flatMap(({ serialKey }) => serialKey ?? []),
    barcodeKeys: rows.flatMap(({ barcodeKey }) => barcodeKey ?? []),
  };
}
