/**
 * The operations of a WebSocket. Each runs in a context of its own; an event of a subscription in one for all who ask the
 * same of it, and a revoked key hears nothing more. A query or mutation that is sent behind a subscription begins when
 * that one listens, so that what it answers and what the subscription tells leave nothing out between them.
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
import type { Viewer } from '../tenancy/api-keys.ts';
import type { GraphEndpointDeps } from './graphql-endpoint.ts';
import { questionOf, SharedAnswers } from './shared-answers.ts';

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
  readonly #answers = new SharedAnswers();

  constructor(deps: Pick<GraphEndpointDeps, 'authenticator' | 'contextFor' | 'withinMs'>) {
    this.#deps = deps;
  }

  /** Called once for an operation, in the order in which a socket sent them. */
  async begin(extra: SocketExtra, args: ExecutionArgs, timeoutMs: number | null): Promise<GraphContext> {
    const origin = { ...inOrder(extra, args), timeoutMs };
    try {
      const context = this.#deps.contextFor(await this.#viewerOf(extra));
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
      const question = questionOf(args);
      return await answeringEach(args, async (event) => {
        const viewer = await this.#viewerOf(extra);
        // What a key may see is a matter of its access, in a tenant that is the event's.
        return this.#answers.of(event, `${viewer.key.access} ${question}`, () => this.#answer(args, viewer, event));
      });
    } finally {
      listens();
    }
  }

  #originOf({ contextValue }: ExecutionArgs): Origin {
    const origin = this.#origins.get(contextValue as GraphContext);
    if (!origin) throw new Error('an operation that never began');
    return origin;
  }

  /**
   * A subscription keeps one context for its life, and with it loaders that answer every event with the first one's
   * rows: each event is executed with a context of its own instead.
   */
  async #answer(args: ExecutionArgs, viewer: Viewer, event: LoggedEvent): Promise<ExecutionResult> {
    const contextValue = this.#deps.contextFor(viewer);
    const isReached = await contextValue.consistency.reached(event.position);
    const result = await executeWithin({ ...args, rootValue: event, contextValue });
    return isReached ? result : withNotice(result);
  }

  async #viewerOf(extra: SocketExtra): Promise<Viewer> {
    const viewer = await this.#deps.authenticator.viewerOf(extra.authorization);
    if (viewer) return viewer;
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

/** A subscription whose every event is answered so. */
async function answeringEach(args: ExecutionArgs, answer: (event: LoggedEvent) => Promise<ExecutionResult>) {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  const results: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const event = await events.next();
      if (event.done === true) return { value: undefined, done: true };
      return { value: await answer(event.value as LoggedEvent), done: false };
    },
    async return() {
      await events.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}
