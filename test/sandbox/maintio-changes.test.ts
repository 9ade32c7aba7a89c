import { openDatabases, type Databases } from './databases.ts';
import { expectRefusal, feedPage, inspection, newTags, pump, pumpId, uuidOf, type FeedPage } from './maintio-world.ts';
import { startSandboxWorld, type SandboxWorld } from './sandbox-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const beginning = '1970-01-01T00:00:00Z';
const sizeOf = (page: FeedPage): number => page.assets.length + page.tags.length + page.records.length;

/** An asset, then a record, then three tags, a second apart. */
async function fill(world: SandboxWorld<'maintio'>): Promise<string[]> {
  await world.maintio.post('/v1/assets', pump);
  world.clock.advance({ seconds: 1 });
  await world.maintio.post('/v1/records', inspection);
  world.clock.advance({ seconds: 1 });
  return newTags(world, 3);
}

test('the feed tells of all three kinds, each row as its own endpoint answers it', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  const tags = await fill(world);
  const page = await feedPage(world.maintio, beginning);
  const [asset] = ((await world.maintio.get('/v1/assets')).body as { assets: object[] }).assets;
  const [record] = ((await world.maintio.get('/v1/records')).body as { records: object[] }).records;
  expect(page).toMatchObject({ assets: [asset], records: [record], has_more: false });
  expect(page.tags.map(({ id }) => id)).toEqual(tags.toSorted());
  expect(page.tags[0]).toEqual((await world.maintio.get(`/v1/tags/${page.tags[0]?.id}`)).body);
  expect(page.next_updated_since).toBe('2026-04-01T12:00:02.000Z');
});

test('the feed goes on after the last answer, and says so when there is nothing', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await fill(world);
  const rest = await feedPage(world.maintio, '2026-04-01T12:00:00.000Z');
  expect([rest.assets.length, rest.records.length, rest.tags.length]).toEqual([0, 1, 3]);
  const nothing = await feedPage(world.maintio, rest.next_updated_since);
  expect(nothing).toEqual({
    assets: [],
    tags: [],
    records: [],
    next_updated_since: rest.next_updated_since,
    has_more: false,
  });
  world.clock.advance({ seconds: 1 });
  await world.maintio.post('/v1/assets', { ...pump, name: 'Pump Z', updated_at: '2026-04-01T12:00:00Z' });
  expect(await feedPage(world.maintio, rest.next_updated_since)).toMatchObject({ assets: [{ name: 'Pump Z' }] });
});

test('a page holds the oldest changes of all kinds together', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await fill(world);
  const first = await feedPage(world.maintio, beginning, 1);
  expect(first).toMatchObject({ assets: [{ id: pumpId }], tags: [], records: [], has_more: true });
  const second = await feedPage(world.maintio, first.next_updated_since, 1);
  expect(second).toMatchObject({ assets: [], tags: [], records: [{ id: inspection.id }], has_more: true });
  expect(second.next_updated_since).toBe('2026-04-01T12:00:01.000Z');
});

test('rows that share a timestamp straddle a page, and a naive reader loses the rest of them', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  const tags = await newTags(world, 5);
  world.clock.advance({ seconds: 1 });
  await world.maintio.post('/v1/assets', pump);
  const first = await feedPage(world.maintio, beginning, 3);
  expect(first.tags.map(({ id }) => id)).toEqual(tags.toSorted().slice(0, 3));
  expect(first).toMatchObject({ has_more: true, next_updated_since: '2026-04-01T12:00:00.000Z' });
  const second = await feedPage(world.maintio, first.next_updated_since, 3);
  expect(second).toMatchObject({ assets: [{ id: pumpId }], tags: [], has_more: false });
  // An overlap of a millisecond finds the timestamp again, and a larger limit its other rows.
  const overlap = await feedPage(world.maintio, '2026-04-01T11:59:59.999Z', 6);
  expect(sizeOf(overlap)).toBe(6);
});

test('one timestamp can have more rows than any page', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await newTags(world, 1000);
  await newTags(world, 1);
  await world.maintio.post('/v1/assets', pump);
  const page = await feedPage(world.maintio, beginning, 1000);
  // By kind and id: the asset comes first, and two of the tags are out of reach of the feed.
  expect([page.assets.length, page.tags.length, page.has_more]).toEqual([1, 999, true]);
  expect(await feedPage(world.maintio, page.next_updated_since, 1000)).toMatchObject({ tags: [], has_more: false });
});

test('a page has 500 rows without a limit, and as many as there are with a larger one', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await newTags(world, 501);
  expect(sizeOf(await feedPage(world.maintio, beginning))).toBe(500);
  const whole = await feedPage(world.maintio, beginning, 501);
  expect([sizeOf(whole), whole.has_more]).toEqual([501, false]);
});

test('a feed without its start, or with a limit that is none, is refused', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  expectRefusal(await world.maintio.get('/v1/changes'), 422, 'VALIDATION_ERROR', 'updated_since is required');
  expectRefusal(await world.maintio.get('/v1/changes?updated_since=now'), 422, 'VALIDATION_ERROR');
  for (const limit of ['0', '1001', '-1', '1.5', 'many', '']) {
    const answer = await world.maintio.get(`/v1/changes?updated_since=${beginning}&limit=${limit}`);
    expectRefusal(answer, 422, 'VALIDATION_ERROR', 'limit must be a whole number from 1 to 1000');
  }
});

test('the same change twice is one row of the feed, at its last time', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await world.maintio.post('/v1/assets', pump);
  world.clock.advance({ seconds: 5 });
  await world.maintio.post('/v1/assets', { ...pump, name: 'Pump Z', updated_at: '2026-04-01T12:00:00Z' });
  await world.maintio.post('/v1/assets', { ...pump, id: uuidOf(1) });
  const page = await feedPage(world.maintio, beginning);
  expect(page.assets.map(({ id, updated_at }) => [id, updated_at])).toEqual([
    [pumpId, '2026-04-01T12:00:05.000Z'],
    [uuidOf(1), '2026-04-01T12:00:05.000Z'],
  ]);
});
