import { letKeyServe } from '../../src/sandbox/maintainx/access.ts';
import { openDatabases, type Databases } from './databases.ts';
import { createOrder, listOf, newId, startMaintainxWorld } from './maintainx-world.ts';
import { RestClient, startSandboxWorld, type Answer } from './sandbox-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const lists = ['/workorders', '/assets', '/locations', '/users'] as const;

/** The three headers of the limit. */
const limitOf = ({ headers }: Answer) => ({
  limit: headers.get('x-rate-limit-limit'),
  remaining: headers.get('x-rate-limit-remaining'),
  reset: headers.get('x-rate-limit-reset'),
});

test('a caller without a valid bearer key is answered 401 and nothing else', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainx', 'reliatic'] });
  const { readWrite } = world.tenants.maintainx.keys;
  const refused: Record<string, string>[] = [
    {},
    { authorization: `Basic ${readWrite}` },
    { 'x-api-key': readWrite },
    { authorization: 'Bearer mx_live_unknown' },
    { authorization: `Bearer ${world.tenants.reliatic.keys.readWrite}` },
  ];
  for (const headers of refused) {
    const client = new RestClient(world.sandbox.maintainx, headers);
    for (const answer of [await client.get('/workorders'), await client.post('/workorders', { title: 'x' })]) {
      expect(answer.status).toBe(401);
      expect(answer.body).toBeUndefined();
      expect(answer.headers.get('content-length')).toBe('0');
      expect(limitOf(answer)).toEqual({ limit: '1000000', remaining: '1000000', reset: '60' });
    }
  }
});

test('a revoked key is refused from the next request on', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainx'] });
  expect((await world.maintainx.get('/users')).status).toBe(200);
  await world.sandbox.revokeKey('maintainx', world.tenants.maintainx.keys.readWrite);
  expect((await world.maintainx.get('/users')).status).toBe(401);
});

test('a read-only key reads, and is forbidden every kind of write', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainx'] });
  const id = await createOrder(world.maintainx, { title: 'Weld' });
  const reader = world.clientOf('maintainx', world.tenants.maintainx.keys.readOnly);
  for (const list of lists) expect((await reader.get(list)).status).toBe(200);
  const refused = [
    await reader.post('/workorders', { title: 'Weld' }),
    await reader.patch(`/workorders/${id}`, { title: 'Paint' }),
    await reader.patch(`/workorders/${id}/status`, { status: 'DONE' }),
    await reader.post('/assets', { name: 'Pump' }),
    await reader.post('/subscriptions', { type: 'NEW_ASSET', url: 'https://gateway.example/' }),
  ];
  for (const answer of refused) {
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({ error: expect.any(String) });
  }
});

test('the limit of a key counts down on every answer, in seconds left, and opens again after its window', async () => {
  await using world = await startSandboxWorld(database, {
    services: ['maintainx'],
    requestsPerMinute: { maintainx: 3 },
  });
  expect(limitOf(await world.maintainx.get('/users'))).toEqual({ limit: '3', remaining: '2', reset: '60' });
  world.clock.advance({ seconds: 18, ms: 500 });
  const faulty = await world.maintainx.get('/workorders?limit=0');
  expect([faulty.status, limitOf(faulty)]).toEqual([400, { limit: '3', remaining: '1', reset: '42' }]);
  const unknown = await world.maintainx.get('/nothing');
  expect([unknown.status, limitOf(unknown)]).toEqual([404, { limit: '3', remaining: '0', reset: '42' }]);

  const limited = await world.maintainx.post('/workorders', { title: 'Weld' });
  expect(limited.status).toBe(429);
  expect(limited.body).toEqual({ error: expect.any(String) });
  expect(limitOf(limited)).toEqual({ limit: '3', remaining: '0', reset: '42' });
  expect(limited.headers.get('retry-after')).toBeNull();

  const other = world.clientOf('maintainx', world.tenants.maintainx.keys.readOnly);
  expect(limitOf(await other.get('/users'))).toMatchObject({ remaining: '2' });
  world.clock.advance({ seconds: 41, ms: 500 });
  expect(limitOf(await world.maintainx.get('/users'))).toEqual({ limit: '3', remaining: '2', reset: '60' });
});

test('100 requests a minute are for a user, 500 for the organization, and a refused one spends neither', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainx'], requestsPerMinute: {} });
  const { id } = world.tenants.maintainx;
  const keys = [world.tenants.maintainx.keys.readWrite, world.tenants.maintainx.keys.readOnly];
  for (let more = 0; more < 4; more += 1) keys.push(await world.sandbox.createRestrictedKey('maintainx', id, []));
  const use = async (key: string, requests: number): Promise<Answer[]> => {
    const client = world.clientOf('maintainx', key);
    return Promise.all(Array.from({ length: requests }, () => client.get('/locations')));
  };
  for (const key of keys.slice(0, 5)) {
    const refused = (await use(key, 102)).filter((answer) => answer.status === 429);
    const spent = { limit: '100', remaining: '0', reset: '60' };
    expect(refused.map(limitOf)).toEqual([spent, spent]);
  }
  const [last] = await use(keys[5]!, 1);
  expect([last?.status, limitOf(last!)]).toEqual([429, { limit: '500', remaining: '0', reset: '60' }]);
  world.clock.advance({ minutes: 1 });
  const [again] = await use(keys[5]!, 1);
  expect(limitOf(again!)).toMatchObject({ limit: '100', remaining: '99' });
});

test('a key of several organizations says which, and any key only one that it serves', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainx'] });
  const { id, keys } = world.tenants.maintainx;
  const second = await world.sandbox.createOrganization('maintainx', { name: 'Pit Two' });
  const strange = await world.sandbox.createOrganization('maintainx', { name: 'Pit Three' });
  const as = (organization?: string) =>
    new RestClient(world.sandbox.maintainx, {
      authorization: `Bearer ${keys.readWrite}`,
      ...(organization !== undefined && { 'x-organization-id': organization }),
    });
  await createOrder(as(), { title: 'of one' });
  expect((await as(second.id).get('/workorders')).status).toBe(403);

  await world.sandbox.change('maintainx', (change) => letKeyServe(change, keys.readWrite, second.id));
  await createOrder(as(second.id), { title: 'of two' });
  const [first] = listOf(await as(id).get('/workorders'), 'workOrders');
  const [other] = listOf(await as(second.id).get('/workorders'), 'workOrders');
  expect([first, other]).toMatchObject([
    { title: 'of one', sequentialId: 1 },
    { title: 'of two', sequentialId: 1 },
  ]);

  const unsaid = await as().get('/workorders');
  expect(unsaid.status).toBe(400);
  expect(unsaid.body).toEqual({ error: expect.stringContaining('X-Organization-Id') });
  const unsaidWrite = await as().post('/workorders', { title: 'Weld' });
  expect(unsaidWrite.status).toBe(400);
  expect(unsaidWrite.body).toEqual({
    errors: [{ error: expect.any(String), fieldPath: 'X-Organization-Id', fieldValue: null }],
  });
  for (const wrong of [strange.id, 'elsewhere']) {
    const refused = await as(wrong).get('/workorders');
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual({ error: expect.any(String) });
  }
});

test('tenants see and change nothing of each other', async () => {
  await using world = await startMaintainxWorld(database);
  const stranger = await world.sandbox.createOrganization('maintainx', { name: 'Pit Two' });
  const other = world.clientOf('maintainx', stranger.keys.readWrite);
  const assetId = newId(await world.maintainx.post('/assets', { name: 'Pump' }));
  const id = await createOrder(world.maintainx, { title: 'Weld', assetId, assignees: [world.alice.id] });

  for (const list of lists) {
    expect(Object.values((await other.get(list)).body as object)[0]).toEqual([]);
  }
  expect((await other.get(`/workorders/${id}`)).status).toBe(404);
  expect((await other.get(`/assets/${assetId}`)).status).toBe(404);
  expect((await other.patch(`/workorders/${id}`, { title: 'Paint' })).status).toBe(404);
  expect((await other.patch(`/workorders/${id}/status`, { status: 'DONE' })).status).toBe(404);
  const borrowed = await other.post('/workorders', {
    title: 'Weld',
    assetId,
    locationId: world.place.id,
    parentId: id,
    assignees: [{ type: 'USER', id: world.alice.id }],
  });
  expect(borrowed.status).toBe(400);
  expect(borrowed.body).toEqual({
    errors: ['assetId', 'locationId', 'parentId', 'assignees[0].id'].map((fieldPath) => ({
      error: expect.stringContaining('of this organization'),
      fieldPath,
      fieldValue: expect.any(Number),
    })),
  });
  expect((await other.post('/assets', { name: 'Part', parentId: assetId })).status).toBe(400);
  expect((await world.maintainx.get(`/workorders/${id}`)).body).toMatchObject({ workOrder: { title: 'Weld' } });
});

test('what breaks inside is a 500 that tells nothing', async () => {
  const errors: object[] = [];
  const logger = { debug: () => {}, warn: () => {}, error: (fields: object) => void errors.push(fields) };
  await using world = await startSandboxWorld(database, { services: ['maintainx'], logger });
  await world.sandbox.pool.query('drop table sandbox.maintainx_user cascade');
  const answer = await world.maintainx.get('/users');
  expect(answer.status).toBe(500);
  expect(answer.body).toEqual({ error: 'An unexpected error occurred.' });
  expect(errors).toHaveLength(1);
});
