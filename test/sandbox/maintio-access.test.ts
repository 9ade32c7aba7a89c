import { openDatabases, type Databases } from './databases.ts';
import { expectRefusal, inspection, newTags, pump, pumpId, recordId, scopedClient } from './maintio-world.ts';
import { RestClient, startSandboxWorld } from './sandbox-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const everything = '?updated_since=1970-01-01T00:00:00Z';

test('a key that is missing, malformed, unknown or revoked is an invalid one', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio', 'reliatic'] });
  const { readWrite } = world.tenants.maintio.keys;
  expect(readWrite).toMatch(/^maintio_[0-9a-f]{40}$/);
  const get = (headers: Record<string, string>) => new RestClient(world.sandbox.maintio, headers).get('/v1/assets');
  expect((await get({ authorization: `Bearer ${readWrite}` })).body).toEqual({ assets: [] });
  const refused = [
    {},
    { authorization: readWrite },
    { authorization: 'Bearer maintio_unknown' },
    { authorization: `Bearer ${world.tenants.reliatic.keys.readWrite}` },
    { 'x-api-key': readWrite },
  ];
  for (const headers of refused) expectRefusal(await get(headers), 401, 'INVALID_API_KEY');
  await world.sandbox.revokeKey('maintio', readWrite);
  expectRefusal(await get({ authorization: `Bearer ${readWrite}` }), 401, 'INVALID_API_KEY');
});

test('every route asks for its scope, before it looks at the body', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  const routes = [
    ['assets:read', 'GET', '/v1/assets'],
    ['assets:write', 'POST', '/v1/assets'],
    ['tags:read', 'GET', '/v1/tags/0123456789'],
    ['tags:write', 'POST', '/v1/tags/batch'],
    ['records:read', 'GET', '/v1/records'],
    ['records:write', 'POST', '/v1/records'],
    ['changes:read', 'GET', '/v1/changes'],
  ] as const;
  for (const [scope, method, path] of routes) {
    const others = routes.map(([other]) => other).filter((other) => other !== scope);
    const without = await scopedClient(world, ...others);
    const body = method === 'POST' ? '{"broken' : undefined;
    expectRefusal(await without.send(method, path, body), 403, 'INSUFFICIENT_SCOPE', expect.stringContaining(scope));
    const only = await scopedClient(world, scope);
    expect((await only.send(method, path, body)).status).not.toBe(403);
  }
});

test('a read-only key reads, and lacks the scope of every write', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await world.maintio.post('/v1/assets', pump);
  const [tag = ''] = await newTags(world, 1);
  const reader = world.clientOf('maintio', world.tenants.maintio.keys.readOnly);
  for (const path of ['/v1/assets', `/v1/tags/${tag}`, '/v1/records', `/v1/changes${everything}`]) {
    expect((await reader.get(path)).status).toBe(200);
  }
  expectRefusal(await reader.post('/v1/assets', pump), 403, 'INSUFFICIENT_SCOPE');
  expectRefusal(await reader.post('/v1/tags/batch', { count: 1 }), 403, 'INSUFFICIENT_SCOPE');
  expectRefusal(await reader.post('/v1/records', inspection), 403, 'INSUFFICIENT_SCOPE');
});

test('tenants see and change nothing of each other, and may use the same ids', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  const other = await world.sandbox.createOrganization('maintio', { name: 'Pit Two' });
  const stranger = world.clientOf('maintio', other.keys.readWrite);
  await world.maintio.post('/v1/assets', pump);
  await world.maintio.post('/v1/records', inspection);
  const [tag = ''] = await newTags(world, 1);
  expect((await stranger.get('/v1/assets')).body).toEqual({ assets: [] });
  expect((await stranger.get('/v1/records')).body).toEqual({ records: [] });
  expect((await stranger.get(`/v1/records?asset_id=${pumpId}`)).body).toEqual({ records: [] });
  expect((await stranger.get(`/v1/changes${everything}`)).body).toMatchObject({ assets: [], tags: [], records: [] });
  expectRefusal(await stranger.get(`/v1/tags/${tag}`), 404, 'NOT_FOUND');
  expectRefusal(await stranger.post('/v1/records', { ...inspection, id: recordId }), 422, 'VALIDATION_ERROR');
  expectRefusal(await stranger.post('/v1/assets', { ...pump, tag_id: tag }), 422, 'VALIDATION_ERROR');
  expect((await stranger.post('/v1/assets', { ...pump, name: 'Crane' })).status).toBe(201);
  expect((await world.maintio.get('/v1/assets')).body).toMatchObject({ assets: [{ id: pumpId, name: 'Pump A' }] });
});

test('unknown routes, broken bodies and inner faults keep to the envelope', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  expectRefusal(await world.maintio.get('/v1/elsewhere'), 404, 'NOT_FOUND');
  expectRefusal(await world.maintio.get('/assets'), 404, 'NOT_FOUND');
  expectRefusal(await world.maintio.delete('/v1/assets'), 404, 'NOT_FOUND');
  expectRefusal(await world.maintio.get('/v1/tags/%E0%A4%A'), 422, 'VALIDATION_ERROR');
  expectRefusal(await world.maintio.send('POST', '/v1/assets', '{"id":'), 422, 'VALIDATION_ERROR');
  expectRefusal(await world.maintio.send('POST', '/v1/assets', 'id=1', 'text/plain'), 422, 'VALIDATION_ERROR');
  expectRefusal(await world.maintio.send('POST', '/v1/assets', '[]'), 422, 'VALIDATION_ERROR');
  await world.sandbox.pool.query('drop table sandbox.maintio_record cascade');
  const broken = await world.maintio.get('/v1/records');
  expectRefusal(broken, 500, 'INTERNAL_ERROR', 'An unexpected error occurred.');
});
