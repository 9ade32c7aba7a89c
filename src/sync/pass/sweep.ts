/** Every page of a resource, each time; what a complete and consistent pass did not meet is gone. */
import type { PrismaClient, Transaction } from '../../database/database.ts';
import type { RecordKind } from '../../domain/records.ts';
import { applyDeletions } from '../../replica/apply/apply.ts';
import type { Resource, ResourcePage } from '../../upstream/connector.ts';
import { readProgress } from '../progress.ts';
import { releaseUnseen } from '../quarantine.ts';
import { InOrder } from './in-order.ts';
import {
  add,
  applyPages,
  areLast,
  complete,
  emptyOutcome,
  pageReader,
  readOne,
  waitForTurn,
  type PassContext,
  type PassOutcome,
} from './page.ts';
import { PagesAhead } from './pages-ahead.ts';

export async function sweep(context: PassContext, resource: Resource): Promise<PassOutcome> {
  const { database, connection, clock } = context;
  const progress = await readProgress(database.prisma, connection.id, resource.name);
  const startedAt = clock.now();
  // A pass that was cut tells of its first pages as they were when it began.
  const completeAsOf = progress.passStartedAt ?? startedAt;
  const pass = new SweepProof(progress.position === null);
  const outcome = emptyOutcome(resource);
  const end = async (tx: Transaction) => {
    if (resource.kind !== null && !resource.shifts && pass.isProof()) {
      const externalIds = await missingFrom(tx, context, resource.kind, pass.met, startedAt);
      outcome.deleted += await applyGone(tx, context, resource.kind, externalIds);
    }
    if (pass.isProof()) await releaseUnseen(tx, connection, resource, startedAt);
    await complete(tx, context, resource, { rows: outcome.rows, completeAsOf, progress });
  };
  await using batches = new InOrder();
  await using ahead = new PagesAhead(pageReader(context, resource), progress.position);
  for (let pages = await ahead.take(); pages.length > 0; pages = await ahead.take()) {
    for (const page of pages) pass.meet(page);
    const place = { position: pages.at(-1)?.next ?? null, passStartedAt: completeAsOf };
    const batch = { pages, progress, outcome, place, end: areLast(pages) && !resource.shifts ? end : undefined };
    await batches.begin((turn) => applyPages(context, resource, { ...batch, turn }));
  }
  await batches.done();
  if (resource.shifts) {
    await askForMissing(context, resource, pass, startedAt, outcome);
    await database.transaction(end);
  }
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
    const [{ observations, rejected }, applied] = await readOne(context, resource.kind, externalId);
    add(outcome, observations.length + rejected.length, applied);
  }
}
