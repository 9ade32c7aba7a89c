/** All records that have to do with some: over a shared key, a decision or an asset, directly or over others. */
import type { Transaction } from '../../database/database.ts';
import type { Statement } from '../../domain/golden-record.ts';
import type { IdentityDecision, RecordKeys } from '../../domain/identity.ts';

export interface Keys {
  tagKeys: readonly string[];
  serialKeys: readonly string[];
  barcodeKeys: readonly string[];
}

/** A record with what it states and the asset it stands under now; null when it is new. */
export interface NearRecord extends RecordKeys, Statement {
  parentRecordId: string | null;
  /** Numeric as text. */
  remainingLifeYears: string | null;
  assetId: string | null;
}

export interface Neighbourhood {
  records: NearRecord[];
  decisions: IdentityDecision[];
}

interface Start {
  recordIds: readonly string[];
  keys: Keys;
  assetIds: readonly string[];
}

/** Two or three statements, however many records: each takes one more step from all records known. */
export async function neighbourhoodOf(tx: Transaction, tenantId: string, start: Start): Promise<Neighbourhood> {
  let records = await step(tx, tenantId, start);
  for (;;) {
    const wider = await step(tx, tenantId, {
      recordIds: [...start.recordIds, ...records.map(({ id }) => id)],
      keys: {
        tagKeys: [...start.keys.tagKeys, ...records.flatMap(({ tagKey }) => tagKey ?? [])],
        serialKeys: [...start.keys.serialKeys, ...records.flatMap(({ serialKey }) => serialKey ?? [])],
        barcodeKeys: [...start.keys.barcodeKeys, ...records.flatMap(({ barcodeKey }) => barcodeKey ?? [])],
      },
      assetIds: [...start.assetIds, ...records.flatMap(({ assetId }) => assetId ?? [])],
    });
    if (wider.length === records.length) break;
    records = wider;
  }
  return { records, decisions: await decisionsAmong(tx, tenantId, records) };
}

function step(tx: Transaction, tenantId: string, { recordIds, keys, assetIds }: Start): Promise<NearRecord[]> {
  const [ids, assets] = [recordIds as string[], assetIds as string[]];
  return tx.$queryRaw<NearRecord[]>`
    with near as (
      select unnest(${ids}::text[]) as id
      union select id from asset_record where tenant_id = ${tenantId} and tag_key = any(${keys.tagKeys as string[]}::text[])
      union select id from asset_record where tenant_id = ${tenantId} and serial_key = any(${keys.serialKeys as string[]}::text[])
      union select id from asset_record where tenant_id = ${tenantId} and barcode_key = any(${keys.barcodeKeys as string[]}::text[])
      union select record_id from asset_identity where tenant_id = ${tenantId} and asset_id = any(${assets}::text[])
      union select other_id from identity_decision where tenant_id = ${tenantId} and record_id = any(${ids}::text[])
      union select record_id from identity_decision where tenant_id = ${tenantId} and other_id = any(${ids}::text[]))
    select r.id, r.service, r.external_id as "externalId", r.tag_key as "tagKey", r.serial_key as "serialKey",
      r.barcode_key as "barcodeKey", r.tag_number as "tagNumber", r.name, r.description, r.type, r.lifecycle,
      r.operational, r.manufacturer, r.model, r.serial_number as "serialNumber", r.barcode, r.location,
      r.parent_record_id as "parentRecordId", r.remaining_life_years::text as "remainingLifeYears", i.asset_id as "assetId"
    from near join asset_record r on r.tenant_id = ${tenantId} and r.id = near.id
    left join asset_identity i on i.record_id = r.id`;
}

async function decisionsAmong(
  tx: Transaction,
  tenantId: string,
  records: readonly NearRecord[],
): Promise<IdentityDecision[]> {
  if (records.length < 2) return [];
  const ids = records.map(({ id }) => id);
  const rows = await tx.identityDecision.findMany({
    where: { tenantId, recordId: { in: ids } },
    select: { recordId: true, otherId: true, verdict: true },
  });
  return rows.map(({ recordId, otherId, verdict }) => ({
    recordId,
    otherId,
    verdict: verdict === 'LINKED' ? 'LINKED' : 'APART',
  }));
}
