/** The page and its files, without a browser. */
import { gunzipSync } from 'node:zlib';
import { createGraphiql, type GraphiqlOptions } from '../../src/http/graphiql/page.ts';

const options: GraphiqlOptions = {
  path: '/graphiql',
  endpoint: '/graphql',
  subscriptionEndpoint: '/graphql',
  apiKey: 'mg_demo_key',
  tabs: [{ query: '{ viewer { id } }' }],
};

async function pageOf(changes: Partial<GraphiqlOptions> = {}) {
  const graphiql = createGraphiql({ ...options, ...changes });
  const answer = await graphiql.answer('/graphiql');
  const html = answer?.body.toString() ?? '';
  const settings: unknown = JSON.parse(/id="settings">(.*?)<\/script>/.exec(html)?.[1] ?? 'null');
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  return { graphiql, answer, html, settings, files };
}

test('the page loads files of its own origin only, and its policy allows nothing else', async () => {
  const { answer, files, html } = await pageOf();
  expect(files.filter((file) => file !== 'data:,').every((file) => file.startsWith('/graphiql/assets/'))).toBe(true);
  expect(html).not.toMatch(/https?:/);
  expect(answer?.headers['content-security-policy']).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
});

test('every file that the page names is there, plain or compressed, and may be kept for ever', async () => {
  const { graphiql, files } = await pageOf();
  for (const file of files.filter((path) => path !== 'data:,')) {
    const plain = await graphiql.answer(file);
    const compressed = await graphiql.answer(file, 'br, gzip');
    expect(plain?.headers).toMatchObject({ 'cache-control': expect.stringContaining('immutable') });
    expect(compressed?.headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(gunzipSync(compressed?.body ?? '').equals(plain?.body ?? Buffer.alloc(0))).toBe(true);
  }
});

test('another path is not answered', async () => {
  const { graphiql } = await pageOf();
  expect(await graphiql.answer('/graphiql/assets/client.js')).toBeNull();
  expect(await graphiql.answer('/graphiql/assets/../page.ts')).toBeNull();
});

test('the key stands in the headers of every tab, and nowhere when there is none', async () => {
  const authorization = JSON.stringify({ Authorization: 'Bearer mg_demo_key' }, null, 2);
  expect((await pageOf()).settings).toMatchObject({ headers: authorization, tabs: [{ headers: authorization }] });
  expect((await pageOf({ apiKey: null })).settings).toMatchObject({ headers: '', tabs: [{ headers: '' }] });
});

test('the page is never kept by a browser or a proxy, as it may hold a key', async () => {
  expect((await pageOf()).answer?.headers['cache-control']).toBe('no-store');
});

test('an operation that looks like markup stays text', async () => {
  const query = '# </script><script>alert(1)</script>\n{ viewer { id } }';
  const { html, settings } = await pageOf({ tabs: [{ query }] });
  expect(settings).toMatchObject({ tabs: [{ query }] });
  expect(html).not.toContain('alert(1)</script>');
});

test('another key begins with tabs of its own, so that an old key is not sent by tabs of an earlier visit', async () => {
  const storageOf = async (apiKey: string) => ((await pageOf({ apiKey })).settings as { storage: string }).storage;
  expect(await storageOf('mg_one')).not.toBe(await storageOf('mg_two'));
  expect(await storageOf('mg_one')).toBe(await storageOf('mg_one'));
});
