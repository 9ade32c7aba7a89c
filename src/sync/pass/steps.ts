/** What every pass does: it reads pages, and applies them with its progress in one transaction. */
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Applied } from '../../replica/apply/apply.ts';
import type { ServiceConnection } from '../../tenancy/service-connections.ts';
import type { Connector, Resource, ResourcePage } from '../../upstream/connector.ts';
import { waitBeforePoll, type Pace } from '../pacing.ts';
import { saveProgress, type ResourceProgress } from '../progress.ts';
import { shelvesOf, takeIn } from '../take-in.ts';

export interface PassContext {
  database: Database;
  clock: Clock;
  connection: ServiceConnection;
  connector: Connector;
  pace: Pace;
  /** Waits; rejects when the signal aborts. */
  pause: (ms: number, signal?: AbortSignal) => Promise<void>;
  signal?: AbortSignal | undefined;
}

export interface PassOutcome {
  resource: string;
  rows: number;
  changed: number;
  deleted: number;
  events: number;
}

/** Reads the resource's pages, each in its turn. */
export function pageReader(context: PassContext, resource: Resource) {
  return async (position: string | null, stop: AbortSignal): Promise<ResourcePage> => {
    const signal = context.signal ? AbortSignal.any([context.signal, stop]) : stop;
    await waitForTurn({ ...context, signal });
    return context.connector.read(resource, position, signal);
  };
}

export async function waitForTurn({ connector, clock, pace, pause, signal }: PassContext): Promise<void> {
  const wait = waitBeforePoll(connector.budget(), pace, clock.now());
  if (wait > 0) await pause(wait, signal);
}

/** One transaction: what the pages state, and the place to go on from when the pass is stopped behind them. */
export async function applyPages(
  { database, connection, connector, clock }: PassContext,
  resource: Resource,
  { pages, progress, outcome, place }: PageBatch,
): Promise<void> {
  const observations = pages.flatMap((page) => page.observations);
  const rejected = pages.flatMap((page) => page.rejected);
  const gone = pages.flatMap((page) => page.gone ?? []);
  const options = { via: 'POLL', now: clock.now(), isBaseline: progress.baselineAt === null } as const;
  const applied = await database.transaction(async (tx) => {
    const where = { connection, shelfOf: shelvesOf(connector), ...options };
    const result = await takeIn(tx, where, { observations, rejected, gone });
    await saveProgress(tx, connection, resource.name, place);
    return result;
  });
  add(outcome, observations.length + rejected.length, applied);
}

interface PageBatch {
  pages: readonly ResourcePage[];
  /** Where the pass began. */
  progress: ResourceProgress;
  outcome: PassOutcome;
  place: Partial<ResourceProgress>;
}

export async function complete(
  tx: Transaction,
  { connection, clock }: PassContext,
  resource: Resource,
  {
    progress,
    ...known
  }: { rows: number; position?: string | null; lastExternalId?: string | null; progress: ResourceProgress },
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
