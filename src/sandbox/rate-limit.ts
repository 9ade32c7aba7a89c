import type { Clock } from '../domain/clock.ts';

const windowMs = 60_000;

/** Stands for "no limit" in the headers, which have no word for it. */
const liftedLimit = 1_000_000;

export interface RateLimitState {
  limit: number;
  remaining: number;
  resetsAt: Date;
  isExceeded: boolean;
  /** Whole seconds until the window resets, at least 1. */
  retryAfterSeconds: number;
}

/**
 * Requests a minute and API key (or whatever else `key` names), in windows that open with a key's first request. The clock is the sandbox's own, so
 * that a test can close a window without waiting for it.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #windows = new Map<string, { opensAt: number; used: number }>();

  constructor(clock: Clock, requestsPerMinute: number | null) {
    this.#clock = clock;
    this.#limit = requestsPerMinute ?? liftedLimit;
  }

  /** Spends one request of the key. A request beyond the limit is not counted. */
  take(key: string): RateLimitState {
    const now = this.#clock.now().getTime();
    const window = this.#windowAt(key, now);
    const isExceeded = window.used >= this.#limit;
    if (!isExceeded) window.used += 1;
    return this.#state(now, window, isExceeded);
  }

  /** Where the key stands, with nothing spent; `isExceeded` tells whether its next request would be refused. */
  look(key: string): RateLimitState {
    const now = this.#clock.now().getTime();
    const window = this.#windowAt(key, now);
    return this.#state(now, window, window.used >= this.#limit);
  }

  /** What a caller without a valid key is shown: the limit, untouched. */
  untouched(): RateLimitState {
    const now = this.#clock.now().getTime();
    return this.#state(now, { opensAt: now, used: 0 }, false);
  }

  #windowAt(key: string, now: number): { opensAt: number; used: number } {
    const current = this.#windows.get(key);
    if (current !== undefined && now < current.opensAt + windowMs) return current;
    const opened = { opensAt: now, used: 0 };
    this.#windows.set(key, opened);
    return opened;
  }

  #state(now: number, window: { opensAt: number; used: number }, isExceeded: boolean): RateLimitState {
    const resetsAt = window.opensAt + windowMs;
    return {
      limit: this.#limit,
      remaining: this.#limit - window.used,
      resetsAt: new Date(resetsAt),
      isExceeded,
      retryAfterSeconds: Math.max(1, Math.ceil((resetsAt - now) / 1000)),
    };
  }
}
