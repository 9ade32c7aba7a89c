import type { FastifyInstance, FastifyReply } from 'fastify';
import { buildRestServer, requestFault } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import { admit } from './access.ts';
import { assetRoutes } from './assets.ts';
import { assignmentRoutes } from './assignments.ts';
import { apiPrefix, requestsPerMinute } from './conventions.ts';
import { invalid, notFound, UniassetError } from './errors.ts';
import { maintenanceRoutes } from './maintenance.ts';
import { positionRoutes } from './positions.ts';
import { signalRoutes } from './signals.ts';

/** UniAsset's Integration API, which can be written to and not read. */
export function buildUniasset(service: ServiceContext): FastifyInstance {
  const context = { pool: service.pool, limiter: service.limiter(requestsPerMinute) };
  return buildRestServer(
    {
      prefix: apiPrefix,
      admit: (request, reply) => admit(context, request, reply),
      answerError: (error, _request, reply) => answerError(service, error, reply),
      answerUnknownRoute: (request, reply) => {
        return answerError(service, notFound(`${request.method} ${request.url}`), reply);
      },
      routes: (app) => {
        assetRoutes(app, service);
        maintenanceRoutes(app, service);
        assignmentRoutes(app, service);
        positionRoutes(app, service);
        signalRoutes(app, service);
      },
    },
    service,
  );
}

function answerError(service: ServiceContext, error: unknown, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(service, error);
  return reply.status(refusal.status).send(refusal.body);
}

function refusalOf(service: ServiceContext, error: unknown): UniassetError {
  if (error instanceof UniassetError) return error;
  const fault = requestFault(error);
  if (fault !== null) return invalid({ path: 'body', message: fault });
  service.logger.error({ error }, 'uniasset failed');
  return new UniassetError('INTERNAL_ERROR', 'An unexpected error occurred.');
}
