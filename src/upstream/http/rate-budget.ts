/** What is left of a service's rate limit, as its answers tell it. */
import type { Clock } from '../../domain/clock.ts';
import type { RateAccount, RateBudget, Sent } from '../connector.ts';

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

/** Why nothing may be sent now, and for how long. */
export interface Hold {
  waitMs: number;
  until: Date;
  /** It is the month's quota that is spent, and not the minute's. */
  isMonth: boolean;
}

/** Days whose counts are kept: whoever writes them down comes more often than that. */
const daysKept = 3;

/**
 * The budget of one key. Every request sent is counted at once, since answers come late; every answer corrects the
 * count. When the service said that nothing is left, requests wait outside until it said they may come again.
 */
export class RateTracker implements RateAccount {
  readonly #clock: Clock;
  readonly #sentByDay = new Map<string, Sent>();
  #stated: RateBudget = nothingKnown;
  #heldUntilMs = 0;
  #monthHeldUntilMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is left; when the window has run out, the whole limit; nothing while the month is spent. */
  budget(): RateBudget {
    const resetsAt = this.monthHeldUntil();
    return resetsAt === null ? this.#window() : { limit: this.#stated.limit, remaining: 0, resetsAt };
  }

  #window(): RateBudget {
    const { limit, resetsAt } = this.#stated;
    const isOver = resetsAt !== null && resetsAt <= this.#clock.now();
    return isOver ? { limit, remaining: limit, resetsAt: null } : this.#stated;
  }

  sentByDay(): ReadonlyMap<string, Sent> {
    return this.#sentByDay;
  }

  /** Null when a request may be sent now. */
  hold(): Hold | null {
    const nowMs = this.#clock.now().getTime();
    const { remaining, resetsAt } = this.#window();
    const spentUntilMs = remaining === 0 && resetsAt !== null ? resetsAt.getTime() : 0;
    const untilMs = Math.max(this.#heldUntilMs, this.#monthHeldUntilMs, spentUntilMs);
    if (untilMs <= nowMs) return null;
    return { waitMs: untilMs - nowMs, until: new Date(untilMs), isMonth: untilMs === this.#monthHeldUntilMs };
  }

  sent(isWrite = false): void {
    const day = this.#clock.now().toISOString().slice(0, 10);
    const { requests, writes } = this.#sentByDay.get(day) ?? { requests: 0, writes: 0 };
    this.#sentByDay.set(day, { requests: requests + 1, writes: writes + (isWrite ? 1 : 0) });
    const [oldest] = this.#sentByDay.keys();
    if (this.#sentByDay.size > daysKept && oldest !== undefined) this.#sentByDay.delete(oldest);
    const window = this.#window();
    if (window.remaining === null) return;
    this.#stated = { ...window, remaining: Math.max(0, window.remaining - 1) };
  }

  /** Answers overtake one another: within one window the lowest count is the newest. */
  answered(stated: RateBudget | null): void {
    if (stated === null || stated.remaining === null) return;
    const known = this.#window();
    const isSameWindow = known.resetsAt !== null && known.resetsAt.getTime() === stated.resetsAt?.getTime();
    const remaining = isSameWindow ? Math.min(known.remaining ?? stated.remaining, stated.remaining) : stated.remaining;
    this.#stated = { ...stated, remaining };
  }

  /** The service refused a request: none is sent before the time it named. Replaces what the counts would say. */
  refused(waitMs: number): void {
    // Requests that were under way together are refused together: the longest pause named is kept to.
    this.#heldUntilMs = Math.max(this.#heldUntilMs, this.#clock.now().getTime() + waitMs);
    this.#stated = { ...this.#stated, remaining: 0, resetsAt: new Date(this.#heldUntilMs) };
  }

  holdMonth(until: Date): void {
    this.#monthHeldUntilMs = until.getTime();
  }

  monthHeldUntil(): Date | null {
    return this.#monthHeldUntilMs > this.#clock.now().getTime() ? new Date(this.#monthHeldUntilMs) : null;
  }
}
