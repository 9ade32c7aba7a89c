/** What every pass over a resource does with its pages: wait for their turn, read them, apply them with its progress. */
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../domain/clock.ts';
import type { RecordKind } from '../../domain/records.ts';
import type { Applied } from '../../replica/apply/apply.ts';
import type { ServiceConnection } from '../../tenancy/service-connections.ts';
import type { Connector, Resource, ResourcePage } from '../../upstream/connector.ts';
import { UpstreamFailure } from '../../upstream/failure.ts';
import { waitBeforePoll, type Pace } from '../planner/pacing.ts';
import { saveProgress, type ResourceProgress } from '../progress.ts';
import { shelvesOf, takeIn } from '../take-in.ts';

export interface PassContext {
  database: Database;
  clock: Clock;
  connection: ServiceConnection;
  connector: Connector;
  pace: Pace;
  /** @throws AllowanceSpent when no more requests may be sent for now. */
  spend?: (() => void) | undefined;
  /** Called when pages are in the replica. */
  onPage?: ((page: PageReport) => void) | undefined;
  /** Waits; rejects when the signal aborts. */
  pause: (ms: number, signal?: AbortSignal) => Promise<void>;
  signal?: AbortSignal | undefined;
}

export interface PageReport {
  resource: string;
  /** Read so far in this pass, or since it went on where it was. */
  rows: number;
  /** Of the whole resource as the service counts them, or as the last pass did; null when nobody has counted them. */
  total: number | null;
}

export interface PassOutcome {
  resource: string;
  rows: number;
  changed: number;
  deleted: number;
  events: number;
}

/** The requests that a round may take are spent: what was read is kept, and the next round goes on behind it. */
export class AllowanceSpent extends Error {
  override name = 'AllowanceSpent';
}

/** One record, read and applied. */
export async function readOne(
  context: Pick<PassContext, 'connector' | 'connection' | 'database' | 'clock' | 'signal'>,
  kind: RecordKind,
  externalId: string,
): Promise<[ResourcePage, Applied]> {
  const { connector, connection, database, clock, signal } = context;
  const page = (await connector.readOne?.(kind, externalId, signal)) ?? nothingRead(clock.now());
  const options = { connection, shelfOf: shelvesOf(connector), via: 'POLL', now: clock.now() } as const;
  return [page, await database.transaction((tx) => takeIn(tx, options, page))];
}

const nothingRead = (asOf: Date): ResourcePage => ({ observations: [], rejected: [], next: null, total: null, asOf });

/** Reads the resource's pages, each in its turn. */
export function pageReader(context: PassContext, resource: Resource) {
  return async (position: string | null, stop: AbortSignal): Promise<ResourcePage> => {
    const signal = context.signal ? AbortSignal.any([context.signal, stop]) : stop;
    await waitForTurn({ ...context, signal });
    return context.connector.read(resource, position, signal);
  };
}

/** The longest pause within a pass. Whatever takes longer ends it, and it goes on where it was when the time has come. */
export const longestPauseMs = 120_000;

export async function waitForTurn({ connector, clock, pace, pause, signal, spend }: PassContext): Promise<void> {
  const waitMs = waitBeforePoll(connector.rate.budget(), pace, clock.now());
  // The month is said to be spent by the request itself, which is not sent.
  if (waitMs > longestPauseMs && connector.rate.monthHeldUntil() === null) {
    const { service } = connector;
    const message = `${service} asks for patience for ${Math.ceil(waitMs / 1000)} s`;
    throw new UpstreamFailure(message, { kind: 'rateLimited', service, retryAfterMs: waitMs });
  }
  if (waitMs > 0 && waitMs <= longestPauseMs) await pause(waitMs, signal);
  spend?.();
}

export interface PageBatch {
  pages: readonly ResourcePage[];
  /** Where the pass began. */
  progress: ResourceProgress;
  outcome: PassOutcome;
  place: Partial<ResourceProgress>;
  /** What the pass ends with, where these are its last pages and nothing is to be asked any more. */
  end?: ((tx: Transaction) => Promise<void>) | undefined;
  /** Settles when the batch before stands, or does not. */
  turn: Promise<void>;
}

/** Whether no page comes behind these. */
export const areLast = (pages: readonly ResourcePage[]): boolean => pages.at(-1)?.next === null;

/**
 * One transaction: what the pages state, and the place to go on from when the pass is stopped behind them, or its end.
 */
export async function applyPages(
  { database, connection, connector, clock, onPage }: PassContext,
  resource: Resource,
  { pages, progress, outcome, place, turn, end }: PageBatch,
): Promise<void> {
  const observations = pages.flatMap((page) => page.observations);
  const rejected = pages.flatMap((page) => page.rejected);
  const gone = pages.flatMap((page) => page.gone ?? []);
  const options = { via: 'POLL', now: clock.now(), isBaseline: progress.baselineAt === null, turn } as const;
  await database.transaction(async (tx) => {
    const where = { connection, shelfOf: shelvesOf(connector), ...options };
    const applied = await takeIn(tx, where, { observations, rejected, gone });
    add(outcome, observations.length + rejected.length, applied);
    await (end ? end(tx) : saveProgress(tx, connection, resource.name, place));
  });
  const counted = resource.mode === 'sweep' ? progress.rows || null : null;
  onPage?.({ resource: resource.name, rows: outcome.rows, total: pages.at(-1)?.total ?? counted });
}

export async function complete(
  tx: Transaction,
  { connection, clock }: PassContext,
  resource: Resource,
  {
    progress,
    ...known
  }: {
    rows: number;
    position?: string | null;
    lastExternalId?: string | null;
    completeAsOf: Date;
    progress: ResourceProgress;
  },
): Promise<void> {
  const now = clock.now();
  await saveProgress(tx, connection, resource.name, {
    position: null,
    ...known,
    passStartedAt: null,
    completedAt: now,
    baselineAt: progress.baselineAt ?? now,
  });
}

export const emptyOutcome = ({ name }: Resource): PassOutcome => ({
  resource: name,
  rows: 0,
  changed: 0,
  deleted: 0,
  events: 0,
});

export function add(outcome: PassOutcome, rows: number, applied: Applied): void {
  outcome.rows += rows;
  outcome.changed += applied.changed;
  outcome.deleted += applied.deleted;
  outcome.events += applied.events;
}
