import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findCaller, type Caller } from '../callers.ts';
import type { RateLimiter, RateLimitState } from '../rate-limit.ts';
import { buildRestServer, requestFault } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import { assetRoutes } from './assets.ts';
import { changeRoutes } from './changes.ts';
import { apiPrefix, defaultPlan, planNames, plans, type PlanName } from './conventions.ts';
import { invalid, MaintioError, notFound } from './errors.ts';
import { spendQuota } from './quota.ts';
import { recordRoutes } from './records.ts';
import { tagRoutes } from './tags.ts';

type LimitedContext = Omit<ServiceContext, 'limiter'> & { limiters: Readonly<Record<PlanName, RateLimiter>> };

/** Maint.io's REST service. */
export function buildMaintio(service: ServiceContext): FastifyInstance {
  const limiters = Object.fromEntries(
    planNames.map((plan) => [plan, service.limiter(plans[plan].requestsPerMinute)]),
  ) as Record<PlanName, RateLimiter>;
  const context = { ...service, limiters };
  return buildRestServer(
    {
      prefix: apiPrefix,
      admit: (request, reply) => admit(context, request, reply),
      answerError: (error, _request, reply) => answerError(context, error, reply),
      answerUnknownRoute: (request, reply) => {
        return answerError(context, notFound(`${request.method} ${request.url}`), reply);
      },
      routes: (app) => {
        assetRoutes(app, service);
        tagRoutes(app, service);
        recordRoutes(app, service);
        changeRoutes(app, service);
      },
    },
    context,
  );
}

async function admit(context: LimitedContext, request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
  const caller = await authenticate(context, request.headers.authorization, reply);
  const plan = planOf(caller);
  const state = context.limiters[plan].take(caller.organizationId);
  showLimit(reply, state);
  if (state.isExceeded) {
    throw new MaintioError('RATE_LIMITED', 'The limit of requests a minute is reached. Retry after X-RateLimit-Reset.');
  }
  const isWithinQuota = await spendQuota(
    context.pool,
    caller.organizationId,
    context.clock.now(),
    plans[plan].requestsPerMonth,
  );
  if (!isWithinQuota) throw new MaintioError('QUOTA_EXCEEDED', `The month's requests of the plan ${plan} are used up.`);
  return caller;
}

async function authenticate(
  context: LimitedContext,
  authorization: string | undefined,
  reply: FastifyReply,
): Promise<Caller> {
  showLimit(reply, context.limiters[defaultPlan].untouched());
  const key = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  const caller = key === undefined ? null : await findCaller(context.pool, 'maintio', key);
  if (caller === null) {
    throw new MaintioError('INVALID_API_KEY', 'The API key is missing, malformed or revoked.');
  }
  return caller;
}

function planOf({ plan }: Caller): PlanName {
  const known = planNames.find((name) => name === (plan ?? defaultPlan));
  if (known === undefined) throw new Error(`Maint.io has no plan called ${plan}.`);
  return known;
}

function showLimit(reply: FastifyReply, state: RateLimitState): void {
  reply.header('x-ratelimit-limit', state.limit);
  reply.header('x-ratelimit-remaining', state.remaining);
  reply.header('x-ratelimit-reset', Math.ceil(state.resetsAt.getTime() / 1000));
}

function answerError(context: LimitedContext, error: unknown, reply: FastifyReply): FastifyReply {
  // A request the server itself refused never met the hook that shows the limit.
  if (!reply.hasHeader('x-ratelimit-limit')) showLimit(reply, context.limiters[defaultPlan].untouched());
  const refusal = refusalOf(context, error);
  return reply.status(refusal.status).send(refusal.body);
}

function refusalOf(context: LimitedContext, error: unknown): MaintioError {
  if (error instanceof MaintioError) return error;
  const fault = requestFault(error);
  if (fault !== null) return invalid(fault);
  context.logger.error({ error }, 'maintio failed');
  return new MaintioError('INTERNAL_ERROR', 'An unexpected error occurred.');
}
