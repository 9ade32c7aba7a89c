import { openDatabases, type Databases } from './databases.ts';
import { dataOf, idOf, RestClient, rowsOf, startSandboxWorld } from './sandbox-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const drum = { tag_number: 'V-101', name: 'Drum', asset_type: 'vessel' };

test('an unknown key is answered with exactly the documented body', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const answer = await world.clientOf('reliatic', 'rl_live_unknown').get('/assets');
  expect(answer.status).toBe(401);
  expect(answer.body).toEqual({
    error: 'invalid_api_key',
    message: 'The provided API key is invalid or has been revoked.',
  });
});

test('a request without a bearer key is unauthorized', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const headers = [{}, { authorization: 'Basic abc' }, { 'x-api-key': world.tenants.reliatic.keys.readWrite }];
  for (const header of headers) {
    const answer = await new RestClient(world.sandbox.reliatic, header).get('/assets');
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: 'unauthorized', details: [] });
  }
});

test('a revoked key is refused from the next request on', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  expect((await world.reliatic.get('/assets')).status).toBe(200);
  await world.sandbox.revokeKey('reliatic', world.tenants.reliatic.keys.readWrite);
  const answer = await world.reliatic.get('/assets');
  expect(answer.status).toBe(401);
  expect(answer.body).toMatchObject({ error: 'invalid_api_key' });
});

test("another service's key opens nothing", async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic', 'maintainkit'] });
  const answer = await world.clientOf('reliatic', world.tenants.maintainkit.keys.readWrite).get('/assets');
  expect(answer.status).toBe(401);
});

test('a read-only key reads, and is forbidden every kind of write', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const id = idOf(await world.reliatic.post('/assets', drum));
  const reader = world.clientOf('reliatic', world.tenants.reliatic.keys.readOnly);
  expect((await reader.get(`/assets/${id}`)).status).toBe(200);
  const refused = [
    await reader.post('/assets', drum),
    await reader.put(`/assets/${id}`, drum),
    await reader.delete(`/assets/${id}`),
    await reader.put(`/actions/${id}/status`, { status: 'proposed' }),
  ];
  for (const answer of refused) {
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({ error: 'forbidden', message: expect.any(String), details: [] });
  }
  expect(rowsOf(await reader.get('/assets'))).toHaveLength(1);
});

test('the rate limit is shown on every response, counts down by key and opens again after its window', async () => {
  await using world = await startSandboxWorld(database, {
    services: ['reliatic'],
    requestsPerMinute: { reliatic: 3, maintainkit: 3 },
  });
  const first = await world.reliatic.get('/assets');
  expect(first.headers.get('x-ratelimit-limit')).toBe('3');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('2');
  expect(first.headers.get('x-ratelimit-reset')).toBe(String(world.clock.now().getTime() / 1000 + 60));

  world.clock.advance({ seconds: 18, ms: 500 });
  expect((await world.reliatic.get('/nothing')).headers.get('x-ratelimit-remaining')).toBe('1');
  expect((await world.reliatic.send('POST', '/assets', '{')).headers.get('x-ratelimit-remaining')).toBe('0');

  const limited = await world.reliatic.get('/assets');
  expect(limited.status).toBe(429);
  expect(limited.headers.get('retry-after')).toBe('42');
  expect(limited.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(limited.body).toEqual({ error: 'rate_limited', message: expect.any(String), details: [] });

  const other = await world.clientOf('reliatic', world.tenants.reliatic.keys.readOnly).get('/assets');
  expect(other.headers.get('x-ratelimit-remaining')).toBe('2');

  world.clock.advance({ seconds: 42 });
  expect((await world.reliatic.get('/assets')).headers.get('x-ratelimit-remaining')).toBe('2');
});

test('refused callers are shown the limit as well, and spend nothing of it', async () => {
  await using world = await startSandboxWorld(database, {
    services: ['reliatic'],
    requestsPerMinute: { reliatic: 2, maintainkit: 2 },
  });
  const unknown = world.clientOf('reliatic', 'rl_live_unknown');
  for (const answer of [await unknown.get('/assets'), await unknown.get('/assets'), await unknown.get('/assets')]) {
    expect(answer.status).toBe(401);
    expect(answer.headers.get('x-ratelimit-limit')).toBe('2');
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('2');
    expect(answer.headers.get('x-ratelimit-reset')).not.toBeNull();
  }
  const badUrl = await world.reliatic.get('/assets/%E0%A4%A');
  expect(badUrl.status).toBe(400);
  expect(badUrl.headers.get('x-ratelimit-limit')).toBe('2');
});

test('the documented limit is 100 requests a minute', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  await using second = await startSandboxWorld(database, { services: ['reliatic'], databaseUrl: world.databaseUrl });
  expect((await second.reliatic.get('/assets')).headers.get('x-ratelimit-limit')).toBe('1000000');
  const { startSandbox } = await import('../../src/sandbox/sandbox.ts');
  await using standard = await startSandbox({ databaseUrl: world.databaseUrl, clock: world.clock });
  const key = world.tenants.reliatic.keys.readWrite;
  const client = new RestClient(standard.reliatic, { authorization: `Bearer ${key}` });
  const answers = await Promise.all(Array.from({ length: 101 }, () => client.get('/assets')));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(100);
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(1);
});

test('tenants see and change nothing of each other', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const stranger = await world.sandbox.createOrganization('reliatic', { name: 'Pit Two' });
  const other = world.clientOf('reliatic', stranger.keys.readWrite);
  const assetId = idOf(await world.reliatic.post('/assets', drum));
  const action = await world.reliatic.post('/actions', { asset_id: assetId, title: 'Weld' });
  await world.reliatic.post('/risk-assessments', {
    asset_id: assetId,
    probability_of_failure: 2,
    consequence_of_failure: 2,
  });

  for (const list of ['/assets', '/inspections', '/failure-modes', '/actions', '/risk-assessments']) {
    expect(rowsOf(await other.get(list))).toEqual([]);
  }
  expect((await other.get(`/assets/${assetId}`)).status).toBe(404);
  expect((await other.put(`/assets/${assetId}`, drum)).status).toBe(404);
  expect((await other.delete(`/assets/${assetId}`)).status).toBe(404);
  expect((await other.put(`/actions/${idOf(action)}/status`, { status: 'proposed' })).status).toBe(404);
  const borrowed = await other.post('/actions', { asset_id: assetId, title: 'Weld' });
  expect(borrowed.body).toMatchObject({ error: 'validation_error', details: [{ field: 'asset_id' }] });
  const child = await other.post('/assets', { ...drum, parent_id: assetId });
  expect(child.body).toMatchObject({ error: 'validation_error', details: [{ field: 'parent_id' }] });
  expect(dataOf(await world.reliatic.get(`/assets/${assetId}`))).toMatchObject({ status: 'active' });
});

test('unknown routes, broken JSON and other content types are answered in the envelope', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const unknown = await world.reliatic.get('/elsewhere');
  expect(unknown.status).toBe(404);
  expect(unknown.body).toEqual({ error: 'not_found', message: expect.any(String), details: [] });
  expect((await world.reliatic.send('PATCH', '/assets', '{}')).status).toBe(404);

  const bodies = [
    await world.reliatic.send('POST', '/assets', '{"tag_number":'),
    await world.reliatic.send('POST', '/assets', 'tag_number=V-1', 'application/x-www-form-urlencoded'),
    await world.reliatic.send('POST', '/assets', '[1]'),
    await world.reliatic.send('POST', '/assets', '"text"'),
  ];
  for (const answer of bodies) {
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: 'validation_error', details: [{ field: 'body' }] });
  }
  const empty = await world.reliatic.send('POST', '/assets', '');
  expect(empty.body).toMatchObject({ details: [{ field: 'tag_number' }, { field: 'name' }, { field: 'asset_type' }] });
});

test('what breaks inside is an internal_error that tells nothing', async () => {
  const errors: object[] = [];
  const logger = { debug: () => {}, warn: () => {}, error: (fields: object) => void errors.push(fields) };
  await using world = await startSandboxWorld(database, { services: ['reliatic'], logger });
  await world.sandbox.pool.query('drop table sandbox.reliatic_failure_mode cascade');
  const answer = await world.reliatic.get('/failure-modes');
  expect(answer.status).toBe(500);
  expect(answer.body).toEqual({ error: 'internal_error', message: 'An unexpected error occurred.', details: [] });
  expect(errors).toHaveLength(1);
});
