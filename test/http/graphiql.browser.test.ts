/** GraphiQL as a frontend developer meets it, in a real browser. */
import type { Page } from 'playwright-core';
import { startBrowser, whyNoBrowser } from './browser.ts';
import { startGraphiqlGateway } from './graphiql-gateway.ts';

const key = 'mg_demo_key';
const tabs = [
  {
    query: 'query AssetByTag($tag: String!) {\n  assetByTag(tagNumber: $tag) { tagNumber }\n}\n',
    variables: '{ "tag": "EXC-A" }',
  },
  { query: 'subscription StockLow {\n  stockLow { onHand }\n}\n' },
];

const openGraphiql = async (page: Page, url: string) => {
  await page.goto(`${url}/graphiql`);
  await page.locator('.graphiql-query-editor .view-lines').waitFor();
};
const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const run = (page: Page) => page.getByRole('button', { name: /^Execute query/ }).click();
const stop = (page: Page) => page.getByRole('button', { name: /^Stop query/ }).click();
const answerHolds = (page: Page, words: string) =>
  page.locator('.result-window .view-lines').filter({ hasText: words }).waitFor();

const suite = whyNoBrowser === null ? describe : describe.skip;
suite(whyNoBrowser === null ? 'GraphiQL' : `GraphiQL (not tried: ${whyNoBrowser})`, () => {
  test('runs the example operations with the key that came with the page, and asks no other host for anything', async () => {
    await using gateway = await startGraphiqlGateway({ key, apiKey: key, tabs });
    await using browser = await startBrowser();
    const { page } = browser;
    await openGraphiql(page, gateway.url);
    await run(page);
    await answerHolds(page, '"EXC-A"');
    await page.getByRole('button', { name: /Documentation Explorer/ }).click();
    await page.getByText('All Schema Types').waitFor();

    expect(browser.hosts).toEqual(new Set([new URL(gateway.url).host]));
    expect(browser.complaints).toEqual([]);
  });

  test('shows the events of a subscription as they come, and stops listening at once when it is told to', async () => {
    await using gateway = await startGraphiqlGateway({ key, apiKey: key, tabs });
    await using browser = await startBrowser();
    const { page } = browser;
    await openGraphiql(page, gateway.url);
    await tab(page, 'StockLow').click();
    const subscriber = gateway.nextSubscriber();
    await run(page);
    await subscriber;
    gateway.announceLowStock(18);
    await answerHolds(page, '18');
    gateway.announceLowStock(17);
    await answerHolds(page, '17');
    const farewell = gateway.nextFarewell();
    await stop(page);
    await farewell;

    expect(browser.hosts).toEqual(new Set([new URL(gateway.url).host]));
    expect(browser.complaints).toEqual([]);
  });

  test('keeps the tabs and the key when the page is loaded again', async () => {
    await using gateway = await startGraphiqlGateway({ key, apiKey: key, tabs });
    await using browser = await startBrowser();
    const { page } = browser;
    await openGraphiql(page, gateway.url);
    await run(page);
    await answerHolds(page, '"EXC-A"');
    await openGraphiql(page, gateway.url);
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['AssetByTag', 'StockLow']);
    await run(page);
    await answerHolds(page, '"EXC-A"');
  });

  test('says what is missing when the page came without a key, for a query and for a subscription', async () => {
    await using gateway = await startGraphiqlGateway({ key, apiKey: null, tabs });
    await using browser = await startBrowser();
    const { page } = browser;
    await openGraphiql(page, gateway.url);
    await run(page);
    await answerHolds(page, 'a key is needed');
    await tab(page, 'StockLow').click();
    await run(page);
    await answerHolds(page, 'The connection was closed: 4401');
    expect(browser.complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
  });
});
