/** How a call to a service can fail, by meaning; every service's own codes are brought to these. */
import type { Observation, Service } from '../domain/records.ts';

export type FailureKind =
  | 'unauthenticated'
  | 'forbidden'
  | 'planRequired'
  | 'notFound'
  | 'badUserInput'
  | 'conflict'
  | 'staleWrite'
  | 'tagConflict'
  | 'invalidTransition'
  | 'insufficientStock'
  | 'rateLimited'
  | 'quotaExceeded'
  | 'unavailable'
  | 'invalid';

/**
 * The code the graph shows. A service that refuses the connection's key says nothing about the caller: to the caller
 * that service is out of reach.
 */
export const errorCodeOf = {
  unauthenticated: 'UPSTREAM_UNAVAILABLE',
  forbidden: 'FORBIDDEN',
  planRequired: 'PLAN_REQUIRED',
  notFound: 'NOT_FOUND',
  badUserInput: 'BAD_USER_INPUT',
  conflict: 'CONFLICT',
  staleWrite: 'STALE_WRITE',
  tagConflict: 'TAG_CONFLICT',
  invalidTransition: 'INVALID_TRANSITION',
  insufficientStock: 'INSUFFICIENT_STOCK',
  rateLimited: 'RATE_LIMITED',
  quotaExceeded: 'QUOTA_EXCEEDED',
  unavailable: 'UPSTREAM_UNAVAILABLE',
  invalid: 'UPSTREAM_INVALID',
} as const satisfies Record<FailureKind, string>;

/** One field of the request that the service found fault with, by the graph's name of the field. */
export interface FieldFault {
  field: string;
  message: string;
}

export interface UpstreamFailureDetails {
  kind: FailureKind;
  service: Service;
  /** HTTP status; null or left out when there was no answer. */
  status?: number | null;
  /** The service's own code: `insufficient_stock`. */
  code?: string | null;
  faults?: readonly FieldFault[];
  /** Milliseconds from now until asking again can make sense; null when nobody can tell. */
  retryAfterMs?: number | null;
  /** True when a request that is not idempotent may have taken effect although its answer is missing or unreadable. */
  mayHaveHappened?: boolean;
  /** What the network did where there was no answer: Node's word for it (`ECONNREFUSED`), `TIMEOUT`, or `BROKEN`. */
  network?: string | null;
}

/**
 * A call that failed. The message is the service's own sentence where it gave one. It carries no `cause`: what lies
 * underneath (the HTTP client's errors) can quote the request's headers, and with them the key.
 */
export class UpstreamFailure extends Error {
  override name = 'UpstreamFailure';
  readonly kind: FailureKind;
  readonly service: Service;
  readonly status: number | null;
  readonly code: string | null;
  readonly faults: readonly FieldFault[];
  readonly retryAfterMs: number | null;
  readonly mayHaveHappened: boolean;
  readonly network: string | null;

  constructor(message: string, details: UpstreamFailureDetails) {
    super(message);
    this.kind = details.kind;
    this.service = details.service;
    this.status = details.status ?? null;
    this.code = details.code ?? null;
    this.faults = details.faults ?? [];
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.mayHaveHappened = details.mayHaveHappened ?? false;
    this.network = details.network ?? null;
  }
}

/** The record is another one than the writer has seen: nothing was written, and `current` is how it stands. */
export class StaleWrite extends UpstreamFailure {
  override name = 'StaleWrite';
  readonly current: Observation;

  constructor(service: Service, current: Observation) {
    const at = current.version?.toISOString() ?? 'a moment that it does not tell';
    super(`${service} has another state of it, of ${at}: read it again and repeat`, { kind: 'staleWrite', service });
    this.current = current;
  }
}
