/** The gateway's one HTTP server: /graphql, /webhooks, /graphiql, /healthz and /readyz. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import type { Logger } from '../telemetry/logger.ts';
import type { WebhookInbox } from '../webhooks/inbox.ts';
import { graphRoute, startApollo, type GraphEndpointDeps } from './graphql-endpoint.ts';
import { serveGraphSocket } from './graphql-socket.ts';
import { graphiqlRoute } from './graphiql/route.ts';
import { webhookRoute } from './webhook-route.ts';

const maxBodyBytes = 1024 * 1024;
/** Connections the kernel holds until they are accepted: after a restart every client comes back at once. */
const backlog = 4096;

export interface HttpDeps extends GraphEndpointDeps {
  inbox: WebhookInbox;
  /** Whether the gateway can answer: its database does. */
  isReady: () => Promise<boolean>;
  /** Filled into GraphiQL, and so visible to whoever opens it; null where a person brings a key. */
  graphiqlKey: string | null;
}

export interface HttpServer {
  /** `http://127.0.0.1:4000` */
  url: string;
  close(): Promise<void>;
}

/** @throws when the port is taken. */
export async function startHttpServer(
  deps: HttpDeps,
  { host, port }: { host: string; port: number },
): Promise<HttpServer> {
  const server = fastify({
    bodyLimit: maxBodyBytes,
    forceCloseConnections: true,
    genReqId: ({ headers }) => String(headers['x-request-id'] ?? randomUUID()),
  });
  // Signatures are over bytes, so every body stays as it came.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  reportFaults(server, deps.logger);

  const apollo = await startApollo(deps);
  graphRoute(server, apollo, deps);
  webhookRoute(server, deps.inbox);
  await graphiqlRoute(server, deps.graphiqlKey);
  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const isReady = await deps.isReady();
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'the database does not answer' });
  });
  const sockets = serveGraphSocket(server.server, deps);
  await server.listen({ host, port, backlog });

  const address = server.server.address() as AddressInfo;
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${address.port}`,
    close: async () => {
      await sockets.close();
      await server.close();
      await apollo.stop();
    },
  };
}

function reportFaults(server: FastifyInstance, logger: Logger): void {
  server.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.status(status).send({ message: error.message });
    logger.error({ err: error, requestId: request.id }, 'a request failed unexpectedly');
    return reply.status(500).send({ message: `Something went wrong in the gateway (request ${request.id})` });
  });
}
