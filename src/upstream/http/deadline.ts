/** The deadline of whatever a call is made for: it goes along with the work, and need not be handed on. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as timer } from 'node:timers/promises';

/** By `performance.now()`. */
const deadlines = new AsyncLocalStorage<number>();

/** No call that the work makes to a service lasts longer, and none begins later; nor later than what it is part of may. */
export function withinMs<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  return deadlines.run(Math.min(performance.now() + ms, deadline() ?? Number.POSITIVE_INFINITY), work);
}

/** Work that others rely on as well: it goes on when the time of whoever began it is up. */
export const beyondDeadline = <Result>(work: () => Promise<Result>): Promise<Result> => deadlines.exit(work);

/** When the work that is under way must end, by `performance.now()`; null when it need not. */
export const deadline = (): number | null => deadlines.getStore() ?? null;

/** What the work that is under way has left, in milliseconds; endless when it need not end. */
export const leftMs = (): number => Math.max(0, (deadline() ?? Number.POSITIVE_INFINITY) - performance.now());

/** What somebody else's work comes to; null when the time of whoever waits for it is up before. */
export async function inTime<Result>(theirs: Promise<Result>): Promise<Result | null> {
  if (deadline() === null) return theirs;
  const settled = new AbortController();
  const { signal } = settled;
  const timeIsUp = timer(leftMs(), null, { signal }).catch(() => null);
  try {
    return await Promise.race([theirs, timeIsUp]);
  } finally {
    settled.abort();
  }
}
