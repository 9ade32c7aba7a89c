import type { Queryable } from '../database.ts';

/**
 * Spends one request of the organization's month, by the calendar in UTC; false, and nothing spent, when the month's
 * quota is exhausted. One statement, so that requests at once never spend the same one.
 *
 * @param quota null: no limit, but counted all the same
 */
export async function spendQuota(
  database: Queryable,
  organizationId: string,
  now: Date,
  quota: number | null,
): Promise<boolean> {
  const month = `${now.toISOString().slice(0, 7)}-01`;
  const spent = await database.query(
    `insert into sandbox.maintio_usage as usage (organization_id, month, requests) values ($1, $2, 1)
     on conflict (organization_id, month) do update set requests = usage.requests + 1
     where $3::bigint is null or usage.requests < $3
     returning requests`,
    [organizationId, month, quota],
  );
  return spent.rowCount === 1;
}
