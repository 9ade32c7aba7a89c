/**
 * Makes the read model anew from the source records: what differs is written, what no record tells of is taken out, and
 * what is right already stays untouched, so that readers notice nothing but the repair.
 */
import type { Transaction } from '../../database/database.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { DomainRecord, RecordKind } from '../../domain/records.ts';
import { assetEntity } from '../model/asset.ts';
import type { Entity } from '../model/entity.ts';
import { stockLevelEntity } from '../model/stock.ts';
import { workOrderAssigneeEntity, workOrderPartEntity } from '../model/work-order.ts';
import { lockReplica, project } from './apply.ts';
import { removeAssetRecords } from './assets.ts';
import { entityOfKind } from './identity.ts';
import type { Origin } from './source-records.ts';
import { tellChanges } from './touched.ts';
import { deleteRows } from './upsert.ts';

/** A source record as it is kept. */
export interface StoredRecord {
  kind: RecordKind;
  externalId: string;
  objectId: string;
  payload: Readonly<Record<string, unknown>>;
  version: Date | null;
  observedAt: Date;
}

/** The records behind `after` are read next; null at the start. */
export type RebuildPlace = Pick<StoredRecord, 'kind' | 'externalId'> | null;

export interface RebuiltPage {
  rows: number;
  /** Records that nobody can read any more: their rows stay as they are. */
  unread: readonly StoredRecord[];
  /** Null behind the last one. */
  next: RebuildPlace;
}

/**
 * One page of a service's records, projected anew under the lock that keeps everybody else from writing them.
 * @param read what a stored record says; null when it can't be understood.
 */
export async function rebuildPage(
  tx: Transaction,
  origin: Origin & { now: Date },
  { after, limit, read }: { after: RebuildPlace; limit: number; read: (stored: StoredRecord) => DomainRecord | null },
): Promise<RebuiltPage> {
  await lockReplica(tx, origin, ['asset']);
  const { tenantId, service } = origin;
  const stored = await tx.$queryRaw<StoredRecord[]>`
    select kind, external_id as "externalId", object_id as "objectId", payload, version, observed_at as "observedAt"
    from source_record
    where tenant_id = ${tenantId} and service = ${service} and deleted_at is null
      and (kind, external_id) > (${after?.kind ?? ''}, ${after?.externalId ?? ''})
    order by kind, external_id limit ${limit}`;
  const unread: StoredRecord[] = [];
  const updates = stored.flatMap((each) => {
    const record = read(each);
    if (record === null) unread.push(each);
    return record === null ? [] : [{ observation: { ...each, record }, objectId: each.objectId, isNew: false }];
  });
  await project(tx, origin, updates);
  await tellChanges(tx, tenantId, origin.now);
  const last = stored.at(-1);
  return { rows: stored.length, unread, next: last && stored.length === limit ? last : null };
}

/** Stock is followed through the ledger from its start again; what was told of it stays told. */
export async function rewindStock(tx: Transaction, tenantId: string): Promise<ReadonlyMap<string, number>> {
  const told = await tx.$queryRaw<{ id: string; fired: number }[]>`
    update stock_watch set confirmed = 0, is_low = false, total = 0, value = 0, last_sequence = -1
    where tenant_id = ${tenantId} returning id, fired`;
  return new Map(told.map(({ id, fired }) => [id, fired]));
}

/** A ledger that was wrong while it was repaired has told nothing. */
export async function keepTold(tx: Transaction, tenantId: string, told: ReadonlyMap<string, number>): Promise<void> {
  await tx.$executeRaw`
    update stock_watch w set fired = greatest(w.confirmed, t.fired)
    from unnest(${[...told.keys()]}::text[], ${[...told.values()]}::int[]) as t(id, fired)
    where w.tenant_id = ${tenantId} and w.id = t.id and w.fired is distinct from greatest(w.confirmed, t.fired)`;
}

/** Kinds whose rows are one for one their records. Alerts are the ladder's too, and levels the ledger's. */
const pruned: readonly RecordKind[] = [
  'inspection',
  'failureMode',
  'action',
  'riskAssessment',
  'part',
  'location',
  'stockMovement',
  'stockNotice',
  'workOrder',
  'maintenanceRecord',
  'tag',
  'person',
  'assignment',
  'position',
  'signal',
];

/** Takes out the rows that no record tells of. @returns how many they were. */
export async function pruneRows(tx: Transaction, tenantId: string, now: Date): Promise<number> {
  let taken = await pruneAssets(tx, tenantId);
  for (const kind of pruned) {
    const target = entityOfKind(kind);
    if (target) taken += await prune(tx, tenantId, target, withoutRecord(kind));
  }
  const withoutOrder = Prisma.sql`not exists (select from work_order w where w.id = t.work_order_id)`;
  taken += await prune(tx, tenantId, workOrderAssigneeEntity, withoutOrder);
  taken += await prune(tx, tenantId, workOrderPartEntity, withoutOrder);
  taken += await prune(tx, tenantId, stockLevelEntity, untoldLevel);
  await tellChanges(tx, tenantId, now);
  return taken;
}

const withoutRecord = (kind: RecordKind): Prisma.Sql => Prisma.sql`not exists (
  select from source_record s where s.tenant_id = t.tenant_id and s.object_id = t.id and s.kind = ${kind}
    and s.deleted_at is null)`;

/** Neither stated by its service, nor moved to or from. */
const untoldLevel = Prisma.sql`${withoutRecord('stockLevel')}
  and not exists (select from stock_movement m where m.tenant_id = t.tenant_id and m.part_id = t.part_id
    and m.location_id = t.location_id)
  and not exists (select from stock_notice n where n.tenant_id = t.tenant_id and n.part_id = t.part_id
    and n.location_id = t.location_id)`;

async function prune(tx: Transaction, tenantId: string, target: Entity, condition: Prisma.Sql): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select t.id from ${Prisma.raw(target.table)} t where t.tenant_id = ${tenantId} and ${condition}`;
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await deleteRows(tx, target, tenantId, ids);
  return ids.length;
}

async function pruneAssets(tx: Transaction, tenantId: string): Promise<number> {
  await lockReplica(tx, { tenantId, service: 'RELIATIC' }, ['asset']);
  const unknown = await tx.$queryRaw<{ id: string }[]>`
    select t.id from asset_record t where t.tenant_id = ${tenantId} and ${withoutRecord('asset')}`;
  const ids = unknown.map(({ id }) => id);
  if (ids.length > 0) await removeAssetRecords(tx, tenantId, ids);
  const nobodys = Prisma.sql`not exists (
    select from asset_identity i where i.tenant_id = t.tenant_id and i.asset_id = t.id)`;
  return ids.length + (await prune(tx, tenantId, assetEntity, nobodys));
}
