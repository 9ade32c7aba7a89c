/** What a frontend has: a key, HTTP and a WebSocket. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print, type FormattedExecutionResult } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

type Json = Record<string, unknown>;
type Result =
  | FormattedExecutionResult<Json, unknown>
  | { errors?: FormattedExecutionResult['errors'] | undefined; data?: Json | null | undefined };

export interface GraphError {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; [name: string]: unknown };
}

export interface Answer {
  status: number;
  headers: Headers;
  // The shape is the query's, which a test states by reading it.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any;
  errors: GraphError[];
}

/** A subscription's items as they come. */
export interface Listening {
  /** The next item's `data`; waits for it. */
  // oxlint-disable-next-line typescript/no-explicit-any
  next(): Promise<any>;
  /** Items that came and were not asked for. */
  waiting(): number;
  stop(): Promise<void>;
}

export class GraphClient {
  readonly #url: string;
  readonly #key: string;
  #sockets: Client | undefined;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** @param key null: none. */
  async ask(query: string, variables: object = {}, key: string | null = this.#key): Promise<Answer> {
    const response = await fetch(`${this.#url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== null && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: unknown; errors?: GraphError[] };
    return { status: response.status, headers: response.headers, data: body.data, errors: body.errors ?? [] };
  }

  /** @throws when there is any error. */
  async query<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
    const { data, errors } = await this.ask(print(document), variables as object);
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data as Data;
  }

  /** Resolves when the gateway listens, so that nothing that happens afterwards is missed. */
  async subscribe(query: string, variables: object = {}): Promise<Listening> {
    this.#sockets ??= createClient({
      url: `${this.#url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${this.#key}` },
      retryAttempts: 0,
    });
    const iterator = this.#sockets.iterate<Json>({ query, variables: variables as Json });
    const items: Result[] = [];
    const waiters: ((item: Result) => void)[] = [];
    const reading = (async () => {
      for await (const item of iterator) {
        const waiter = waiters.shift();
        if (waiter) waiter(item);
        else items.push(item);
      }
    })();
    // What ends a subscription answers whoever waits for its next item, now or later.
    let ended: Result | undefined;
    const end = (errors: unknown) => {
      ended = { errors } as Result;
      for (const waiter of waiters.splice(0)) waiter(ended);
    };
    reading.then(() => end('the subscription has ended'), end);
    await this.#listens(this.#sockets);
    return {
      async next() {
        const item = items.shift() ?? ended ?? (await new Promise<Result>((resolve) => waiters.push(resolve)));
        if (item.errors) throw new Error(JSON.stringify(item.errors));
        return item.data;
      },
      waiting: () => items.length,
      stop: async () => {
        await iterator.return?.();
      },
    };
  }

  /** The protocol has no word for "subscribed", but a query behind a subscription is answered when that one listens. */
  async #listens(sockets: Client): Promise<void> {
    for await (const _ of sockets.iterate({ query: '{ __typename }' })) return;
  }

  async close(): Promise<void> {
    await this.#sockets?.dispose();
  }
}
