import { createHash } from 'node:crypto';
import type { PrismaClient, Transaction } from '../database/database.ts';
import { Prisma } from '../database/generated/client.ts';
import type { RejectedRow, Resource } from '../upstream/connector.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';

/** How JSON writes a NUL, or half a surrogate pair; PostgreSQL's holds neither. A backslash before it is none of it. */
const unstorable = /(?<=(?:^|[^\\])(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;

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
    const rowKey = externalId ?? createHash('sha256').update(text).digest('hex');
    return { rowKey, payload: text.replace(unstorable, String.raw`\ufffd`), reason };
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

/** How long a row of a ledger or a feed waits there until it is looked at again: reading all from the start is dear. */
const patienceMs = 86_400_000;

type Shelves = Pick<Resource, 'name' | 'kind'>;

/** The rows of a resource of several kinds lie under those kinds: they are all of the connection that has no other. */
const isOn = ({ name, kind }: Shelves) => (kind === null ? Prisma.sql`true` : Prisma.sql`resource = ${name}`);

/**
 * A sweep meets every row each time. A ledger and a feed never come back to a row that was bad, so that they have to be
 * read from the start for it.
 */
export async function isDueAgain(
  prisma: PrismaClient,
  connection: ServiceConnection,
  resource: Shelves,
  now: Date,
): Promise<boolean> {
  const before = new Date(now.getTime() - patienceMs);
  const due = await prisma.$queryRaw<unknown[]>`select from quarantined_row
    where connection_id = ${connection.id} and ${isOn(resource)} and seen_at <= ${before}::timestamptz limit 1`;
  return due.length > 0;
}

/** After a reading of everything: what it did not meet again is there no longer. @param before when it began. */
export async function releaseUnseen(
  tx: Transaction,
  connection: ServiceConnection,
  resource: Shelves,
  before: Date,
): Promise<void> {
  await tx.$executeRaw`delete from quarantined_row
    where connection_id = ${connection.id} and ${isOn(resource)} and seen_at < ${before}::timestamptz`;
}
