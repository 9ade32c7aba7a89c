/** The copies of the services' records: what is newer replaces what is older, whatever the order of arrival. */
import { runBatch } from '../../database/batch.ts';
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
  kind: string;
  externalId: string;
  previousHash: string | null;
  hash: string;
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
    returning s.kind, s.external_id as "externalId", s.hash, (
      select before.hash from source_record before
      where before.tenant_id = s.tenant_id and before.service = s.service and before.kind = s.kind
        and before.external_id = s.external_id and before.deleted_at is null
    ) as "previousHash"`;

/**
 * Stores what the observations state.
 * @param now the gateway's time.
 * @returns the observations that changed something: new, newer with other content, or back from deletion.
 */
export async function storeSourceRecords(
  tx: Transaction,
  origin: Origin,
  via: SourceVia,
  observations: readonly Identified[],
  now: Date,
): Promise<SourceUpdate[]> {
  const newest = newestOfEach(observations);
  if (newest.length === 0) return [];
  const batch = { name: 'source_record', columns: sourceColumns, rows: newest.map(sourceRow) };
  const values = [origin.tenantId, origin.service, now.toISOString(), via];
  const written = await runBatch<Written>(tx, batch, values, storeFrom);
  const previous = new Map(written.map((row) => [`${row.kind}\0${row.externalId}`, row]));
  return newest.flatMap((observation) => {
    const row = previous.get(`${observation.record.kind}\0${observation.externalId}`);
    if (!row || row.previousHash === row.hash) return [];
    return [{ observation, objectId: observation.objectId, isNew: row.previousHash === null }];
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
function newestOfEach<Each extends Observation>(observations: readonly Each[]): Each[] {
  const newest = new Map<string, Each>();
  for (const observation of observations) {
    const key = `${observation.record.kind}\0${observation.externalId}`;
    const known = newest.get(key);
    if (!known || supersedes(observation, known)) newest.set(key, observation);
  }
  return [...newest.values()];
}

function supersedes(later: Observation, earlier: Observation): boolean {
  if (later.version && earlier.version && later.version.getTime() !== earlier.version.getTime()) {
    return later.version > earlier.version;
  }
  return later.observedAt >= earlier.observedAt;
}
