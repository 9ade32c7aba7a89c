/** /graphql over WebSocket: the graphql-transport-ws protocol, by graphql-ws. */
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  createSourceEventStream,
  execute,
  getOperationAST,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql';
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

/** What a socket remembers. */
interface SocketMemory extends Record<PropertyKey, unknown> {
  /** From its first message. */
  authorization: string | undefined;
  /** Settles when every subscription that was sent so far listens. */
  listening: Promise<void> | undefined;
}

type SocketExtra = Extra & Partial<SocketMemory>;

/** Where a context comes from, and what its operation waits for or is waited for by. */
interface Origin {
  extra: SocketExtra;
  listeningBefore: Promise<void> | undefined;
  listens: () => void;
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
  const origins = new WeakMap<object, Origin>();
  const contextOf = async (extra: SocketExtra): Promise<GraphContext> => {
    const viewer = await deps.authenticator.viewerOf(extra.authorization);
    if (!viewer) {
      extra.socket.close(unauthenticated, 'UNAUTHENTICATED: the API key was revoked or has expired');
      throw new GraphQLError('The API key was revoked or has expired', { extensions: { code: 'UNAUTHENTICATED' } });
    }
    return deps.contextFor(viewer);
  };
  const originOf = ({ contextValue }: ExecutionArgs): Origin => {
    const origin = origins.get(contextValue as GraphContext);
    if (!origin) throw new Error('an operation without a context');
    return origin;
  };
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
      context: async ({ extra }: { extra: SocketExtra }, _id, _payload, args) => {
        const origin = inOrder(extra, args);
        try {
          const context = await contextOf(extra);
          origins.set(context, origin);
          return context;
        } catch (error) {
          origin.listens();
          throw error;
        }
      },
      execute: async (args) => {
        await originOf(args).listeningBefore;
        return execute(args);
      },
      subscribe: async (args) => {
        const { extra, listens } = originOf(args);
        try {
          return await subscribeAfresh(args, () => contextOf(extra));
        } finally {
          listens();
        }
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
 * A query or mutation that is sent behind a subscription begins when that one listens, so that what it answers and what
 * the subscription tells leave nothing out between them.
 */
function inOrder(extra: SocketExtra, { document, operationName }: ExecutionArgs): Origin {
  const listeningBefore = extra.listening;
  let listens = () => {};
  if (getOperationAST(document, operationName)?.operation === 'subscription') {
    const own = new Promise<void>((resolve) => (listens = resolve));
    extra.listening = Promise.all([listeningBefore, own]).then(() => undefined);
  }
  return { extra, listeningBefore, listens };
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
