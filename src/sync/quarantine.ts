import { createHash } from 'node:crypto';
import type { Transaction } from '../database/database.ts';
import type { RejectedRow } from '../upstream/connector.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';

/** Keeps rows that could not be understood, with the reason; the rest of their page goes on without them. */
export async function quarantine(
  tx: Transaction,
  connection: ServiceConnection,
  resource: string,
  rows: readonly RejectedRow[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const kept = rows.map(({ externalId, payload, reason }) => {
    const text = JSON.stringify(payload) ?? 'null';
    return { rowKey: externalId ?? createHash('sha256').update(text).digest('hex'), payload: text, reason };
  });
  await tx.$executeRaw`
    insert into quarantined_row (connection_id, resource, row_key, tenant_id, payload, reason, seen_at)
    select distinct on (r."rowKey") ${connection.id}, ${resource}, r."rowKey", ${connection.tenantId}, r.payload::jsonb, r.reason, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as r("rowKey" text, payload text, reason text)
    on conflict (connection_id, resource, row_key) do update
      set payload = excluded.payload, reason = excluded.reason, seen_at = excluded.seen_at`;
}

/** Rows that a later read made sense of leave the quarantine. */
export async function release(
  tx: Transaction,
  connection: ServiceConnection,
  resource: string,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return;
  await tx.$executeRaw`delete from quarantined_row where connection_id = ${connection.id} and resource = ${resource}
    and row_key = any(${externalIds as string[]}::text[])`;
}
