import { openDatabases, type Databases } from './databases.ts';
import { dataOf, startSandboxWorld } from './sandbox-world.ts';
import { expectRefusal, oil } from './stocked-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const start = Date.parse('2026-04-01T12:00:00Z');

test('a part is created and found by its id or its sku', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainkit'] });
  const created = await world.maintainkit.post('/parts', { ...oil, reorderPoint: 18.5, unitCost: 18500 });
  expect(created.status).toBe(201);
  expect(created.body).toEqual({
    data: {
      id: expect.any(Number),
      ...oil,
      description: null,
      reorderPoint: 18.5,
      unitCost: 18500,
      createdAt: start,
      updatedAt: start,
    },
  });
  const id = dataOf(created)['id'];
  expect((await world.maintainkit.get(`/parts/${String(id)}`)).body).toEqual(created.body);
  expect((await world.maintainkit.get('/parts/OIL-15W40')).body).toEqual(created.body);
  expect((await world.maintainkit.get('/parts')).body).toEqual({ data: [dataOf(created)] });
  expectRefusal(await world.maintainkit.get('/parts/99999'), 404, 'not_found');
  expectRefusal(await world.maintainkit.get('/parts/99999999999999999999'), 404, 'not_found');
  expectRefusal(await world.maintainkit.get('/parts/oil-15w40'), 404, 'not_found');
});

test('a sku with blanks, slashes and accents is found, and one of digits gives way to an id', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainkit'] });
  const sku = 'Filtro/Aceite ñ 1';
  const first = dataOf(await world.maintainkit.post('/parts', { sku, name: 'Filter' }));
  expect(dataOf(await world.maintainkit.get(`/parts/${encodeURIComponent(sku)}`))).toEqual(first);
  await world.maintainkit.post('/parts', { sku: String(first['id']), name: 'Digits' });
  expect(dataOf(await world.maintainkit.get(`/parts/${String(first['id'])}`))).toEqual(first);
  await world.maintainkit.post('/parts', { sku: '777777', name: 'Digits alone' });
  expect(dataOf(await world.maintainkit.get('/parts/777777'))).toMatchObject({ name: 'Digits alone' });
});

test.each([{}, { sku: 'A' }, { name: 'A' }, { sku: '', name: 'A' }, { sku: null, name: 'A' }])(
  'a part of %j lacks what is required',
  async (body) => {
    await using world = await startSandboxWorld(database, { services: ['maintainkit'] });
    const answer = await world.maintainkit.post('/parts', body);
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({ error: { code: 'unprocessable', message: '`sku` and `name` are required.' } });
  },
);

test.each([
  ['unitCost', 1.5],
  ['unitCost', -1],
  ['unitCost', '185.00'],
  ['reorderPoint', -1],
  ['reorderPoint', 0.0001],
  ['reorderPoint', '5'],
  ['unit', ''],
  ['sku', 7],
  ['name', 'a\u0000'],
])('a part with %s %j is unprocessable', async (field, value) => {
  await using world = await startSandboxWorld(database, { services: ['maintainkit'] });
  const answer = await world.maintainkit.post('/parts', { ...oil, [field]: value });
  expectRefusal(answer, 422, 'unprocessable', expect.stringContaining(`\`${field}\``));
});

test('a sku and a location name are taken once in an organization', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainkit'] });
  await world.maintainkit.post('/parts', oil);
  await world.maintainkit.post('/parts', { sku: 'B', name: 'B' });
  expectRefusal(await world.maintainkit.post('/parts', oil), 409, 'conflict');
  expectRefusal(await world.maintainkit.patch('/parts/B', { sku: oil.sku }), 409, 'conflict');
  expect((await world.maintainkit.post('/locations', { name: 'Store' })).body).toEqual({
    data: { id: expect.any(Number), name: 'Store' },
  });
  expectRefusal(await world.maintainkit.post('/locations', { name: 'Store' }), 409, 'conflict');
  expectRefusal(await world.maintainkit.post('/locations', {}), 422, 'unprocessable', '`name` is required.');
  const other = await world.sandbox.createOrganization('maintainkit', { name: 'Pit Two' });
  const stranger = world.clientOf('maintainkit', other.keys.readWrite);
  expect((await stranger.post('/parts', oil)).status).toBe(201);
  expect((await stranger.post('/locations', { name: 'Store' })).status).toBe(201);
});

test('a PATCH changes what it names; null empties, and nothing new leaves updatedAt alone', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainkit'] });
  const created = dataOf(await world.maintainkit.post('/parts', { ...oil, reorderPoint: 5, unitCost: 100 }));
  world.clock.advance({ minutes: 1 });
  expect(dataOf(await world.maintainkit.patch('/parts/OIL-15W40', {}))).toEqual(created);
  expect(dataOf(await world.maintainkit.patch('/parts/OIL-15W40', { reorderPoint: 5 }))).toEqual(created);
  const changed = dataOf(
    await world.maintainkit.patch(`/parts/${String(created['id'])}`, { name: 'Oil', reorderPoint: null }),
  );
  expect(changed).toEqual({ ...created, name: 'Oil', reorderPoint: null, updatedAt: start + 60_000 });
  expectRefusal(await world.maintainkit.patch('/parts/OIL-15W40', { name: null }), 422, 'unprocessable');
  expectRefusal(await world.maintainkit.patch('/parts/none', { name: 'x' }), 404, 'not_found');
});
