import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../callers.ts';
import type { RateLimiter, RateLimitState } from '../rate-limit.ts';
import { buildRestServer, requestFault } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import { authenticate, chosenOrganization } from './access.ts';
import { assetRoutes } from './assets.ts';
import { apiPrefix, requestsPerMinute } from './conventions.ts';
import { invalid, MaintainxError, notFound } from './errors.ts';
import { locationRoutes } from './locations.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { userRoutes } from './users.ts';
import { workOrderChangeRoutes } from './work-order-changes.ts';
import { workOrderRoutes } from './work-orders.ts';

type LimitedContext = Omit<ServiceContext, 'limiter'> & { users: RateLimiter; organizations: RateLimiter };

/** MaintainX's REST service. */
export function buildMaintainx(service: ServiceContext): FastifyInstance {
  const { user, organization } = requestsPerMinute;
  const context = { ...service, users: service.limiter(user), organizations: service.limiter(organization, user) };
  return buildRestServer(
    {
      prefix: apiPrefix,
      admit: (request, reply) => admit(context, request, reply),
      answerError: (error, request, reply) => answerError(context, error, request, reply),
      answerUnknownRoute: (request, reply) => {
        return answerError(context, notFound(`${request.method} ${request.url}`), request, reply);
      },
      routes: (app) => {
        workOrderRoutes(app, service);
        workOrderChangeRoutes(app, service);
        assetRoutes(app, service);
        locationRoutes(app, service);
        userRoutes(app, service);
        subscriptionRoutes(app, service);
      },
    },
    context,
  );
}

async function admit(context: LimitedContext, request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
  showLimit(reply, context.users.untouched());
  const key = await authenticate(context.pool, request.headers.authorization);
  const caller = { ...key, organizationId: await chosenOrganization(context.pool, key, request.headers) };
  const state = spendRequest(context, caller);
  showLimit(reply, state);
  if (state.isExceeded) throw new MaintainxError(429, 'Too many requests.');
  if (request.method !== 'GET' && !caller.canWrite) throw new MaintainxError(403, 'This API key is read-only.');
  return caller;
}

/** Spends a request of the user and one of the organization, or neither; answers the tighter of the two limits. */
function spendRequest({ users, organizations }: LimitedContext, caller: Caller): RateLimitState {
  const limits = [
    [users, caller.key],
    [organizations, caller.organizationId],
  ] as const;
  const exceeded = limits.map(([limiter, of]) => limiter.look(of)).find((state) => state.isExceeded);
  if (exceeded !== undefined) return exceeded;
  const [ofUser, ofOrganization] = [users.take(caller.key), organizations.take(caller.organizationId)];
  return ofOrganization.remaining < ofUser.remaining ? ofOrganization : ofUser;
}

function showLimit(reply: FastifyReply, state: RateLimitState): void {
  reply.header('x-rate-limit-limit', state.limit);
  reply.header('x-rate-limit-remaining', state.remaining);
  reply.header('x-rate-limit-reset', state.retryAfterSeconds);
}

function answerError(
  context: LimitedContext,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  // A request the server itself refused never met the hook that shows the limit.
  if (!reply.hasHeader('x-rate-limit-limit')) showLimit(reply, context.users.untouched());
  const refusal = refusalOf(context, error);
  return reply.status(refusal.status).send(refusal.bodyFor(request.method));
}

function refusalOf(context: LimitedContext, error: unknown): MaintainxError {
  if (error instanceof MaintainxError) return error;
  const fault = requestFault(error);
  if (fault !== null) return invalid([{ error: fault, fieldPath: null, fieldValue: null }]);
  context.logger.error({ error }, 'maintainx failed');
  return new MaintainxError(500, 'An unexpected error occurred.');
}
