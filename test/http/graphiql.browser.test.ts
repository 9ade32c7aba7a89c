/** GraphiQL as a frontend developer meets it, in a real browser. */
import { startBrowser, whyNoBrowser, type Browser } from './browser.ts';
import { startGraphiqlGateway } from './graphiql-gateway.ts';
import { answerWith, chooseTab, openGraphiql, run, stop } from './graphiql-page.ts';

const key = 'mg_demo_key';
const tabs = [
  {
    query: 'query AssetByTag($tag: String!) {\n  assetByTag(tagNumber: $tag) { tagNumber }\n}\n',
    variables: '{ "tag": "EXC-A" }',
  },
  { query: 'subscription StockLow {\n  stockLow { onHand }\n}\n' },
];

const suite = whyNoBrowser === null ? describe : describe.skip;
suite(whyNoBrowser === null ? 'GraphiQL' : `GraphiQL (not tried: ${whyNoBrowser})`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  test('runs the examples with the key that came with the page, live ones too, and asks no other host for anything', async () => {
    await using gateway = await startGraphiqlGateway({ key, tabs });
    await using visit = await browser.visit();
    const { page } = visit;
    await openGraphiql(page, gateway.url);
    await run(page);
    await answerWith(page, '"EXC-A"').waitFor();
    await page.getByRole('button', { name: /Documentation Explorer/ }).click();
    await page.getByText('All Schema Types').waitFor();

    // Events are shown as they come, and it stops listening at once when it is told to.
    await chooseTab(page, 'StockLow');
    const subscriber = gateway.nextSubscriber();
    await run(page);
    await subscriber;
    gateway.announceLowStock(18);
    await answerWith(page, '18').waitFor();
    gateway.announceLowStock(17);
    await answerWith(page, '17').waitFor();
    const farewell = gateway.nextFarewell();
    await stop(page);
    await farewell;

    expect(visit.hosts).toEqual(new Set([new URL(gateway.url).host]));
    expect(visit.complaints).toEqual([]);
  });

  test('keeps the tabs and the key when the page is loaded again', async () => {
    await using gateway = await startGraphiqlGateway({ key, tabs });
    await using visit = await browser.visit();
    const { page } = visit;
    await openGraphiql(page, gateway.url);
    await run(page);
    await answerWith(page, '"EXC-A"').waitFor();
    await openGraphiql(page, gateway.url);
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['AssetByTag', 'StockLow']);
    await run(page);
    await answerWith(page, '"EXC-A"').waitFor();
  });
});
