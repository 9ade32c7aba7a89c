/** What changed since the last pass, page by page; the place where the next one starts is kept with each page. */
import type { Resource } from '../../upstream/connector.ts';
import { readProgress, saveProgress } from '../progress.ts';
import { add, applyPage, complete, emptyOutcome, readPage, type PassContext, type PassOutcome } from './page.ts';

export async function followFeed(context: PassContext, resource: Resource): Promise<PassOutcome> {
  const { database, connection, clock } = context;
  const progress = await readProgress(database.prisma, connection.id, resource.name);
  const completeAsOf = clock.now();
  const outcome = emptyOutcome(resource);
  let { position } = progress;
  let next: string | null;
  do {
    const page = await readPage(context, resource, position);
    position = page.next ?? page.resume ?? position;
    const place = { position, passStartedAt: completeAsOf };
    const applied = await database.transaction(async (tx) => {
      const result = await applyPage(tx, context, resource, page, progress);
      await saveProgress(tx, connection, resource.name, place);
      return result;
    });
    add(outcome, page, applied);
    context.onPage?.({ resource: resource.name, rows: outcome.rows, total: null });
    ({ next } = page);
  } while (next !== null);
  await database.transaction((tx) =>
    complete(tx, context, resource, { rows: outcome.rows, position, completeAsOf, progress }),
  );
  return outcome;
}
