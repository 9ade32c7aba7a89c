/** What one service does its own way over HTTP; each service's room states it. */
import type { Service } from '../../domain/records.ts';
import type { FailureKind, FieldFault } from '../failure.ts';
import type { RateHeaders } from './rate-budget.ts';

/** What the body of a failure says, each part null or empty where it says nothing. */
export interface StatedFailure {
  /** The service's own code: `insufficient_stock`. */
  code: string | null;
  /** Its sentence for people. */
  message: string | null;
  /** The meaning of its code, where that is narrower than the HTTP status; null leaves it to the status. */
  kind: FailureKind | null;
  faults: FieldFault[];
}

export interface ServiceManners {
  service: Service;
  /** Headers that carry the key. */
  authorise(apiKey: string): Readonly<Record<string, string>>;
  rateHeaders: RateHeaders;
  /** Milliseconds to hold requests after a 429 that has neither `Retry-After` nor a reset. */
  assumedRetryAfterMs: number;
  /** Milliseconds to hold requests after a failure that says so by its code (a spent month); null for the others. */
  ownWaitMs?(stated: StatedFailure, now: Date): number | null;
  /** Never throws: `body` is whatever JSON came, or undefined. */
  readFailure(body: unknown): StatedFailure;
}

export const nothingStated: StatedFailure = { code: null, message: null, kind: null, faults: [] };
