import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findCaller, type Caller } from '../callers.ts';
import type { RateLimiter } from '../rate-limit.ts';
import { buildRestServer, requestFault } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import { apiPrefix, requestsPerMinute } from './conventions.ts';
import { MaintainkitError, notFound, unprocessable } from './errors.ts';
import { locationRoutes } from './locations.ts';
import { movementRoutes } from './movements.ts';
import { partRoutes } from './parts.ts';
import { stockRoutes } from './stock.ts';

type LimitedContext = Omit<ServiceContext, 'limiter'> & { limiter: RateLimiter };

/** MaintainKit's REST service. */
export function buildMaintainkit(service: ServiceContext): FastifyInstance {
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
        partRoutes(app, service);
        locationRoutes(app, service);
        stockRoutes(app, service);
        movementRoutes(app, service);
      },
    },
    context,
  );
}

async function admit(context: LimitedContext, request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
  const key = presentedKey(request);
  const caller = key === undefined ? null : await findCaller(context.pool, 'maintainkit', key);
  if (caller === null) throw new MaintainkitError('unauthorized', 'A valid API key is required.');
  const state = context.limiter.take(caller.key);
  if (state.isExceeded) {
    reply.header('retry-after', state.retryAfterSeconds);
    throw new MaintainkitError('rate_limited', 'Too many requests for this API key.');
  }
  if (request.method !== 'GET' && !caller.canWrite) {
    throw new MaintainkitError('forbidden', 'This API key is read-only.');
  }
  return caller;
}

/** The bearer token, or else the X-API-Key header. */
function presentedKey(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const header = request.headers['x-api-key'];
  return typeof header === 'string' ? header.trim() : undefined;
}

function answerError(context: LimitedContext, error: unknown, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(context, error);
  return reply.status(refusal.status).send(refusal.body);
}

function refusalOf(context: LimitedContext, error: unknown): MaintainkitError {
  if (error instanceof MaintainkitError) return error;
  const fault = requestFault(error);
  if (fault !== null) return unprocessable(fault);
  context.logger.error({ error }, 'maintainkit failed');
  return new MaintainkitError('internal_error', 'An unexpected error occurred.');
}
