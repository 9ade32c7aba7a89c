/** A tenant's log of facts: appended in the transaction that changes the rows, read in order of position. */
import type { PrismaClient } from '../database/generated/client.ts';
import type { Transaction } from '../database/database.ts';
import type { EventType, LoggedEvent, NewEvent } from './catalogue.ts';

/** The channel on which PostgreSQL says, at commit, that a tenant's log has grown. */
export const eventChannel = 'maintgraph_event';

/**
 * Appends what the log does not hold yet. The tenant's head row is locked until the transaction ends, so positions
 * become visible in their order, and between two facts are only changes of objects: a reader that has seen n never
 * misses one below it.
 * @returns how many were new.
 */
export async function appendEvents(tx: Transaction, tenantId: string, events: readonly NewEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  await tx.$executeRaw`insert into event_head (tenant_id, position) values (${tenantId}, 0) on conflict do nothing`;
  await tx.$executeRaw`select from event_head where tenant_id = ${tenantId} for update`;
  const facts = JSON.stringify(events.map((event, index) => ({ ...event, index })));
  const appended = await tx.$executeRaw`
    with fresh as (
      select distinct on (f."dedupeKey") f.* from jsonb_to_recordset(${facts}::jsonb)
        as f(index int, type text, "subjectId" text, "occurredAt" timestamptz, payload jsonb, "dedupeKey" text)
      where not exists (select from event e where e.tenant_id = ${tenantId} and e.dedupe_key = f."dedupeKey")
      order by f."dedupeKey", f.index
    ), head as (select position from event_head where tenant_id = ${tenantId})
    insert into event (tenant_id, position, type, subject_id, occurred_at, payload, dedupe_key)
    select ${tenantId}, head.position + row_number() over (order by fresh.index), type, "subjectId", "occurredAt", payload, "dedupeKey"
    from fresh, head`;
  if (appended > 0) {
    await tx.$executeRaw`update event_head set position = position + ${appended} where tenant_id = ${tenantId}`;
    await tx.$executeRaw`select pg_notify(${eventChannel}, ${tenantId})`;
  }
  return appended;
}

/** The tenant's newest position, of a fact or a change; 0 before there is any. */
export async function headOf(prisma: PrismaClient, tenantId: string): Promise<bigint> {
  const head = await prisma.eventHead.findUnique({ where: { tenantId } });
  return head?.position ?? 0n;
}

/** At most `limit` facts behind a position, oldest first. */
export async function readEvents(
  prisma: PrismaClient,
  tenantId: string,
  after: bigint,
  limit: number,
): Promise<LoggedEvent[]> {
  const where = { tenantId, position: { gt: after } };
  const rows = await prisma.event.findMany({ where, orderBy: { position: 'asc' }, take: limit });
  return rows.map(toLogged);
}

/** The facts with these dedupe keys, oldest first. */
export async function eventsOfKeys(
  prisma: PrismaClient,
  tenantId: string,
  dedupeKeys: readonly string[],
): Promise<LoggedEvent[]> {
  const where = { tenantId, dedupeKey: { in: [...dedupeKeys] } };
  const rows = await prisma.event.findMany({ where, orderBy: { position: 'asc' } });
  return rows.map(toLogged);
}

type Row = NonNullable<Awaited<ReturnType<PrismaClient['event']['findFirst']>>>;

const toLogged = ({ tenantId, position, type, subjectId, occurredAt, payload }: Row): LoggedEvent =>
  ({ tenantId, position, type: type as EventType, subjectId, occurredAt, payload }) as LoggedEvent;
