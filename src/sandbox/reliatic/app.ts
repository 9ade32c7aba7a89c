import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findCaller, type Caller } from '../callers.ts';
import type { RateLimiter, RateLimitState } from '../rate-limit.ts';
import { buildRestServer, requestFault } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import { actionRoutes } from './actions.ts';
import { assetRoutes } from './assets.ts';
import { apiPrefix, requestsPerMinute } from './conventions.ts';
import { invalid, notFound, ReliaticError } from './errors.ts';
import { failureModeRoutes } from './failure-modes.ts';
import { inspectionRoutes } from './inspections.ts';
import { riskAssessmentRoutes } from './risk-assessments.ts';

type LimitedContext = Omit<ServiceContext, 'limiter'> & { limiter: RateLimiter };

/** Reliatic's REST service. */
export function buildReliatic(service: ServiceContext): FastifyInstance {
  const context = { ...service, limiter: service.limiter(requestsPerMinute) };
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
        inspectionRoutes(app, service);
        failureModeRoutes(app, service);
        actionRoutes(app, service);
        riskAssessmentRoutes(app, service);
      },
    },
    context,
  );
}

async function admit(context: LimitedContext, request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
  const caller = await authenticate(context, request.headers.authorization, reply);
  const state = context.limiter.take(caller.key);
  showLimit(reply, state);
  if (state.isExceeded) {
    reply.header('retry-after', state.retryAfterSeconds);
    throw new ReliaticError('rate_limited', 'The rate limit of this API key is exceeded.');
  }
  if (request.method !== 'GET' && !caller.canWrite) {
    throw new ReliaticError('forbidden', 'This API key is read-only.');
  }
  return caller;
}

async function authenticate(
  context: LimitedContext,
  authorization: string | undefined,
  reply: FastifyReply,
): Promise<Caller> {
  showLimit(reply, context.limiter.untouched());
  const key = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  if (key === undefined) {
    throw new ReliaticError('unauthorized', 'An API key is required: Authorization: Bearer rl_live_…');
  }
  const caller = await findCaller(context.pool, 'reliatic', key);
  if (caller === null) {
    throw new ReliaticError('invalid_api_key', 'The provided API key is invalid or has been revoked.');
  }
  return caller;
}

function showLimit(reply: FastifyReply, state: RateLimitState): void {
  reply.header('x-ratelimit-limit', state.limit);
  reply.header('x-ratelimit-remaining', state.remaining);
  reply.header('x-ratelimit-reset', Math.ceil(state.resetsAt.getTime() / 1000));
}

function answerError(context: LimitedContext, error: unknown, reply: FastifyReply): FastifyReply {
  // A request the server itself refused never met the hook that shows the limit.
  if (!reply.hasHeader('x-ratelimit-limit')) showLimit(reply, context.limiter.untouched());
  const refusal = refusalOf(context, error);
  return reply.status(refusal.status).send(refusal.body);
}

function refusalOf(context: LimitedContext, error: unknown): ReliaticError {
  if (error instanceof ReliaticError) return error;
  const fault = requestFault(error);
  if (fault !== null) return invalid({ field: 'body', message: fault });
  context.logger.error({ error }, 'reliatic failed');
  return new ReliaticError('internal_error', 'An unexpected error occurred.');
}
