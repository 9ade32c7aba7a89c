/** The gateway's PostgreSQL: a Prisma client for reads and one for transactions, each over a pool of its own. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Logger } from '../telemetry/logger.ts';
import { PrismaClient, type Prisma } from './generated/client.ts';
import { Locks } from './locks.ts';

export type { PrismaClient } from './generated/client.ts';
/** What a room writes through inside a transaction. */
export type Transaction = Prisma.TransactionClient;

export interface Database extends AsyncDisposable {
  readonly url: string;
  /** For reads and for single statements. */
  readonly prisma: PrismaClient;
  /** For the graph's reads: `prisma` itself, or in turn those of the copies that are to be read from. */
  reader(): PrismaClient;
  /** One PostgreSQL transaction, READ COMMITTED; rolled back when `work` throws. */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  readonly locks: Locks;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Copies of the database that follow it, to be read from; left out: none. */
  readUrls?: readonly string[];
  logger: Logger;
  /** Called with every statement's text; for tests that count them. */
  onStatement?: (sql: string) => void;
}

/** A few: more would only take turns on the server's cores. */
const readConnections = 6;
/** Writers of one tenant wait for each other, so they have connections of their own, and reads never wait behind them. */
const transactionConnections = 8;

const inUtc = '-c timezone=UTC';
/** How much of a misspelt word must be right, 0 to 1, for a search to find what was meant: Exavator is 0.58 Excavator. */
const searchNearly = '-c pg_trgm.word_similarity_threshold=0.45';

export function openDatabase({ url, readUrls = [], ...rest }: DatabaseOptions): Database {
  // Reads are the same few texts again and again, and planning one anew costs as much as carrying it out. Left to
  // itself PostgreSQL never stops where lists of ids are short, since it expects ten in a list it does not see.
  const options = `${inUtc} -c plan_cache_mode=force_generic_plan ${searchNearly}`;
  const reads = openClient(url, { max: readConnections, options }, rest);
  const copies = readUrls.map((each) => openClient(each, { max: readConnections, options }, rest));
  const writes = openClient(url, { max: transactionConnections, options: inUtc }, rest);
  let turn = 0;
  let closed: Promise<void> | undefined;
  const locks = new Locks(url, rest.logger);
  const close = () =>
    (closed ??= Promise.all([reads, writes, locks, ...copies].map((each) => each.close())).then(() => undefined));
  return {
    url,
    prisma: reads.prisma,
    reader: () => {
      turn += 1;
      return (copies[turn % copies.length] ?? reads).prisma;
    },
    locks,
    transaction: (work) => transact(writes.prisma, work),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Filled by the pool while a transaction takes its connection. */
const taking = new AsyncLocalStorage<{ connection?: pg.PoolClient }>();
const connectionsOf = new WeakMap<Transaction, pg.PoolClient>();

class NotedPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Parameters<pg.Pool['connect']>[0]): void;
  override connect(callback?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | void {
    if (callback) return super.connect(callback);
    const taker = taking.getStore();
    return super.connect().then((connection) => {
      if (taker) taker.connection = connection;
      return connection;
    });
  }
}

function transact<Result>(prisma: PrismaClient, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const taker: { connection?: pg.PoolClient } = {};
  return taking.run(taker, () =>
    prisma.$transaction(
      (tx) => {
        if (taker.connection) connectionsOf.set(tx, taker.connection);
        return work(tx);
      },
      { maxWait: 20_000, timeout: 60_000 },
    ),
  );
}

/** The connection that a transaction has to itself. */
export function connectionOf(tx: Transaction): pg.PoolClient {
  const connection = connectionsOf.get(tx);
  if (!connection) throw new Error('not a transaction of this database');
  return connection;
}

function openClient(
  url: string,
  connections: { max: number; options: string },
  { logger, onStatement }: Omit<DatabaseOptions, 'url'>,
): { prisma: PrismaClient; close: () => Promise<void> } {
  const pool = new NotedPool({ connectionString: url, ...connections });
  const adapter = new PrismaPg(pool, {
    statementNameGenerator: ({ sql }) => statementName(sql),
    onPoolError: (error) => logger.warn({ error: error.message }, 'a database connection broke and was dropped'),
  });
  const prisma = onStatement
    ? new PrismaClient({ adapter, log: [{ emit: 'event', level: 'query' }] })
    : new PrismaClient({ adapter });
  if (onStatement) observeStatements(prisma, onStatement);
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
  return { prisma, close };
}

const statementNames = new Map<string, string>();

/** A prepared statement's name is its text's hash; texts without end (long lists inlined) would fill the server, so they stay unnamed. */
function statementName(sql: string): string {
  let name = statementNames.get(sql);
  if (name === undefined) {
    name = createHash('sha1').update(sql).digest('base64url');
    if (statementNames.size >= 5000) statementNames.clear();
    statementNames.set(sql, name);
  }
  return name;
}

function observeStatements(prisma: PrismaClient, onStatement: (sql: string) => void): void {
  (prisma as PrismaClient<'query'>).$on('query', ({ query }) => onStatement(query));
}
