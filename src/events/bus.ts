/**
 * Brings new facts to this process's subscribers. PostgreSQL's NOTIFY only says that a tenant's log has grown; the
 * facts themselves are read from the log behind the last position seen, so a lost notification loses nothing.
 */
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from '../database/database.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { EventType, LoggedEvent } from './catalogue.ts';
import { eventChannel, headOf, readEvents } from './log.ts';

const pageSize = 500;
/** How long to wait before what broke is tried again, in milliseconds. */
const retryDelay = 500;
/** An unread queue longer than this ends its subscription: a client that does not read must not fill the memory. */
const queueBound = 10_000;

export interface EventBus extends AsyncDisposable {
  /** Facts of these types appended after the promise resolves. Ends when `return` is called or the bus closes. */
  subscribe<Type extends EventType>(
    tenantId: string,
    types: readonly Type[],
  ): Promise<AsyncIterableIterator<LoggedEvent<Type>>>;
  close(): Promise<void>;
}

export async function openEventBus(database: Database, logger: Logger): Promise<EventBus> {
  const bus = new PostgresEventBus(database, logger);
  await bus.listen();
  return bus;
}

interface Feed {
  position: bigint;
  queues: Set<EventQueue>;
  reading: Promise<void> | null;
  isStale: boolean;
}

class PostgresEventBus implements EventBus {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #feeds = new Map<string, Feed>();
  #client: pg.Client | null = null;
  #reconnect: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(database: Database, logger: Logger) {
    this.#database = database;
    this.#logger = logger;
  }

  async listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#database.url });
    client.on('notification', ({ payload }) => this.#wake(payload ?? ''));
    client.on('error', () => this.#relisten());
    client.on('end', () => this.#relisten());
    await client.connect();
    await client.query(`listen ${eventChannel}`);
    this.#client = client;
    for (const tenantId of this.#feeds.keys()) this.#wake(tenantId);
  }

  #relisten(): void {
    if (this.#isClosed || this.#reconnect) return;
    this.#logger.warn('the event bus lost its database connection and makes it anew');
    this.#client = null;
    this.#reconnect = globalThis.setTimeout(() => {
      this.#reconnect = null;
      this.listen().catch(() => this.#relisten());
    }, retryDelay);
  }

  async subscribe<Type extends EventType>(
    tenantId: string,
    types: readonly Type[],
  ): Promise<AsyncIterableIterator<LoggedEvent<Type>>> {
    const position = await headOf(this.#database.prisma, tenantId);
    let feed = this.#feeds.get(tenantId);
    const isNew = feed === undefined;
    if (!feed) this.#feeds.set(tenantId, (feed = { position, queues: new Set(), reading: null, isStale: false }));
    const queue = new EventQueue(new Set<EventType>(types), position, () => this.#drop(tenantId, queue));
    feed.queues.add(queue);
    // A fact appended between the look at the head and the feed's first day was announced to nobody here.
    if (isNew) this.#wake(tenantId);
    return queue as AsyncIterableIterator<LoggedEvent<Type>>;
  }

  #drop(tenantId: string, queue: EventQueue): void {
    const feed = this.#feeds.get(tenantId);
    feed?.queues.delete(queue);
    if (feed?.queues.size === 0) this.#feeds.delete(tenantId);
  }

  #wake(tenantId: string): void {
    const feed = this.#feeds.get(tenantId);
    if (!feed) return;
    feed.isStale = true;
    feed.reading ??= this.#catchUp(tenantId, feed).finally(() => {
      feed.reading = null;
      if (feed.isStale && !this.#isClosed) this.#wake(tenantId);
    });
  }

  async #catchUp(tenantId: string, feed: Feed): Promise<void> {
    while (feed.isStale && !this.#isClosed) {
      feed.isStale = false;
      try {
        while ((await this.#readPage(tenantId, feed)) === pageSize);
      } catch (error) {
        if (this.#isClosed) return;
        this.#logger.error({ err: error, tenantId }, 'the event log could not be read and is read again');
        feed.isStale = true;
        await setTimeout(retryDelay);
      }
    }
  }

  /** @returns how many facts there were. */
  async #readPage(tenantId: string, feed: Feed): Promise<number> {
    const events = await readEvents(this.#database.prisma, tenantId, feed.position, pageSize);
    for (const event of events) {
      feed.position = event.position;
      for (const queue of feed.queues) queue.push(event);
    }
    return events.length;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#reconnect) clearTimeout(this.#reconnect);
    const feeds = [...this.#feeds.values()];
    for (const { queues } of feeds) for (const queue of queues) queue.end();
    for (const { reading } of feeds) await reading;
    await this.#client?.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** One subscriber's facts, in order, until it asks for them. */
class EventQueue implements AsyncIterableIterator<LoggedEvent> {
  readonly #types: ReadonlySet<EventType>;
  readonly #from: bigint;
  readonly #onEnd: () => void;
  readonly #events: LoggedEvent[] = [];
  readonly #waiting: ((result: IteratorResult<LoggedEvent>) => void)[] = [];
  #isEnded = false;

  constructor(types: ReadonlySet<EventType>, from: bigint, onEnd: () => void) {
    this.#types = types;
    this.#from = from;
    this.#onEnd = onEnd;
  }

  push(event: LoggedEvent): void {
    if (this.#isEnded || event.position <= this.#from || !this.#types.has(event.type)) return;
    const waiting = this.#waiting.shift();
    if (waiting) waiting({ value: event, done: false });
    else if (this.#events.push(event) > queueBound) this.end();
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#onEnd();
    for (const waiting of this.#waiting.splice(0)) waiting({ value: undefined, done: true });
  }

  next(): Promise<IteratorResult<LoggedEvent>> {
    const event = this.#events.shift();
    if (event) return Promise.resolve({ value: event, done: false });
    if (this.#isEnded) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<LoggedEvent>> {
    this.#events.length = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
