/** Brings what HTTP and the network say to a failure's kind. */
import { isNativeError } from 'node:util/types';
import { UpstreamFailure, type FailureKind } from '../failure.ts';
import type { ServiceManners, StatedFailure } from './manners.ts';
import type { Hold } from './rate-budget.ts';

const kindOfStatus: Readonly<Record<number, FailureKind>> = {
  400: 'badUserInput',
  401: 'unauthenticated',
  402: 'planRequired',
  403: 'forbidden',
  404: 'notFound',
  408: 'unavailable',
  409: 'conflict',
  410: 'notFound',
  412: 'staleWrite',
  413: 'badUserInput',
  422: 'badUserInput',
  425: 'unavailable',
  429: 'rateLimited',
};

/** Statuses of 500 and above by which the service says that it did not take the request up. */
const refusedUnread = new Set([501, 503, 505]);

export interface FailedAnswer {
  status: number;
  stated: StatedFailure;
  retryAfterMs: number | null;
  isWrite: boolean;
  /** What 409 means for this request, where it is more than a conflict. */
  conflictMeans?: FailureKind | undefined;
}

function kindOf({ status, stated, conflictMeans }: FailedAnswer): FailureKind {
  if (status === 409 && conflictMeans !== undefined) return conflictMeans;
  if (stated.kind !== null) return stated.kind;
  return kindOfStatus[status] ?? (status >= 500 ? 'unavailable' : 'invalid');
}

/**
 * The failure that an answer outside 2xx is. A redirect is never followed: it would turn a write into a read, and could
 * carry the key to another host.
 */
export function failureOfAnswer(manners: ServiceManners, answer: FailedAnswer): UpstreamFailure {
  const { status, stated, retryAfterMs, isWrite } = answer;
  const isUnclear = (status >= 500 && !refusedUnread.has(status)) || (status >= 300 && status < 400);
  return new UpstreamFailure(stated.message ?? `${manners.service} answered ${status}`, {
    kind: kindOf(answer),
    service: manners.service,
    status,
    code: stated.code,
    faults: stated.faults,
    retryAfterMs,
    mayHaveHappened: isWrite && isUnclear,
  });
}

/** Codes of Node's network and of its HTTP client which mean that no byte of the request was sent. */
const unsentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
]);

function textOf(holder: object, property: 'code' | 'syscall'): string | null {
  const value: unknown = Reflect.get(holder, property);
  return typeof value === 'string' ? value : null;
}

/** Node's error code beneath what `fetch` throws (`ECONNREFUSED`, null where there is none). */
function networkError(error: unknown): { code: string | null; wasSent: boolean } {
  if (!isNativeError(error)) return { code: null, wasSent: true };
  // `fetch` names a cause for whatever the network did; without one it refused the request itself.
  if (error.name === 'TypeError' && error.cause === undefined) return { code: null, wasSent: false };
  const cause = isNativeError(error.cause) ? error.cause : error;
  const code = textOf(cause, 'code');
  // Ports that `fetch` connects to for nobody have no code: https://fetch.spec.whatwg.org/#port-blocking
  const isBlocked = code === null && cause.message === 'bad port';
  const isUnsent = isBlocked || (code !== null && unsentCodes.has(code)) || textOf(cause, 'syscall') === 'connect';
  return { code, wasSent: !isUnsent };
}

/** The failure that a broken or impossible connection is. */
export function failureOfNetwork(manners: ServiceManners, error: unknown, isWrite: boolean): UpstreamFailure {
  const { code, wasSent } = networkError(error);
  const what = wasSent ? 'the connection broke' : 'it cannot be reached';
  return new UpstreamFailure(`${manners.service}: ${what}${code === null ? '' : ` (${code})`}`, {
    kind: 'unavailable',
    service: manners.service,
    mayHaveHappened: isWrite && wasSent,
    network: code ?? 'BROKEN',
  });
}

export function failureOfDeadline(manners: ServiceManners, deadlineMs: number, isWrite: boolean): UpstreamFailure {
  return new UpstreamFailure(`${manners.service} gave no full answer within ${deadlineMs} ms`, {
    kind: 'unavailable',
    service: manners.service,
    mayHaveHappened: isWrite,
    network: 'TIMEOUT',
  });
}

/** A 2xx answer that says nothing intelligible. */
export function failureOfContent(
  manners: ServiceManners,
  status: number,
  reason: string,
  isWrite: boolean,
): UpstreamFailure {
  return new UpstreamFailure(`${manners.service}: ${reason}`, {
    kind: 'invalid',
    service: manners.service,
    status,
    mayHaveHappened: isWrite,
  });
}

/** The request was kept back, since the service said that it would refuse it. */
export function failureOfBudget({ service }: ServiceManners, { waitMs, until, isMonth }: Hold): UpstreamFailure {
  const message = isMonth
    ? `${service}: the month's requests are used up until ${until.toISOString()}`
    : `${service}: the rate limit is spent for ${Math.ceil(waitMs / 1000)} s`;
  return new UpstreamFailure(message, {
    kind: isMonth ? 'quotaExceeded' : 'rateLimited',
    service,
    retryAfterMs: waitMs,
  });
}

/** The request was kept back, since the latest ones all failed. */
export function failureOfBreaker(manners: ServiceManners, waitMs: number): UpstreamFailure {
  return new UpstreamFailure(`${manners.service} is out of order; calls are held back`, {
    kind: 'unavailable',
    service: manners.service,
    retryAfterMs: waitMs,
  });
}

/** The request was kept back, since too many others wait already. */
export function failureOfCrowd({ service }: ServiceManners): UpstreamFailure {
  const message = `${service} has more calls waiting than it can take; this one was not sent`;
  return new UpstreamFailure(message, { kind: 'unavailable', service, retryAfterMs: 1_000 });
}

/** Its time was up before its turn came. */
export function failureOfLateness({ service }: ServiceManners): UpstreamFailure {
  return new UpstreamFailure(`${service}: the time was up before the request was sent`, {
    kind: 'unavailable',
    service,
  });
}
