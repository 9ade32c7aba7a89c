/** What is left of a service's rate limit, as its answers tell it. */
import type { Clock } from '../../domain/clock.ts';
import type { RateBudget } from '../connector.ts';

/** How a service names its rate-limit headers (lower case), and what its reset number means. */
export interface RateHeaders {
  limit: string;
  remaining: string;
  reset: string;
  resetIs: 'unixSeconds' | 'secondsLeft';
}

const nothingKnown: RateBudget = { limit: null, remaining: null, resetsAt: null };

function wholeNumber(text: string | null): number | null {
  if (text === null || !/^\d{1,15}(\.\d+)?$/.test(text.trim())) return null;
  return Math.floor(Number(text));
}

/** The budget that the headers state; `skewMs` is how far the service's clock is ahead of the gateway's. */
export function readRateBudget(headers: Headers, names: RateHeaders, now: Date, skewMs: number): RateBudget | null {
  const remaining = wholeNumber(headers.get(names.remaining));
  if (remaining === null) return null;
  const reset = wholeNumber(headers.get(names.reset));
  const fromUnix = names.resetIs === 'unixSeconds';
  const resetMs = reset === null ? null : fromUnix ? reset * 1000 - skewMs : now.getTime() + reset * 1000;
  return {
    limit: wholeNumber(headers.get(names.limit)),
    remaining,
    resetsAt: resetMs === null ? null : new Date(resetMs),
  };
}

/**
 * `Retry-After` in milliseconds from now: seconds, or an HTTP date by the service's clock (RFC 9110 section 10.2.3).
 * Null when absent or unreadable.
 */
export function readRetryAfter(headers: Headers, now: Date, skewMs: number): number | null {
  const text = headers.get('retry-after');
  if (text === null) return null;
  const seconds = wholeNumber(text);
  if (seconds !== null) return seconds * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - skewMs - now.getTime());
}

/**
 * The budget of one key. Every request sent is counted at once, since answers come late; every answer corrects the
 * count. When the service said that nothing is left, requests wait outside until it said they may come again.
 */
export class RateTracker {
  readonly #clock: Clock;
  #stated: RateBudget = nothingKnown;
  #heldUntilMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is left; when the window has run out, the whole limit. */
  budget(): RateBudget {
    const { limit, resetsAt } = this.#stated;
    if (resetsAt !== null && resetsAt <= this.#clock.now()) return { limit, remaining: limit, resetsAt: null };
    return this.#stated;
  }

  /** Milliseconds until a request may be sent; 0 when it may be sent now. */
  holdMs(): number {
    const nowMs = this.#clock.now().getTime();
    const { remaining, resetsAt } = this.budget();
    const spentUntilMs = remaining === 0 && resetsAt !== null ? resetsAt.getTime() : 0;
    return Math.max(0, this.#heldUntilMs - nowMs, spentUntilMs - nowMs);
  }

  sent(): void {
    const budget = this.budget();
    if (budget.remaining === null) return;
    this.#stated = { ...budget, remaining: Math.max(0, budget.remaining - 1) };
  }

  /** Answers overtake one another: within one window the lowest count is the newest. */
  answered(stated: RateBudget | null): void {
    if (stated === null || stated.remaining === null) return;
    const known = this.budget();
    const isSameWindow = known.resetsAt !== null && known.resetsAt.getTime() === stated.resetsAt?.getTime();
    const remaining = isSameWindow ? Math.min(known.remaining ?? stated.remaining, stated.remaining) : stated.remaining;
    this.#stated = { ...stated, remaining };
  }

  /** The service refused a request: none is sent before the time it named. Replaces what the counts would say. */
  refused(waitMs: number): void {
    this.#heldUntilMs = this.#clock.now().getTime() + waitMs;
    this.#stated = { ...this.#stated, remaining: 0, resetsAt: new Date(this.#heldUntilMs) };
  }
}
