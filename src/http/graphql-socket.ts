/** /graphql over WebSocket: the graphql-transport-ws protocol, by graphql-ws. */
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { formatError } from '../graphql/errors/format-error.ts';
import type { GraphEndpointDeps } from './graphql-endpoint.ts';
import { Documents } from './read-document.ts';
import { noLimit, timeoutFault, timeoutOf } from './time-limit.ts';
import { SocketOperations, unauthenticated, type SocketMemory } from './socket-operations.ts';

const protocol = 'graphql-transport-ws';
const maxPayloadBytes = 1024 * 1024;

const connectionParams = z.looseObject({ authorization: z.string().optional(), Authorization: z.string().optional() });

/** In the `extensions` of an operation. */
const timeoutName = 'timeoutMs';

const badTimeout = (): GraphQLError =>
  new GraphQLError(timeoutFault(`extensions.${timeoutName}`), { extensions: { code: 'BAD_USER_INPUT' } });

export interface GraphSocket {
  close(): Promise<void>;
}

export function serveGraphSocket(server: Server, deps: GraphEndpointDeps): GraphSocket {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxPayloadBytes,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  });
  server.on('upgrade', (request, socket: Duplex, head) => {
    // Whatever stands there: `new URL` throws at some of it, and nothing would catch that.
    const [path] = (request.url ?? '').split('?');
    if (path === '/graphql') {
      sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
    } else {
      socket.destroy();
    }
  });

  const operations = new SocketOperations(deps);
  const documents = new Documents(deps.schema);
  const format = (error: GraphQLError) => formatError(error.toJSON(), error, deps.logger);

  const disposable = useServer<Record<string, unknown>, SocketMemory>(
    {
      schema: deps.schema,
      onConnect: async ({ connectionParams: parameters, extra }) => {
        const { data } = connectionParams.safeParse(parameters ?? {});
        extra.authorization = data?.authorization ?? data?.Authorization;
        if (await deps.authenticator.viewerOf(extra.authorization)) return true;
        extra.socket.close(unauthenticated, 'UNAUTHENTICATED: an API key is needed in connectionParams.authorization');
        return false;
      },
      onSubscribe: (_context, _id, { query, variables, operationName, extensions }) => {
        if (timeoutOf(extensions?.[timeoutName]) === noLimit) return [badTimeout()];
        const { document, errors } = documents.read(query);
        if (!document) return errors;
        return {
          schema: deps.schema,
          document,
          variableValues: variables ?? null,
          operationName: operationName ?? null,
        };
      },
      context: ({ extra }, _id, { extensions }, args) => {
        const timeoutMs = timeoutOf(extensions?.[timeoutName]);
        return operations.begin(extra, args, timeoutMs === noLimit ? null : timeoutMs);
      },
      execute: (args) => operations.execute(args),
      subscribe: (args) => operations.subscribe(args),
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors ? { data: result.data ?? null, errors: result.errors.map(format) } : undefined,
      onError: (_context, _id, _payload, errors) => errors.map(format),
    },
    sockets,
  );
  return { close: async () => disposable.dispose() };
}
