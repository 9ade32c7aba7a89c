/** The gateway's GraphiQL, with the committed example operations, as a frontend developer's first ten minutes. */
import type { Locator } from 'playwright-core';
import { startBrowser, whyNoBrowser } from '../http/browser.ts';
import { answerWith, chooseTab, fillHeaders, openGraphiql, run } from '../http/graphiql-page.ts';
import { startWorld, type World } from '../world/world.ts';

const sku = 'OIL-15W40';

/** A part at 20 whose reorder point is 18, known to the gateway. */
async function oilAt20(world: World): Promise<void> {
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart(sku, { reorderPoint: 18 });
  await world.maintainkit.receive(sku, 20);
  await world.sync();
}

const appears = (pane: Locator): Promise<boolean> =>
  pane.waitFor({ timeout: 1000 }).then(
    () => true,
    () => false,
  );

const suite = whyNoBrowser === null ? describe : describe.skip;
suite(
  whyNoBrowser === null ? 'GraphiQL of the gateway' : `GraphiQL of the gateway (not tried: ${whyNoBrowser})`,
  () => {
    test('says that a key is missing, runs an example with one that was typed in, and shows a part fall low', async () => {
      await using world = await startWorld();
      await oilAt20(world);
      await using browser = await startBrowser();
      await using visit = await browser.visit();
      const { page } = visit;
      await openGraphiql(page, world.url);
      await chooseTab(page, 'PartBySku');
      await run(page);
      await answerWith(page, 'UNAUTHENTICATED').waitFor();
      await fillHeaders(page, { Authorization: `Bearer ${world.keys.admin}` });
      await run(page);
      await answerWith(page, '"OIL-15W40"').waitFor();

      await chooseTab(page, 'StockLow');
      await run(page);
      await answerWith(page, 'The connection was closed: 4401').waitFor();
      await fillHeaders(page, { Authorization: `Bearer ${world.keys.read}` });
      await run(page);
      // Nothing tells a browser when the gateway has begun to listen: the oil falls low until that is seen.
      for (let attempt = 0; attempt < 5; attempt += 1) {
        await world.maintainkit.consume(sku, 2);
        if (await appears(answerWith(page, '"onHand": 18'))) break;
        await world.maintainkit.receive(sku, 2);
        await world.sync();
      }
      await answerWith(page, '"stockLow"').waitFor();

      expect(visit.hosts).toEqual(new Set([new URL(world.url).host]));
      expect(visit.complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
    });
  },
);
