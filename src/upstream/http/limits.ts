/** How long the gateway waits for a service, how often it asks again, and when it stops asking for a while. */
export interface HttpLimits {
  /** For one attempt, its whole body included. */
  deadlineMs: number;
  /** Attempts after the first, for requests that are idempotent. */
  retries: number;
  /** The pause before the n-th retry is random between 0 and `firstPauseMs × 2^(n-1)`, at most `longestPauseMs`. */
  firstPauseMs: number;
  /** A service that asks for a longer pause than this is not asked again: the failure says how long it wants. */
  longestPauseMs: number;
  /** Failed attempts in a row after which calls are held back. */
  breakerThreshold: number;
  /** How long calls are held back until one of them is let through as a test. */
  breakerPauseMs: number;
  maxBodyBytes: number;
  /** Calls of one connection that are under way at once; what comes beyond them waits. */
  callsAtOnce: number;
  /** Calls that may wait; what comes beyond them is not sent. */
  callsWaiting: number;
}

export const defaultLimits: HttpLimits = {
  deadlineMs: 15_000,
  retries: 2,
  firstPauseMs: 250,
  longestPauseMs: 4_000,
  breakerThreshold: 6,
  breakerPauseMs: 20_000,
  maxBodyBytes: 64 * 1024 * 1024,
  callsAtOnce: 32,
  callsWaiting: 1_000,
};
