/** The copies of the services' records: what is newer replaces what is older, whatever the order of arrival. */
import { stageBatch } from '../../database/batch.ts';
import type { Transaction } from '../../database/database.ts';
import type { GoneRecord, Observation, RecordKind, Service, SourceVia } from '../../domain/records.ts';

export interface Origin {
  tenantId: string;
  service: Service;
}

export interface SourceUpdate {
  observation: Omit<Observation, 'payload' | 'hash'>;
  objectId: string;
  /** The record was not in the replica, or only as a tombstone. */
  isNew: boolean;
}

/** The payload goes in as a text, which PostgreSQL parses once and not twice. */
const sourceRow = ({ record, externalId, objectId, payload, hash, version, observedAt }: Identified) => ({
  kind: record.kind,
  externalId,
  objectId,
  payload,
  hash,
  version,
  observedAt,
});

type Identified = Observation & { objectId: string };

interface Written {
  kind: RecordKind;
  externalId: string;
  previousHash: string | null;
}

const sourceColumns = {
  kind: 'text',
  externalId: 'text',
  objectId: 'text',
  payload: 'text',
  hash: 'text',
  version: 'timestamptz',
  observedAt: 'timestamptz',
};

/**
 * What stood before is looked up record by record: a statement sees nothing of what it writes itself. A join would be
 * planned as a reading of all source records as soon as there are a few more than in a batch.
 */
const storeFrom = (given: string): string => `
    insert into source_record as s (tenant_id, service, kind, external_id, object_id, payload, hash, version,
      observed_at, recorded_at, first_recorded_at, changed_at, via)
    select $1, $2, kind, "externalId", "objectId", payload::jsonb, hash, version,
      "observedAt", $3::timestamptz, $3::timestamptz, $3::timestamptz, $4 from ${given} as i
    on conflict (tenant_id, service, kind, external_id) do update set object_id = excluded.object_id,
      payload = excluded.payload, hash = excluded.hash, version = excluded.version,
      observed_at = excluded.observed_at, recorded_at = excluded.recorded_at,
      changed_at = case when s.hash = excluded.hash then s.changed_at else excluded.recorded_at end,
      via = case when s.hash = excluded.hash then s.via else excluded.via end, deleted_at = null
    where (coalesce(excluded.version, s.version) is null or s.version is null or excluded.version is null
        or excluded.version >= s.version)
      and (excluded.version > s.version or excluded.observed_at >= s.observed_at)
    returning s.kind, s.external_id as "externalId", (
      select before.hash from source_record before
      where before.tenant_id = s.tenant_id and before.service = s.service and before.kind = s.kind
        and before.external_id = s.external_id and before.deleted_at is null
    ) as "previousHash"`;

/**
 * Stores what the observations state.
 * @param now the gateway's time.
 * @returns the observations that changed something: new, newer with other content, or back from deletion.
 */
export type StoreSourceRecords = (origin: Origin, via: SourceVia, now: Date) => Promise<SourceUpdate[]>;

/** Brings the observations to the server's side, so that little is left to be done under the replica's lock. */
export async function stageSourceRecords(
  tx: Transaction,
  observations: readonly Identified[],
): Promise<StoreSourceRecords> {
  const newest = new Newest(observations);
  const items = [...newest.all()];
  if (items.length === 0) return () => Promise.resolve([]);
  const meant = { payload: 'jsonb' };
  const batch = { columns: sourceColumns, meant, items, rowOf: sourceRow };
  const staged = await stageBatch(tx, batch);
  return async (origin, via, now) => {
    const values = [origin.tenantId, origin.service, now.toISOString(), via];
    return updatesOf(newest, await staged<Written>(values, storeFrom));
  };
}

function updatesOf(newest: Newest, written: readonly Written[]): SourceUpdate[] {
  return written.flatMap(({ kind, externalId, previousHash }) => {
    const observation = newest.of(kind, externalId);
    if (!observation || previousHash === observation.hash) return [];
    return [{ observation, objectId: observation.objectId, isNew: previousHash === null }];
  });
}

/**
 * Makes tombstones of records that their service no longer has. What was stated later than that stands.
 * @returns the objects that are gone now, by their kind.
 */
export async function buryRecords(
  tx: Transaction,
  { tenantId, service }: Origin,
  gone: readonly GoneRecord[],
  now: Date,
): Promise<Map<RecordKind, string[]>> {
  const buried = new Map<RecordKind, string[]>();
  if (gone.length === 0) return buried;
  const rows = await tx.$queryRaw<{ kind: RecordKind; objectId: string }[]>`
    update source_record s set deleted_at = ${now}::timestamptz, recorded_at = ${now}::timestamptz,
      observed_at = greatest(s.observed_at, g.at)
    from unnest(${gone.map(({ kind }) => kind)}::text[], ${gone.map(({ externalId }) => externalId)}::text[],
      ${gone.map(({ at }) => at.toISOString())}::text[]::timestamptz[]) as g(kind, external_id, at)
    where s.tenant_id = ${tenantId} and s.service = ${service} and s.kind = g.kind and s.external_id = g.external_id
      and s.deleted_at is null and s.observed_at <= g.at
    returning s.kind, s.object_id as "objectId"`;
  for (const { kind, objectId } of rows) buried.set(kind, [...(buried.get(kind) ?? []), objectId]);
  return buried;
}

/** Of several states of one record in a batch, the one that would win if they came one by one. */
class Newest {
  readonly #byKind = new Map<RecordKind, Map<string, Identified>>();

  constructor(observations: readonly Identified[]) {
    for (const observation of observations) {
      const { record, externalId } = observation;
      let ofKind = this.#byKind.get(record.kind);
      if (!ofKind) this.#byKind.set(record.kind, (ofKind = new Map()));
      const known = ofKind.get(externalId);
      if (!known || supersedes(observation, known)) ofKind.set(externalId, observation);
    }
  }

  of(kind: RecordKind, externalId: string): Identified | undefined {
    return this.#byKind.get(kind)?.get(externalId);
  }

  *all(): Generator<Identified> {
    for (const ofKind of this.#byKind.values()) yield* ofKind.values();
  }
}

function supersedes(later: Observation, earlier: Observation): boolean {
  if (later.version && earlier.version && later.version.getTime() !== earlier.version.getTime()) {
    return later.version > earlier.version;
  }
  return later.observedAt >= earlier.observedAt;
}
