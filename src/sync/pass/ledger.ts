/** The rows behind those known; from the start when the service's order turns out to be another one. */
import { retireStockNotices } from '../../replica/apply/apply.ts';
import { LedgerShifted, type Resource, type ResourcePage } from '../../upstream/connector.ts';
import { readProgress, saveProgress } from '../progress.ts';
import { add, applyPage, complete, emptyOutcome, readPage, type PassContext, type PassOutcome } from './page.ts';

export async function followLedger(context: PassContext, resource: Resource): Promise<PassOutcome> {
  const { connector, database, connection, clock } = context;
  const progress = await readProgress(database.prisma, connection.id, resource.name);
  const completeAsOf = clock.now();
  const outcome = emptyOutcome(resource);
  let known = { rows: progress.rows, lastExternalId: progress.lastExternalId };
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
      const result = await applyPage(tx, context, resource, page, progress);
      await saveProgress(tx, connection, resource.name, { ...known, position: next, passStartedAt: completeAsOf });
      return result;
    });
    add(outcome, page, applied);
    context.onPage?.({ resource: resource.name, rows: outcome.rows, total: null });
    position = next;
    if (next === null) break;
  } while (true);

  await database.transaction(async (tx) => {
    const { tenantId, service } = connection;
    const isBaseline = progress.baselineAt === null;
    await retireStockNotices(tx, { tenantId, service, before: completeAsOf, now: clock.now(), isBaseline });
    await complete(tx, context, resource, { ...known, completeAsOf, progress });
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
