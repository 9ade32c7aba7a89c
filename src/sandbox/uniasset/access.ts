import type { FastifyReply, FastifyRequest } from 'fastify';
import { findKey, type Caller } from '../callers.ts';
import type { RateLimiter } from '../rate-limit.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import { defaultPlan, sufficientPlans, type Permission } from './conventions.ts';
import { UniassetError } from './errors.ts';

/** Documented. */
export const keyPrefix = 'ua_live_';

/** Who calls: the key's prefix, the key, whether it was revoked, the requests a minute. */
export async function admit(
  context: Pick<ServiceContext, 'pool'> & { limiter: RateLimiter },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller> {
  const key = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  const known = key?.startsWith(keyPrefix) === true ? await findKey(context.pool, 'uniasset', key) : null;
  if (known === null) throw new UniassetError('UNAUTHORIZED', 'A valid API key is required.');
  if (known.isRevoked) throw new UniassetError('KEY_REVOKED', 'This API key has been revoked.');
  const state = context.limiter.take(known.caller.key);
  if (state.isExceeded) {
    reply.header('retry-after', state.retryAfterSeconds);
    throw new UniassetError('RATE_LIMITED', 'Too many requests for this API key.');
  }
  return known.caller;
}

/** A route's option: its plan and its permission are asked for before its body is read. */
export const needs = (permission: Permission) => ({
  onRequest: async (request: FastifyRequest): Promise<void> => {
    const caller = callerOf(request);
    checkPlan(caller.plan ?? defaultPlan, permission);
    if (has(caller, permission)) return;
    throw new UniassetError('FORBIDDEN', `This API key lacks the permission ${permission}.`);
  },
});

function checkPlan(plan: string, permission: Permission): void {
  if (permission === 'iot:signal:ingest') {
    if (sufficientPlans.signals.includes(plan)) return;
    throw new UniassetError('ENTERPRISE_REQUIRED', 'Signals need the Enterprise plan.');
  }
  if (sufficientPlans.api.includes(plan)) return;
  throw new UniassetError('PLAN_UPGRADE_REQUIRED', 'The Integration API needs the Business plan or a higher one.');
}

function has({ canWrite, permissions }: Caller, permission: Permission): boolean {
  return permissions === null ? canWrite : permissions.includes(permission);
}
