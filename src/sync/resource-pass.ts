/** One pass over one resource of a connection: read page by page, apply each page in one transaction. */
import type { Database, PrismaClient, Transaction } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { RecordKind } from '../domain/records.ts';
import { applyDeletions, retireStockNotices, type Applied } from '../replica/apply/apply.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import { LedgerShifted, type Connector, type Resource, type ResourcePage } from '../upstream/connector.ts';
import { waitBeforePoll, type Pace } from './pacing.ts';
import { readProgress, saveProgress, type ResourceProgress } from './progress.ts';
import { isDueAgain, releaseUnseen } from './quarantine.ts';
import { shelvesOf, takeIn } from './take-in.ts';

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

/** @throws UpstreamFailure; what was read until then is kept, and the next pass goes on behind it. */
export async function passOver(context: PassContext, resource: Resource): Promise<PassOutcome> {
  if (resource.mode === 'ledger') return followLedger(context, resource);
  return resource.mode === 'delta' ? followFeed(context, resource) : sweep(context, resource);
}

/** Every page of the resource; what a complete and consistent pass did not meet is gone. */
async function sweep(context: PassContext, resource: Resource): Promise<PassOutcome> {
  const { database, connection, clock } = context;
  const progress = await readProgress(database.prisma, connection.id, resource.name);
  const startedAt = clock.now();
  const pass = new SweepProof(progress.position === null);
  const outcome = emptyOutcome(resource);
  let position = progress.position;
  do {
    const page = await readPage(context, resource, position);
    pass.meet(page);
    const { next } = page;
    const applied = await database.transaction(async (tx) => {
      const result = await applyPage(tx, context, page, progress);
      await saveProgress(tx, connection, resource.name, { position: next, passStartedAt: startedAt });
      return result;
    });
    add(outcome, page, applied);
    position = next;
  } while (position !== null);

  if (resource.shifts) await askForMissing(context, resource, pass, startedAt, outcome);
  await database.transaction(async (tx) => {
    if (resource.kind !== null && !resource.shifts && pass.isProof()) {
      const externalIds = await missingFrom(tx, context, resource.kind, pass.met, startedAt);
      outcome.deleted += await applyGone(tx, context, resource.kind, externalIds);
    }
    if (pass.isProof()) await releaseUnseen(tx, connection, resource, startedAt);
    await complete(tx, context, resource, { rows: outcome.rows, progress });
  });
  return outcome;
}

/** What a pass must have seen to say that a record is gone: all of it, from the start, while nothing was moving. */
class SweepProof {
  readonly met = new Set<string>();
  readonly isFromStart: boolean;
  readonly #totals = new Set<number | null>();
  #rows = 0;

  constructor(isFromStart: boolean) {
    this.isFromStart = isFromStart;
  }

  meet(page: ResourcePage): void {
    for (const { externalId } of page.observations) this.met.add(externalId);
    for (const { externalId } of page.rejected) if (externalId !== null) this.met.add(externalId);
    this.#rows += page.observations.length + page.rejected.length;
    this.#totals.add(page.total);
  }

  isProof(): boolean {
    if (!this.isFromStart || this.#totals.size > 1) return false;
    const [total] = this.#totals;
    return total === null || total === undefined || (total === this.#rows && this.met.size === this.#rows);
  }
}

/** Records that stand in the replica since before the pass, and that it did not meet. */
async function missingFrom(
  prisma: PrismaClient | Transaction,
  { connection }: PassContext,
  kind: RecordKind,
  met: ReadonlySet<string>,
  startedAt: Date,
): Promise<string[]> {
  const { tenantId, service } = connection;
  const missing = await prisma.$queryRaw<{ externalId: string }[]>`
    select external_id as "externalId" from source_record
    where tenant_id = ${tenantId} and service = ${service} and kind = ${kind} and deleted_at is null
      and recorded_at < ${startedAt}::timestamptz and external_id <> all(${[...met]}::text[])`;
  return missing.map(({ externalId }) => externalId);
}

async function applyGone(
  tx: Transaction,
  { connection, clock }: PassContext,
  kind: RecordKind,
  externalIds: readonly string[],
): Promise<number> {
  if (externalIds.length === 0) return 0;
  const { tenantId, service } = connection;
  return applyDeletions(tx, { tenantId, service, kind, externalIds, now: clock.now() });
}

/** In one pass; the others are asked for in the next one. */
const mostQuestions = 50;

/** A row may have slipped by between two pages: each one that was not met is asked for by itself. */
async function askForMissing(
  context: PassContext,
  resource: Resource,
  pass: SweepProof,
  startedAt: Date,
  outcome: PassOutcome,
): Promise<void> {
  const { connector, database } = context;
  if (resource.kind === null || !connector.readOne || !pass.isFromStart) return;
  const missing = await missingFrom(database.prisma, context, resource.kind, pass.met, startedAt);
  for (const externalId of missing.slice(0, mostQuestions)) {
    await waitForTurn(context);
    add(outcome, ...(await readOne(context, resource.kind, externalId)));
  }
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

/** What changed since the last pass, page by page; the place where the next one starts is kept with each page. */
async function followFeed(context: PassContext, resource: Resource): Promise<PassOutcome> {
  const { database, connection, clock } = context;
  const progress = await readProgress(database.prisma, connection.id, resource.name);
  const startedAt = clock.now();
  const outcome = emptyOutcome(resource);
  const isAnew =
    progress.passStartedAt === null && (await isDueAgain(database.prisma, connection, resource, startedAt));
  let position = isAnew ? null : progress.position;
  let next: string | null;
  do {
    const page = await readPage(context, resource, position);
    position = page.next ?? page.resume ?? position;
    const place = { position, passStartedAt: startedAt };
    const applied = await database.transaction(async (tx) => {
      const result = await applyPage(tx, context, page, progress);
      await saveProgress(tx, connection, resource.name, place);
      return result;
    });
    add(outcome, page, applied);
    ({ next } = page);
  } while (next !== null);
  await database.transaction(async (tx) => {
    if (isAnew) await releaseUnseen(tx, connection, resource, startedAt);
    await complete(tx, context, resource, { rows: outcome.rows, position, progress });
  });
  return outcome;
}

/** The rows behind those known; from the start when the service's order turns out to be another one. */
async function followLedger(context: PassContext, resource: Resource): Promise<PassOutcome> {
  const { connector, database, connection, clock } = context;
  const progress = await readProgress(database.prisma, connection.id, resource.name);
  const startedAt = clock.now();
  const outcome = emptyOutcome(resource);
  const isAnew =
    progress.passStartedAt === null && (await isDueAgain(database.prisma, connection, resource, startedAt));
  let known: KnownLedger = isAnew
    ? { rows: 0, lastExternalId: null }
    : { rows: progress.rows, lastExternalId: progress.lastExternalId };
  let position = progress.position ?? connector.ledgerPosition(known.rows, known.lastExternalId);
  do {
    const page = await readPage(context, resource, position).catch((error: unknown) => {
      if (error instanceof LedgerShifted) return null;
      throw error;
    });
    if (page === null) {
      known = { rows: 0, lastExternalId: null };
      position = null;
      continue;
    }
    known = advance(known, page, position !== null);
    const { next } = page;
    const applied = await database.transaction(async (tx) => {
      const result = await applyPage(tx, context, page, progress);
      await saveProgress(tx, connection, resource.name, { ...known, position: next, passStartedAt: startedAt });
      return result;
    });
    add(outcome, page, applied);
    position = next;
    if (next === null) break;
  } while (true);

  await database.transaction(async (tx) => {
    const { tenantId, service } = connection;
    const isBaseline = progress.baselineAt === null;
    if (isAnew) await releaseUnseen(tx, connection, resource, startedAt);
    await retireStockNotices(tx, { tenantId, service, before: startedAt, now: clock.now(), isBaseline });
    await complete(tx, context, resource, { ...known, progress });
  });
  return outcome;
}

interface KnownLedger {
  rows: number;
  lastExternalId: string | null;
}

/** A page behind a position begins with the last row known. */
function advance(known: KnownLedger, page: ResourcePage, isBehind: boolean): KnownLedger {
  const read = page.observations.length + page.rejected.length - (isBehind && known.rows > 0 ? 1 : 0);
  const last = page.observations.at(-1)?.externalId;
  return { rows: known.rows + Math.max(0, read), lastExternalId: last ?? known.lastExternalId };
}

async function readPage(context: PassContext, resource: Resource, position: string | null): Promise<ResourcePage> {
  await waitForTurn(context);
  return context.connector.read(resource, position, context.signal);
}

async function waitForTurn({ connector, clock, pace, pause, signal }: PassContext): Promise<void> {
  const wait = waitBeforePoll(connector.budget(), pace, clock.now());
  if (wait > 0) await pause(wait, signal);
}

async function applyPage(
  tx: Transaction,
  { connection, connector, clock }: PassContext,
  page: ResourcePage,
  progress: ResourceProgress,
): Promise<Applied> {
  const options = { via: 'POLL', now: clock.now(), isBaseline: progress.baselineAt === null } as const;
  return takeIn(tx, { connection, shelfOf: shelvesOf(connector), ...options }, page);
}

async function complete(
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

const emptyOutcome = ({ name }: Resource): PassOutcome => ({
  resource: name,
  rows: 0,
  changed: 0,
  deleted: 0,
  events: 0,
});

function add(outcome: PassOutcome, page: ResourcePage, applied: Applied): void {
  outcome.rows += page.observations.length + page.rejected.length;
  outcome.changed += applied.changed;
  outcome.deleted += applied.deleted;
  outcome.events += applied.events;
}
