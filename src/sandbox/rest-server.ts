import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Caller } from './callers.ts';
import type { ServiceContext } from './service.ts';

/** What differs between the services before a request reaches its route. */
export interface ServerManners {
  /** Who calls. Sets the rate-limit headers; throws what an unknown, a too frequent or a read-only caller is told. */
  admit(request: FastifyRequest, reply: FastifyReply): Promise<Caller>;
  /** Turns anything thrown, by a route or by the server itself, into the service's own error. */
  answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply;
  answerUnknownRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply;
  /** The prefix of every route. */
  prefix: string;
  routes(app: FastifyInstance): void;
}

const callers = new WeakMap<FastifyRequest, Caller>();

/** Who makes this request. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('The route was reached without a caller.');
  return caller;
}

/** A REST server that speaks JSON in the manners of one service. */
export function buildRestServer(
  manners: ServerManners,
  { clock, logger }: Pick<ServiceContext, 'clock' | 'logger'>,
): FastifyInstance {
  const app = Fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => {
      manners.answerError(error, request, reply);
    },
  });
  app.removeAllContentTypeParsers();
  // An empty body is one without fields, not a broken one: DELETE may carry the content type alone.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : JSON.parse(String(text)));
    } catch {
      done(new MalformedJson());
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    callers.set(request, await manners.admit(request, reply));
  });
  // A service's clock is one: its Date header tells the time that its records are written with.
  app.addHook('onSend', async (_request, reply) => {
    reply.header('date', clock.now().toUTCString());
  });
  app.addHook('onResponse', async (request, reply) => {
    logger.debug({ method: request.method, url: request.url, status: reply.statusCode }, 'sandbox request');
  });
  app.setErrorHandler((error, request, reply) => manners.answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) => manners.answerUnknownRoute(request, reply));
  app.register(
    async (scope) => {
      manners.routes(scope);
    },
    { prefix: manners.prefix },
  );
  return app;
}

class MalformedJson extends Error {
  override readonly name = 'MalformedJson';
  constructor() {
    super('The request body is not valid JSON.');
  }
}

/** What the server itself found wrong with a request before any route saw it, in words for the caller; else null. */
export function requestFault(error: unknown): string | null {
  if (error instanceof MalformedJson) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'The Content-Type must be application/json.';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'The request body is too large.';
  if (code === 'FST_ERR_BAD_URL') return 'The URL is malformed.';
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') return 'The Content-Length does not match the request body.';
  return null;
}
