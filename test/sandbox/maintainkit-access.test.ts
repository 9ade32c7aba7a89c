import { openDatabases, type Databases } from './databases.ts';
import { RestClient, rowsOf, startSandboxWorld } from './sandbox-world.ts';
import { expectRefusal, oil, startStockedWorld } from './stocked-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

test('a key is taken as bearer token or in X-API-Key; without a valid one all is unauthorized', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainkit'] });
  const { readWrite } = world.tenants.maintainkit.keys;
  const get = (headers: Record<string, string>) => new RestClient(world.sandbox.maintainkit, headers).get('/parts');
  expect((await get({ authorization: `Bearer ${readWrite}` })).body).toEqual({ data: [] });
  expect((await get({ 'x-api-key': readWrite })).status).toBe(200);
  const refusals = [
    {},
    { authorization: 'Bearer mk_live_unknown' },
    { authorization: readWrite },
    { 'x-api-key': 'x' },
  ];
  for (const headers of refusals) expectRefusal(await get(headers), 401, 'unauthorized');
  await world.sandbox.revokeKey('maintainkit', readWrite);
  expectRefusal(await get({ 'x-api-key': readWrite }), 401, 'unauthorized');
});

test('a read key reads, and is forbidden every write', async () => {
  await using world = await startStockedWorld(database);
  const reader = world.clientOf('maintainkit', world.tenants.maintainkit.keys.readOnly);
  expect(rowsOf(await reader.get('/stock'))).toHaveLength(1);
  expectRefusal(await reader.post('/parts', oil), 403, 'forbidden');
  expectRefusal(await reader.patch('/parts/1', { name: 'x' }), 403, 'forbidden');
  expectRefusal(await reader.post('/locations', { name: 'x' }), 403, 'forbidden');
  expectRefusal(await reader.post('/movements', { kind: 'count' }), 403, 'forbidden');
});

test('too many requests of one key are told when to come back', async () => {
  await using world = await startSandboxWorld(database, {
    services: ['maintainkit'],
    requestsPerMinute: { reliatic: null, maintainkit: 2 },
  });
  await world.maintainkit.get('/parts');
  await world.maintainkit.get('/parts');
  world.clock.advance({ seconds: 50 });
  const limited = await world.maintainkit.get('/parts');
  expectRefusal(limited, 429, 'rate_limited');
  expect(limited.headers.get('retry-after')).toBe('10');
  world.clock.advance({ seconds: 10 });
  expect((await world.maintainkit.get('/parts')).status).toBe(200);
});

test('tenants see and move nothing of each other', async () => {
  await using world = await startStockedWorld(database);
  const other = await world.sandbox.createOrganization('maintainkit', { name: 'Pit Two' });
  const stranger = world.clientOf('maintainkit', other.keys.readWrite);
  for (const list of ['/parts', '/locations', '/stock', '/movements']) {
    expect(rowsOf(await stranger.get(list))).toEqual([]);
  }
  expectRefusal(await stranger.get('/parts/1'), 404, 'not_found');
  expectRefusal(await stranger.patch('/parts/1', { name: 'x' }), 404, 'not_found');
  expectRefusal(
    await stranger.post('/movements', { kind: 'receive', partId: 1, location: 1, qty: 1 }),
    404,
    'not_found',
  );
  await stranger.post('/parts', oil);
  expectRefusal(
    await stranger.post('/movements', { kind: 'receive', sku: oil.sku, location: 1, qty: 1 }),
    404,
    'not_found',
  );
});

test('unknown routes, broken bodies and inner faults keep to the envelope', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainkit'] });
  expectRefusal(await world.maintainkit.get('/elsewhere'), 404, 'not_found');
  expectRefusal(await world.maintainkit.delete('/parts/1'), 404, 'not_found');
  expectRefusal(await world.maintainkit.get('/parts/%E0%A4%A'), 422, 'unprocessable');
  expectRefusal(await world.maintainkit.send('POST', '/parts', '{"sku":'), 422, 'unprocessable');
  expectRefusal(await world.maintainkit.send('POST', '/parts', 'sku=A', 'text/plain'), 422, 'unprocessable');
  expectRefusal(await world.maintainkit.send('POST', '/parts', '[]'), 422, 'unprocessable');
  expectRefusal(await world.maintainkit.send('POST', '/parts', '7'), 422, 'unprocessable');
  await world.sandbox.pool.query('drop table sandbox.maintainkit_movement cascade');
  const broken = await world.maintainkit.get('/stock');
  expect(broken.status).toBe(500);
  expect(broken.body).toEqual({ error: { code: 'internal_error', message: 'An unexpected error occurred.' } });
});
