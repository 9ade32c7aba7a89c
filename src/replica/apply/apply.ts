/**
 * The one way into the replica: source records, the canonical rows that are their projection, and the events that
 * follow, in the caller's transaction. Observations may come in any order and any number of times.
 */
import type { Transaction } from '../../database/database.ts';
import type { Observation, RecordKind, Service, SourceVia } from '../../domain/records.ts';
import { appendEvents } from '../../events/log.ts';
import type { NewEvent } from '../../events/catalogue.ts';
import { escalateOverdueActions, projectAlerts, settleAlerts } from './alerts.ts';
import { projectAssetDetails, projectReliability, recordsOf } from './reliability.ts';
import { storeSourceRecords, type Origin, type SourceUpdate } from './source-records.ts';
import { projectStock, restateStock } from './stock.ts';
import { entityOfKind, objectIdOf } from './identity.ts';
import { deleteRows } from './upsert.ts';

export interface ApplyRequest {
  tenantId: string;
  service: Service;
  via: SourceVia;
  observations: readonly Observation[];
  /** The gateway's time. */
  now: Date;
  /** True for what stood in the service before the gateway first looked: rows without events. */
  isBaseline?: boolean;
}

export interface Applied {
  /** Records that were new or different. */
  changed: number;
  /** Facts that the log did not hold yet. */
  events: number;
}

/** @returns what it changed; nothing at all when everything was known. */
export async function applyObservations(tx: Transaction, request: ApplyRequest): Promise<Applied> {
  await lockReplica(tx, request);
  const observations = request.observations.map((observation) => ({
    ...observation,
    objectId: objectIdOf(request, observation),
  }));
  const updates = await storeSourceRecords(tx, request, request.via, observations, request.now);
  const facts = await project(tx, request, updates);
  const events = request.isBaseline === true ? 0 : await appendEvents(tx, request.tenantId, facts);
  return { changed: updates.length, events };
}

/** Records that a complete pass proved gone: tombstones, and their rows leave the read model. */
export async function applyDeletions(
  tx: Transaction,
  request: Origin & { kind: RecordKind; externalIds: readonly string[]; now: Date },
): Promise<number> {
  await lockReplica(tx, request);
  const gone = await tx.$queryRaw<{ objectId: string }[]>`
    update source_record set deleted_at = ${request.now}::timestamptz, recorded_at = ${request.now}::timestamptz
    where tenant_id = ${request.tenantId} and service = ${request.service} and kind = ${request.kind}
      and external_id = any(${request.externalIds as string[]}::text[]) and deleted_at is null
    returning object_id as "objectId"`;
  const entity = entityOfKind(request.kind);
  if (entity && gone.length > 0)
    await deleteRows(
      tx,
      entity,
      request.tenantId,
      gone.map(({ objectId }) => objectId),
    );
  return gone.length;
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
  await applyDeletions(tx, { ...origin, kind: 'stockNotice', externalIds });
  const facts = await restateStock(
    tx,
    origin.tenantId,
    retired.map(({ partId }) => partId),
    origin.now,
  );
  if (origin.isBaseline !== true) await appendEvents(tx, origin.tenantId, facts);
}

/** Climbs the ladder for the service's overdue actions. @returns how many escalations the log did not hold yet. */
export async function escalateActions(
  tx: Transaction,
  origin: Origin & { now: Date; isBaseline: boolean },
): Promise<number> {
  await lockReplica(tx, origin);
  const facts = await escalateOverdueActions(tx, origin, origin);
  return origin.isBaseline ? 0 : appendEvents(tx, origin.tenantId, facts);
}

/** One writer at a time for a tenant's records of a service: webhook, poll and write-through never interleave. */
async function lockReplica(tx: Transaction, { tenantId, service }: Origin): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${tenantId}/${service}`}, 0))`;
}

async function project(tx: Transaction, request: ApplyRequest, updates: readonly SourceUpdate[]): Promise<NewEvent[]> {
  await projectReliability(tx, request, updates);
  await projectAssetDetails(tx, request, recordsOf(updates, 'assetDetail'));
  await settleAlerts(tx, request, recordsOf(updates, 'action'));
  const alerts = await projectAlerts(tx, request, recordsOf(updates, 'alert'));
  const stock = await projectStock(tx, request, updates, request.now);
  return [...alerts, ...stock];
}
