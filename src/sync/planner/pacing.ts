/** When a connection may be asked again: sweeps leave room for writes, and spread over the rate limit's window. */
import type { RateBudget } from '../../upstream/connector.ts';

/** The share of the rate limit that polling leaves to writes. */
const writeReserve = 0.2;

/**
 * - `steady`: requests are spread evenly over what is left of the window.
 * - `swift`: one after the other until only the reserve is left; for the first backfill and for a person who waits.
 */
export type Pace = 'steady' | 'swift';

/** Milliseconds to wait before the next poll; 0 where the service tells no limit or the window is fresh. */
export function waitBeforePoll(budget: RateBudget, pace: Pace, now: Date): number {
  const { limit, remaining, resetsAt } = budget;
  if (limit === null || remaining === null || resetsAt === null) return 0;
  const left = resetsAt.getTime() - now.getTime();
  if (left <= 0) return 0;
  const spendable = remaining - Math.ceil(limit * writeReserve);
  if (spendable <= 0) return left;
  return pace === 'swift' ? 0 : Math.floor(left / spendable);
}
