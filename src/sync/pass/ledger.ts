/** The rows behind those known; from the start when the service's order turns out to be another one. */
import type { Transaction } from '../../database/database.ts';
import { retireStockNotices } from '../../replica/apply/apply.ts';
import { LedgerShifted, type Resource, type ResourcePage } from '../../upstream/connector.ts';
import { readProgress } from '../progress.ts';
import { isDueAgain, releaseUnseen } from '../quarantine.ts';
import { InOrder } from './in-order.ts';
import { PagesAhead } from './pages-ahead.ts';
import { applyPages, areLast, complete, emptyOutcome, pageReader, type PassContext, type PassOutcome } from './page.ts';

interface KnownLedger {
  rows: number;
  lastExternalId: string | null;
}

export async function followLedger(context: PassContext, resource: Resource): Promise<PassOutcome> {
  const { connector, database, connection, clock } = context;
  const progress = await readProgress(database.prisma, connection.id, resource.name);
  const completeAsOf = clock.now();
  const outcome = emptyOutcome(resource);
  const nothing = { rows: 0, lastExternalId: null };
  const isAnew =
    progress.passStartedAt === null && (await isDueAgain(database.prisma, connection, resource, completeAsOf));
  let known: KnownLedger = isAnew ? nothing : { rows: progress.rows, lastExternalId: progress.lastExternalId };
  const position = progress.position ?? connector.ledgerPosition(known.rows, known.lastExternalId);

  const end = async (tx: Transaction) => {
    const { tenantId, service } = connection;
    const isBaseline = progress.baselineAt === null;
    if (isAnew) await releaseUnseen(tx, connection, resource, completeAsOf);
    await retireStockNotices(tx, { tenantId, service, before: completeAsOf, now: clock.now(), isBaseline });
    await complete(tx, context, resource, { ...known, completeAsOf, progress });
  };
  const readOn = async (from: string | null) => {
    let isBehind = from !== null;
    await using batches = new InOrder();
    await using ahead = new PagesAhead(pageReader(context, resource), from);
    for (let pages = await ahead.take(); pages.length > 0; pages = await ahead.take()) {
      for (const page of pages) {
        known = advance(known, page, isBehind);
        isBehind = true;
      }
      const place = { ...known, position: pages.at(-1)?.next ?? null, passStartedAt: completeAsOf };
      const batch = { pages, progress, outcome, place, end: areLast(pages) ? end : undefined };
      await batches.begin((turn) => applyPages(context, resource, { ...batch, turn }));
    }
    await batches.done();
  };
  try {
    await readOn(position);
  } catch (error) {
    if (!(error instanceof LedgerShifted)) throw error;
    known = nothing;
    await readOn(null);
  }
  return outcome;
}

/** A page behind a position begins with the last row known. */
function advance(known: KnownLedger, page: ResourcePage, isBehind: boolean): KnownLedger {
  const read = page.observations.length + page.rejected.length - (isBehind && known.rows > 0 ? 1 : 0);
  const last = page.observations.at(-1)?.externalId;
  return { rows: known.rows + Math.max(0, read), lastExternalId: last ?? known.lastExternalId };
}
