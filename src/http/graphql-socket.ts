/** /graphql over WebSocket: the graphql-transport-ws protocol, by graphql-ws. */
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createSourceEventStream, execute, GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { formatError } from '../graphql/errors/format-error.ts';
import type { GraphContext } from '../graphql/context.ts';
import type { GraphEndpointDeps } from './graphql-endpoint.ts';

/** The application's own code for a key that is missing, unknown, revoked or expired; the reason says UNAUTHENTICATED. */
const unauthenticated = 4401;
const protocol = 'graphql-transport-ws';
const maxPayloadBytes = 1024 * 1024;

const connectionParams = z.looseObject({ authorization: z.string().optional(), Authorization: z.string().optional() });

/** What a socket remembers of its first message. */
interface Credentials extends Record<PropertyKey, unknown> {
  authorization: string | undefined;
}

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
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/graphql') {
      sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
    } else {
      socket.destroy();
    }
  });

  /** Whose context it is, to look the key up again for every event: a revoked key hears nothing more. */
  const origins = new WeakMap<object, Extra & Partial<Credentials>>();
  const contextOf = async (extra: Extra & Partial<Credentials>): Promise<GraphContext> => {
    const viewer = await deps.authenticator.viewerOf(extra.authorization);
    if (!viewer) {
      extra.socket.close(unauthenticated, 'UNAUTHENTICATED: the API key was revoked or has expired');
      throw new GraphQLError('The API key was revoked or has expired', { extensions: { code: 'UNAUTHENTICATED' } });
    }
    const context = deps.contextFor(viewer);
    origins.set(context, extra);
    return context;
  };
  const format = (error: GraphQLError) => formatError(error.toJSON(), error, deps.logger);

  const disposable = useServer<Record<string, unknown>, Credentials>(
    {
      schema: deps.schema,
      onConnect: async ({ connectionParams: parameters, extra }) => {
        const { data } = connectionParams.safeParse(parameters ?? {});
        extra.authorization = data?.authorization ?? data?.Authorization;
        if (await deps.authenticator.viewerOf(extra.authorization)) return true;
        extra.socket.close(unauthenticated, 'UNAUTHENTICATED: an API key is needed in connectionParams.authorization');
        return false;
      },
      context: ({ extra }) => contextOf(extra),
      execute,
      subscribe: (args) => {
        const origin = origins.get(args.contextValue as GraphContext);
        if (!origin) throw new Error('a subscription without a context');
        return subscribeAfresh(args, () => contextOf(origin));
      },
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors ? { data: result.data ?? null, errors: result.errors.map(format) } : undefined,
      onError: (_context, _id, _payload, errors) => errors.map(format),
    },
    sockets,
  );
  return { close: async () => disposable.dispose() };
}

/**
 * A subscription keeps one context for its life, and with it loaders that answer every event with the first one's
 * rows: each event is executed with a context of its own instead.
 */
async function subscribeAfresh(args: ExecutionArgs, freshContext: () => Promise<unknown>) {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  const run = async (rootValue: unknown): Promise<ExecutionResult> =>
    execute({ ...args, rootValue, contextValue: await freshContext() });
  const results: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const event = await events.next();
      return event.done === true ? { value: undefined, done: true } : { value: await run(event.value), done: false };
    },
    async return() {
      await events.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}
