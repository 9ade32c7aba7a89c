/**
 * The one way into the replica: source records, the canonical rows that are their projection, and the events that
 * follow, in the caller's transaction. Observations may come in any order and any number of times.
 */
import type { Transaction } from '../../database/database.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { GoneRecord, Observation, RecordKind, Service, SourceVia } from '../../domain/records.ts';
import { appendEvents } from '../../events/log.ts';
import type { NewEvent } from '../../events/catalogue.ts';
import { projectAlerts, settleAlerts } from './alerts.ts';
import { assetReferences } from './asset-references.ts';
import { identityLock, projectAssets, removeAssetRecords } from './assets.ts';
import { recordsOf } from './changed-records.ts';
import { escalateOverdueActions } from './escalations.ts';
import { projectReliability } from './reliability.ts';
import { buryRecords, stageSourceRecords, type Origin, type SourceUpdate } from './source-records.ts';
import { projectStock, restateStock } from './stock.ts';
import { entityOfKind, objectIdOf } from './identity.ts';
import { tellChanges } from './touched.ts';
import { deleteRows } from './upsert.ts';
import { removeWorkOrders } from './work-orders.ts';
import { projectWork } from './work.ts';

export interface ApplyRequest {
  tenantId: string;
  service: Service;
  via: SourceVia;
  observations: readonly Observation[];
  /** Records that the service says it no longer has. */
  gone?: readonly GoneRecord[];
  /** The gateway's time. */
  now: Date;
  /** True for what stood in the service before the gateway first looked: rows without events. */
  isBaseline?: boolean;
  /** Settles when what was stated before stands, or does not. Left out: nothing is waited for. */
  turn?: Promise<void>;
}

export interface Applied {
  /** Records that were new or different. */
  changed: number;
  /** Records that left it. */
  deleted: number;
  /** Facts that the log did not hold yet. */
  events: number;
}

/** @returns what it changed; nothing at all when everything was known. */
export async function applyObservations(tx: Transaction, request: ApplyRequest): Promise<Applied> {
  const gone = request.gone ?? [];
  const kinds = [...request.observations.map(({ record }) => record.kind), ...gone.map(({ kind }) => kind)];
  const observations = request.observations.map((observation) => ({
    ...observation,
    objectId: objectIdOf(request, observation),
  }));
  const storeSourceRecords = await stageSourceRecords(tx, observations);
  await request.turn;
  await lockReplica(tx, request, kinds);
  const updates = await storeSourceRecords(request, request.via, request.now);
  const facts = await project(tx, request, updates);
  const buried = await buryRecords(tx, request, gone, request.now);
  for (const [kind, objectIds] of buried) await removeRows(tx, request.tenantId, kind, objectIds);
  const events = request.isBaseline === true ? 0 : await appendEvents(tx, request.tenantId, facts);
  await tellChanges(tx, request.tenantId, request.now);
  const deleted = [...buried.values()].reduce((sum, { length }) => sum + length, 0);
  return { changed: updates.length, deleted, events };
}

/** Records that a complete pass proved gone: tombstones, and their rows leave the read model. */
export async function applyDeletions(
  tx: Transaction,
  request: Origin & { kind: RecordKind; externalIds: readonly string[]; now: Date },
): Promise<number> {
  const deleted = await removeRecords(tx, request);
  await tellChanges(tx, request.tenantId, request.now);
  return deleted;
}

async function removeRecords(
  tx: Transaction,
  request: Origin & { kind: RecordKind; externalIds: readonly string[]; now: Date },
): Promise<number> {
  await lockReplica(tx, request, [request.kind]);
  const gone = await tx.$queryRaw<{ objectId: string }[]>`
    update source_record set deleted_at = ${request.now}::timestamptz, recorded_at = ${request.now}::timestamptz
    where tenant_id = ${request.tenantId} and service = ${request.service} and kind = ${request.kind}
      and external_id = any(${request.externalIds as string[]}::text[]) and deleted_at is null
    returning object_id as "objectId"`;
  await removeRows(
    tx,
    request.tenantId,
    request.kind,
    gone.map(({ objectId }) => objectId),
  );
  return gone.length;
}

async function removeRows(
  tx: Transaction,
  tenantId: string,
  kind: RecordKind,
  objectIds: readonly string[],
): Promise<void> {
  if (objectIds.length === 0) return;
  if (kind === 'asset') return removeAssetRecords(tx, tenantId, objectIds);
  if (kind === 'workOrder') return removeWorkOrders(tx, tenantId, objectIds);
  const entity = entityOfKind(kind);
  if (entity) await deleteRows(tx, entity, tenantId, objectIds);
}

/**
 * Drops what notices told before a complete reading of the ledger began: the ledger has it now, or it never was.
 * @param before the gateway's time at which the reading began.
 */
export async function retireStockNotices(
  tx: Transaction,
  origin: Origin & { before: Date; now: Date; isBaseline?: boolean },
): Promise<void> {
  await lockReplica(tx, origin);
  const retired = await tx.$queryRaw<{ partId: string; externalId: string }[]>`
    select n.part_id as "partId", s.external_id as "externalId" from source_record s
    join stock_notice n on n.tenant_id = s.tenant_id and n.id = s.object_id
    where s.tenant_id = ${origin.tenantId} and s.service = ${origin.service} and s.kind = 'stockNotice'
      and s.deleted_at is null and s.recorded_at < ${origin.before}::timestamptz`;
  if (retired.length === 0) return;
  const externalIds = retired.map(({ externalId }) => externalId);
  await removeRecords(tx, { ...origin, kind: 'stockNotice', externalIds });
  const facts = await restateStock(
    tx,
    origin.tenantId,
    retired.map(({ partId }) => partId),
    origin.now,
  );
  if (origin.isBaseline !== true) await appendEvents(tx, origin.tenantId, facts);
  await tellChanges(tx, origin.tenantId, origin.now);
}

/** Climbs the ladder for the service's overdue actions. @returns how many escalations the log did not hold yet. */
export async function escalateActions(
  tx: Transaction,
  origin: Origin & { now: Date; isBaseline: boolean },
): Promise<number> {
  await lockReplica(tx, origin);
  const facts = await escalateOverdueActions(tx, origin, origin);
  const events = origin.isBaseline ? 0 : await appendEvents(tx, origin.tenantId, facts);
  await tellChanges(tx, origin.tenantId, origin.now);
  return events;
}

/**
 * One writer at a time for a tenant's records of a service: webhook, poll and write-through never interleave. Which
 * records are one asset is a matter of all services: whoever may change it waits for everybody who relies on it.
 */
export async function lockReplica(
  tx: Transaction,
  { tenantId, service }: Origin,
  kinds: readonly RecordKind[] = [],
): Promise<void> {
  const mayChange = kinds.some((kind) => kind === 'asset' || kind === 'assetDetail');
  const lockOrHold = Prisma.raw(mayChange ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  // Taken in the order in which they stand.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${tenantId}/${service}`}, 0)),
    ${lockOrHold}(hashtextextended(${identityLock(tenantId)}, 0))`;
}

export async function project(
  tx: Transaction,
  request: Origin & { now: Date },
  updates: readonly SourceUpdate[],
): Promise<NewEvent[]> {
  await projectAssets(tx, request, updates);
  const assets = await assetReferences(tx, request, updates);
  await projectReliability(tx, request, updates, assets);
  await projectWork(tx, request, updates, assets);
  await settleAlerts(tx, request, recordsOf(updates, 'action'));
  const alerts = await projectAlerts(tx, request, recordsOf(updates, 'alert'));
  const stock = await projectStock(tx, request, updates, request.now);
  return [...alerts, ...stock];
}
