/** What a tenant's replica says, in a form in which those of two tenants, or of two databases, can be compared. */
import type pg from 'pg';

/** Rows and facts as text, in order; every id is written as the record that it stands for. */
export interface ReplicaState {
  tables: Record<string, string[]>;
  events: string[];
}

/** Every table of the read model, with the columns in which two ways to the same state may differ. */
const tables: Record<string, readonly string[]> = {
  action: [],
  // The gateway climbs the ladder by its own clock where the service's word was lost. An alert's id is its action's, and it is
  // resolved when the gateway hears of that action's end.
  alert: ['id', 'escalated_at', 'resolved_at'],
  asset: [],
  asset_identity: [],
  asset_record: [],
  assignment: [],
  failure_mode: [],
  inspection: [],
  maintenance_record: [],
  part: [],
  person: [],
  position: [],
  risk_assessment: [],
  signal: [],
  stock_level: [],
  stock_location: [],
  stock_movement: [],
  stock_notice: [],
  stock_watch: [],
  tag: [],
  work_order: [],
  // Rows of a work order: they have no record of their own.
  work_order_assignee: ['id'],
  work_order_part: ['id'],
};

const idForm = /\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b/g;

export async function replicaState(pool: pg.Pool, tenantId: string): Promise<ReplicaState> {
  const names = await namesOf(pool, tenantId);
  const lines = (rows: readonly unknown[]) =>
    rows.map((row) => JSON.stringify(row).replaceAll(idForm, (id) => names.get(id) ?? id)).toSorted();
  const stated: Record<string, string[]> = { source_record: lines(await sourceRecords(pool, tenantId)) };
  for (const [table, left] of Object.entries(tables)) {
    const { rows } = await pool.query<{ row: object }>(
      `select to_jsonb(t) - $2::text[] as row from public.${table} t where tenant_id = $1`,
      [tenantId, ['tenant_id', ...left]],
    );
    stated[table] = lines(rows.map(({ row }) => row));
  }
  return { tables: stated, events: lines(await facts(pool, tenantId)) };
}

async function namesOf(pool: pg.Pool, tenantId: string): Promise<Map<string, string>> {
  const known = await pool.query<{ id: string; name: string }>(
    `select object_id as id, min(service || ' ' || kind || ' ' || external_id) as name from public.source_record
     where tenant_id = $1 and kind <> 'alert' group by object_id`,
    [tenantId],
  );
  const names = new Map(known.rows.map(({ id, name }) => [id, name]));
  const alerts = await pool.query<{ id: string; action_id: string }>(
    `select id, action_id from public.alert where tenant_id = $1`,
    [tenantId],
  );
  for (const { id, action_id } of alerts.rows) names.set(id, `alert of ${names.get(action_id) ?? action_id}`);
  return names;
}

/**
 * What the services last said of each record. Of notices and alerts nothing is compared: they are told by webhook
 * alone, and what follows from them stands in other rows. UniAsset's record is told in two forms, by the answer to a
 * write and by the webhook of it. Maint.io's asset names its label without being a newer one for it: the tag is what
 * tells, and what the replica goes by.
 */
async function sourceRecords(pool: pg.Pool, tenantId: string): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select service, kind, external_id, object_id, version, case when service <> 'UNIASSET' then payload - 'tag_id' end as payload
     from public.source_record
     where tenant_id = $1 and deleted_at is null and kind not in ('stockNotice', 'alert')`,
    [tenantId],
  );
  return rows;
}

/**
 * The facts told, whenever and in whatever order. A part is told to be low with the total that was known then: a
 * movement further down where the word of the first one was lost.
 */
async function facts(pool: pg.Pool, tenantId: string): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select type, subject_id, dedupe_key, payload - case when type = 'stock.low' then 'onHand' else '' end as payload
     from public.event where tenant_id = $1`,
    [tenantId],
  );
  return rows;
}
