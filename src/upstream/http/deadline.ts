/** The deadline of whatever a call is made for: it goes along with the work, and need not be handed on. */
import { AsyncLocalStorage } from 'node:async_hooks';

/** By `performance.now()`. */
const deadlines = new AsyncLocalStorage<number>();

/** No call that the work makes to a service lasts longer, and none begins later. */
export function withinMs<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  return deadlines.run(performance.now() + ms, work);
}

/** When the work that is under way must end, by `performance.now()`; null when it need not. */
export const deadline = (): number | null => deadlines.getStore() ?? null;
