/** The README's examples, run as they stand. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { environmentWith } from '../world/environment.ts';
import { startWorld, type World } from '../world/world.ts';

const readme = await readFile('README.md', 'utf8');
const examplesIn = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text ?? '');
const nameOf = (text: string): string => /(?:query|mutation|subscription) (\w+)/.exec(text)?.[1] ?? text.slice(0, 40);

let world: World;
let variables: Record<string, string>;
beforeAll(async () => {
  world = await startWorld();
  const { id } = await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  await world.reliatic.createFailureMode(id, [9, 6, 4], { description: 'Seal leaks' });
  await world.reliatic.assess(id, 4, 5);
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL-15W40', { reorderPoint: 18 });
  await world.maintainkit.receive('OIL-15W40', 30);
  await world.sync();
  const { data } = await world.ask(`{
    assetByTag(tagNumber: "EXC-A") { id }
    part(sku: "OIL-15W40") { id stockLevels { nodes { location { id } } } }
  }`);
  const { part, assetByTag } = data;
  const ids = { assetId: assetByTag.id, partId: part.id, locationId: part.stockLevels.nodes[0].location.id };
  variables = { ...ids, apiKey: world.organizations.reliatic.keys.readWrite, baseUrl: world.sandbox.reliatic.url };
});
afterAll(() => world[Symbol.asyncDispose]());

const operations = examplesIn('graphql');
const environment = () => environmentWith({ MAINTGRAPH_URL: world.url, MAINTGRAPH_KEY: world.keys.admin });

test('there are examples of every kind', () => {
  expect(operations.length).toBeGreaterThanOrEqual(6);
  expect(examplesIn('js')).toHaveLength(1);
  expect(examplesIn('sh').length).toBeGreaterThanOrEqual(4);
});

test.each(operations.filter((text) => !text.includes('subscription ')).map((text) => [nameOf(text), text]))(
  '%s answers without an error',
  async (_name, text) => {
    const { data, errors } = await world.ask(text, variables);
    expect(errors).toEqual([]);
    for (const payload of Object.values<{ userErrors?: unknown[] }>(data)) expect(payload.userErrors ?? []).toEqual([]);
  },
);

test.each(operations.filter((text) => text.includes('subscription ')).map((text) => [nameOf(text), text]))(
  '%s can be subscribed to',
  async (_name, text) => {
    const listening = await world.subscribe(text);
    expect(listening.waiting()).toBe(0);
    await listening.stop();
  },
);

test('the curl command answers', async () => {
  const command = examplesIn('sh').find((text) => text.startsWith('curl')) ?? '';
  const { stdout } = await promisify(execFile)('bash', ['-c', command], { env: environment() });
  expect(JSON.parse(stdout)).toMatchObject({ data: { viewer: { tenant: 'Plant plant', access: 'ADMIN' } } });
});

test('the client in JavaScript prints what it hears', async () => {
  await mkdir('.generated', { recursive: true });
  await writeFile('.generated/readme-example.mjs', examplesIn('js')[0] ?? '');
  const client = spawn(process.execPath, ['.generated/readme-example.mjs'], { env: environment() });
  const lines = createInterface({ input: client.stdout });
  const heard: string[] = [];
  lines.on('line', (line) => heard.push(line));
  // The client does not say when it listens, so the oil falls low again and again until it has heard of it.
  while (heard.length === 0) {
    const { onHand } = await world.maintainkit.receive('OIL-15W40', 10);
    await world.maintainkit.consume('OIL-15W40', onHand - 18);
    await world.sync();
  }
  expect(JSON.parse(heard[0] ?? '')).toMatchObject({ reorderPoint: 18, part: { sku: 'OIL-15W40' } });
  client.kill();
});

test('every npm script it names exists', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
  const named = [...readme.matchAll(/npm (?:run )?(start|test|(?<=run )[\w:-]+)/g)].map(([, name]) => name ?? '');
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
});
