/** What changed since the last pass; the place where the next one starts is kept with what was read up to it. */
import type { Transaction } from '../../database/database.ts';
import type { Resource } from '../../upstream/connector.ts';
import { readProgress } from '../progress.ts';
import { isDueAgain, releaseUnseen } from '../quarantine.ts';
import { InOrder } from './in-order.ts';
import { applyPages, areLast, complete, emptyOutcome, pageReader, type PassContext, type PassOutcome } from './page.ts';
import { PagesAhead } from './pages-ahead.ts';

export async function followFeed(context: PassContext, resource: Resource): Promise<PassOutcome> {
  const { database, connection, clock } = context;
  const progress = await readProgress(database.prisma, connection.id, resource.name);
  const completeAsOf = clock.now();
  const outcome = emptyOutcome(resource);
  const isAnew =
    progress.passStartedAt === null && (await isDueAgain(database.prisma, connection, resource, completeAsOf));
  let position = isAnew ? null : progress.position;
  const end = async (tx: Transaction) => {
    if (isAnew) await releaseUnseen(tx, connection, resource, completeAsOf);
    await complete(tx, context, resource, { rows: outcome.rows, position, completeAsOf, progress });
  };
  await using batches = new InOrder();
  await using ahead = new PagesAhead(pageReader(context, resource), position);
  for (let pages = await ahead.take(); pages.length > 0; pages = await ahead.take()) {
    const last = pages.at(-1);
    position = last?.next ?? last?.resume ?? position;
    const place = { position, passStartedAt: completeAsOf };
    const batch = { pages, progress, outcome, place, end: areLast(pages) ? end : undefined };
    await batches.begin((turn) => applyPages(context, resource, { ...batch, turn }));
  }
  await batches.done();
  return outcome;
}
