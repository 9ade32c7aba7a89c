/** How much each connection asks of its service: counted by the day, since no service tells what is left of a month. */
import type { PrismaClient } from '../database/generated/client.ts';
import { recentSince, startOfMonth, startOfYesterday, type MonthUse } from '../domain/quota.ts';

/** Adds requests to the days they were sent on (`2026-04-01`). */
export async function countRequests(
  prisma: PrismaClient,
  connectionId: string,
  byDay: ReadonlyMap<string, { requests: number; writes: number }>,
): Promise<void> {
  if (byDay.size === 0) return;
  const counts = [...byDay.values()];
  const requests = counts.map((count) => count.requests);
  const writes = counts.map((count) => count.writes);
  await prisma.$executeRaw`
    insert into request_day (connection_id, day, tenant_id, requests, writes)
    select c.id, sent.day::date, c.tenant_id, sent.requests, sent.writes from service_connection c,
      unnest(${[...byDay.keys()]}::text[], ${requests}::int[], ${writes}::int[]) as sent(day, requests, writes)
    where c.id = ${connectionId}
    on conflict (connection_id, day) do update set requests = request_day.requests + excluded.requests, writes = request_day.writes + excluded.writes`;
}

/** What the tenant's connections have used of this month, by the connection's id; without those that sent nothing. */
export async function monthUses(
  prisma: PrismaClient,
  tenantId: string,
  now: Date,
): Promise<ReadonlyMap<string, MonthUse>> {
  const [monthFrom, recentFrom, yesterday] = [startOfMonth(now), recentSince(now), startOfYesterday(now)].map(dayOf);
  const rows = await prisma.$queryRaw<(Omit<MonthUse, 'recentFrom'> & { connectionId: string; first: Date | null })[]>`
    select connection_id as "connectionId", min(day) filter (where day >= ${recentFrom}::date) as first,
      coalesce(sum(requests) filter (where day >= ${monthFrom}::date), 0)::int as used,
      coalesce(sum(requests) filter (where day >= ${recentFrom}::date), 0)::int as recent,
      coalesce(sum(writes) filter (where day >= ${yesterday}::date), 0)::int as "recentWrites"
    from request_day where tenant_id = ${tenantId} and day >= least(${monthFrom}::date, ${yesterday}::date)
    group by connection_id`;
  return new Map(
    rows.map(({ connectionId, first, ...use }) => [connectionId, { ...use, recentFrom: first ?? recentSince(now) }]),
  );
}

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
