/**
 * The operations of a WebSocket. Each runs in a context of its own, and each event of a subscription too: a revoked key
 * hears nothing more. A query or mutation that is sent behind a subscription begins when that one listens, so that what
 * it answers and what the subscription tells leave nothing out between them.
 */
import {
  createSourceEventStream,
  execute,
  getOperationAST,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql';
import type { Extra } from 'graphql-ws/use/ws';
import type { LoggedEvent } from '../events/catalogue.ts';
import type { GraphContext } from '../graphql/context.ts';
import { withNotice } from './consistency.ts';
import type { GraphEndpointDeps } from './graphql-endpoint.ts';

/** The application's own code for a key that is missing, unknown, revoked or expired; the reason says UNAUTHENTICATED. */
export const unauthenticated = 4401;

/** What a socket remembers. */
export interface SocketMemory extends Record<PropertyKey, unknown> {
  /** From its first message. */
  authorization: string | undefined;
  /** Settles when every subscription that was sent so far listens. */
  listening: Promise<void> | undefined;
  /** The tenant's newest position when it last wrote. */
  written: bigint | undefined;
}

type SocketExtra = Extra & Partial<SocketMemory>;

/** Where an operation comes from, how long it may take, and what it waits for or is waited for by. */
interface Origin {
  extra: SocketExtra;
  /** Null where it states no limit. */
  timeoutMs: number | null;
  listeningBefore: Promise<void> | undefined;
  listens: () => void;
}

export class SocketOperations {
  readonly #deps: Pick<GraphEndpointDeps, 'authenticator' | 'contextFor' | 'withinMs'>;
  readonly #origins = new WeakMap<object, Origin>();

  constructor(deps: Pick<GraphEndpointDeps, 'authenticator' | 'contextFor' | 'withinMs'>) {
    this.#deps = deps;
  }

  /** Called once for an operation, in the order in which a socket sent them. */
  async begin(extra: SocketExtra, args: ExecutionArgs, timeoutMs: number | null): Promise<GraphContext> {
    const origin = { ...inOrder(extra, args), timeoutMs };
    try {
      const context = await this.#contextOf(extra);
      this.#origins.set(context, origin);
      return context;
    } catch (error) {
      origin.listens();
      throw error;
    }
  }

  /** What a socket has written, it reads: without its asking for it. */
  execute(args: ExecutionArgs): Promise<ExecutionResult> {
    const origin = this.#originOf(args);
    const { timeoutMs } = origin;
    const work = async () => this.#execute(args, origin);
    return timeoutMs === null ? work() : this.#deps.withinMs(timeoutMs, work);
  }

  async #execute(args: ExecutionArgs, { extra, listeningBefore, timeoutMs }: Origin): Promise<ExecutionResult> {
    await listeningBefore;
    const { consistency } = args.contextValue as GraphContext;
    if (operationOf(args) === 'mutation') {
      const result = await executeWithin(args);
      extra.written = await consistency.head();
      return result;
    }
    const isReached = extra.written === undefined || (await consistency.reached(extra.written, timeoutMs));
    const result = await executeWithin(args);
    return isReached ? result : withNotice(result);
  }

  async subscribe(args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
    const { extra, listens } = this.#originOf(args);
    try {
      return await subscribeAfresh(args, () => this.#contextOf(extra));
    } finally {
      listens();
    }
  }

  #originOf({ contextValue }: ExecutionArgs): Origin {
    const origin = this.#origins.get(contextValue as GraphContext);
    if (!origin) throw new Error('an operation that never began');
    return origin;
  }

  async #contextOf(extra: SocketExtra): Promise<GraphContext> {
    const viewer = await this.#deps.authenticator.viewerOf(extra.authorization);
    if (viewer) return this.#deps.contextFor(viewer);
    extra.socket.close(unauthenticated, 'UNAUTHENTICATED: the API key was revoked or has expired');
    throw new GraphQLError('The API key was revoked or has expired', { extensions: { code: 'UNAUTHENTICATED' } });
  }
}

const operationOf = ({ document, operationName }: ExecutionArgs) => getOperationAST(document, operationName)?.operation;

/** Executes what the operation's allowance lasts for. */
async function executeWithin(args: ExecutionArgs): Promise<ExecutionResult> {
  const result = await execute(args);
  const { fault } = (args.contextValue as GraphContext).allowance;
  return fault ? { data: null, errors: [fault] } : result;
}

function inOrder(extra: SocketExtra, args: ExecutionArgs): Omit<Origin, 'timeoutMs'> {
  const listeningBefore = extra.listening;
  let listens = () => {};
  if (operationOf(args) === 'subscription') {
    const own = new Promise<void>((resolve) => (listens = resolve));
    extra.listening = Promise.all([listeningBefore, own]).then(() => undefined);
  }
  return { extra, listeningBefore, listens };
}

/**
 * A subscription keeps one context for its life, and with it loaders that answer every event with the first one's
 * rows: each event is executed with a context of its own instead.
 */
async function subscribeAfresh(args: ExecutionArgs, freshContext: () => Promise<GraphContext>) {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  const run = async (rootValue: unknown): Promise<ExecutionResult> => {
    const contextValue = await freshContext();
    const { position } = rootValue as LoggedEvent;
    const isReached = await contextValue.consistency.reached(position);
    const result = await executeWithin({ ...args, rootValue, contextValue });
    return isReached ? result : withNotice(result);
  };
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
