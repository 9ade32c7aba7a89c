/** The ways in which a call to any service fails, and what each is to be called. */
import { UpstreamFailure, type FailureKind } from '../../../src/upstream/failure.ts';
import type { Recorded } from '../recorded-service.ts';
import type { Contract } from './contract.ts';

export const statuses: [status: number, code: string, kind: FailureKind, mayHaveHappened: boolean][] = [
  [400, 'bad_request', 'badUserInput', false],
  [401, 'unauthorized', 'unauthenticated', false],
  [402, 'payment_required', 'planRequired', false],
  [403, 'forbidden', 'forbidden', false],
  [404, 'not_found', 'notFound', false],
  [409, 'conflict', 'conflict', false],
  [418, 'teapot', 'invalid', false],
  [422, 'unprocessable', 'badUserInput', false],
  [429, 'rate_limited', 'rateLimited', false],
  [500, 'internal_error', 'unavailable', true],
  [502, 'bad_gateway', 'unavailable', true],
  [503, 'maintenance', 'unavailable', false],
  [504, 'gateway_timeout', 'unavailable', true],
];

/** Answers and silences that say nothing intelligible, with what they mean for a read and for a write. */
export const mishaps: [name: string, answer: Recorded, kind: FailureKind][] = [
  ['a web page that answers 200', { raw: '<!doctype html><p>Sign in</p>' }, 'invalid'],
  [
    'a web page that says it is JSON',
    { raw: '<!doctype html><p>Sign in</p>', headers: { 'content-type': 'application/json' } },
    'invalid',
  ],
  ['a sentence that answers 200', { raw: 'OK', headers: { 'content-type': 'text/plain' } }, 'invalid'],
  ['JSON cut short', { raw: '{"data":[{"id":' }, 'invalid'],
  ['JSON without an envelope', { json: [] }, 'invalid'],
  ['an empty answer', { status: 200 }, 'invalid'],
  [
    'a connection that breaks within the answer',
    { json: { data: ['a long answer'] }, fault: 'breakOff' },
    'unavailable',
  ],
  ['a connection closed unanswered', { fault: 'hangUp' }, 'unavailable'],
  ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 'invalid'],
];

/** What the failure is to say of an error with this status and code. */
export function stated({ service, stated: own }: Contract, status: number, code: string) {
  return own?.(status) ?? { code, message: `${service.toLowerCase()} says ${code}` };
}

/** What the promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<UpstreamFailure> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamFailure) return error;
  throw new Error('expected an UpstreamFailure', { cause: error });
}
