/** A GraphQL endpoint of the gateway's manner, small enough to say when an event comes: HTTP, WebSocket and GraphiQL. */
import { EventEmitter, on } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { buildSchema, graphql } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { createGraphiql, type GraphiqlTab } from '../../src/http/graphiql/page.ts';

const schema = buildSchema(`
  type Query { assetByTag(tagNumber: String!): Asset }
  type Asset { tagNumber: String! }
  type Subscription { stockLow: StockLowItem! }
  type StockLowItem { onHand: Int! }
`);
// The event's arguments are its payload.
const stockLow = schema.getSubscriptionType()?.getFields()['stockLow'];
if (stockLow) stockLow.resolve = ([onHand]: unknown[]) => ({ onHand });

const patience = 10_000;
const Request = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});
const Credentials = z.object({ Authorization: z.string() }).partial();

export interface GraphiqlGateway extends AsyncDisposable {
  url: string;
  /** Sends an event to whoever is subscribed. */
  announceLowStock(onHand: number): void;
  /** Called before the click that it waits for. */
  nextSubscriber(): Promise<void>;
  nextFarewell(): Promise<void>;
}

/** @param options `key` is the one that the endpoints accept, and that the page is given. */
export async function startGraphiqlGateway(options: { key: string; tabs: GraphiqlTab[] }): Promise<GraphiqlGateway> {
  const { key, tabs } = options;
  const announcements = new EventEmitter();
  const page = createGraphiql({
    path: '/graphiql',
    endpoint: '/graphql',
    subscriptionEndpoint: '/graphql',
    apiKey: key,
    tabs,
  });
  const rootValue = { assetByTag: ({ tagNumber }: { tagNumber: string }) => ({ tagNumber }) };

  const answer = async (request: IncomingMessage) => {
    if (request.url !== '/graphql') return page.answer(request.url ?? '', String(request.headers['accept-encoding']));
    if (request.headers.authorization !== `Bearer ${key}`)
      return json({ errors: [{ message: 'a key is needed' }] }, 401);
    const { query, variables, operationName } = Request.parse(JSON.parse(await text(request)));
    return json(await graphql({ schema, source: query, rootValue, variableValues: variables, operationName }));
  };
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const found = await answer(request);
    if (found) response.writeHead('status' in found ? found.status : 200, found.headers).end(found.body);
    else response.writeHead(404).end();
  };
  const server = createServer((request, response) => {
    void respond(request, response);
  });
  const sockets = new WebSocketServer({ server, path: '/graphql', handleProtocols: () => 'graphql-transport-ws' });
  const protocol = useServer(
    {
      schema,
      onConnect({ connectionParams, extra }) {
        if (Credentials.parse(connectionParams ?? {}).Authorization === `Bearer ${key}`) return true;
        extra.socket.close(4401, 'UNAUTHENTICATED: a key is needed');
        return false;
      },
      roots: { subscription: { stockLow: () => on(announcements, 'low') } },
    },
    sockets,
  );
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    announceLowStock: (onHand) => void announcements.emit('low', onHand),
    nextSubscriber: () => nextChange(announcements, 'newListener'),
    nextFarewell: () => nextChange(announcements, 'removeListener'),
    async [Symbol.asyncDispose]() {
      await protocol.dispose();
      server.closeAllConnections();
      await new Promise((closed) => void server.close(closed));
    },
  };
}

function json(body: unknown, status = 200) {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}

/** Resolves when somebody begins, or ceases, to listen for events. */
function nextChange(announcements: EventEmitter, change: 'newListener' | 'removeListener'): Promise<void> {
  return new Promise((resolve, reject) => {
    announcements.on(change, (event) => {
      if (event === 'low') resolve();
    });
    AbortSignal.timeout(patience).addEventListener('abort', () => reject(new Error(`no ${change}`)));
  });
}
