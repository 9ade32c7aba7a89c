import { openDatabases, type Databases } from './databases.ts';
import { RestClient, startSandboxWorld } from './sandbox-world.ts';
import { endpoints, expectInvalid, expectRefusal, newAsset, permittedClient } from './uniasset-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

test('a key is 64 hexadecimal digits behind its prefix; without a valid one all is unauthorized', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset', 'maintainkit'] });
  const { readWrite } = world.tenants.uniasset.keys;
  expect(readWrite).toMatch(/^ua_live_[0-9a-f]{64}$/);
  expect(world.sandbox.uniasset.url).toMatch(/\/api\/integrations$/);
  const refused = [
    {},
    { authorization: readWrite },
    { authorization: `Bearer ua_live_${'0'.repeat(64)}` },
    { authorization: `Bearer ${readWrite.slice('ua_live_'.length)}` },
    { authorization: `Bearer ${world.tenants.maintainkit.keys.readWrite}` },
  ];
  for (const headers of refused) {
    const client = new RestClient(world.sandbox.uniasset, headers);
    expectRefusal(await client.post('/assets/create', { name: 'x' }), 401, 'UNAUTHORIZED');
  }
});

test('a revoked key is told that it is revoked, before anything else', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset', 'reliatic'] });
  await world.sandbox.createOrganization('uniasset', { name: 'Pit One', plan: 'Starter' });
  await world.sandbox.revokeKey('uniasset', world.tenants.uniasset.keys.readWrite);
  for (const { path } of endpoints) {
    expectRefusal(await world.uniasset.send('POST', path, '{"broken'), 401, 'KEY_REVOKED');
  }
  await world.sandbox.revokeKey('reliatic', world.tenants.reliatic.keys.readWrite);
  expect((await world.reliatic.get('/assets')).body).toMatchObject({ error: 'invalid_api_key' });
});

test('every endpoint asks for its own permission, before it looks at the body', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  for (const { permission, path } of endpoints) {
    const others = endpoints.map((endpoint) => endpoint.permission).filter((other) => other !== permission);
    const without = await permittedClient(world, ...others);
    expectRefusal(await without.send('POST', path, '{"broken'), 403, 'FORBIDDEN');
    const only = await permittedClient(world, permission);
    expect((await only.post(path, {})).status).toBe(422);
  }
  const reader = world.clientOf('uniasset', world.tenants.uniasset.keys.readOnly);
  for (const { path } of endpoints) expectRefusal(await reader.post(path, {}), 403, 'FORBIDDEN');
});

test('Business opens all but the signals, Enterprise those too, and a lesser plan nothing', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const refusals = async (plan: string): Promise<string[]> => {
    await world.sandbox.createOrganization('uniasset', { name: 'Pit One', plan });
    const answers = await Promise.all(endpoints.map(({ path }) => world.uniasset.post(path, {})));
    return answers.map(({ body }) => (body as { error: { code: string } }).error.code);
  };
  const upgrade = 'PLAN_UPGRADE_REQUIRED';
  const valid = 'VALIDATION_ERROR';
  expect(await refusals('Starter')).toEqual([upgrade, upgrade, upgrade, upgrade, 'ENTERPRISE_REQUIRED']);
  expect(await refusals('Business')).toEqual([valid, valid, valid, valid, 'ENTERPRISE_REQUIRED']);
  expect(await refusals('Enterprise')).toEqual([valid, valid, valid, valid, valid]);
  const other = await world.sandbox.createOrganization('uniasset', { name: 'Pit Two' });
  const unplanned = world.clientOf('uniasset', other.keys.readWrite);
  expect((await unplanned.post('/iot/signals', {})).status).toBe(422);
});

test('the plan is looked at before the permission', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  await world.sandbox.createOrganization('uniasset', { name: 'Pit One', plan: 'Starter' });
  const client = await permittedClient(world);
  expectRefusal(await client.post('/assets/create', {}), 403, 'PLAN_UPGRADE_REQUIRED');
  expectRefusal(await client.post('/iot/signals', {}), 403, 'ENTERPRISE_REQUIRED');
});

test('nothing can be read, and unknown routes are not found', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const id = await newAsset(world);
  for (const { path } of endpoints) expectRefusal(await world.uniasset.get(path), 404, 'NOT_FOUND');
  for (const path of ['/assets', `/assets/${id}`, '/iot/signals', '/elsewhere']) {
    expectRefusal(await world.uniasset.get(path), 404, 'NOT_FOUND');
  }
  expectRefusal(await world.uniasset.put('/assets/create', {}), 404, 'NOT_FOUND');
});

test('an organization writes to its own assets only, whatever tenant a body names', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const other = await world.sandbox.createOrganization('uniasset', { name: 'Pit Two' });
  const stranger = world.clientOf('uniasset', other.keys.readWrite);
  const assetId = await newAsset(world);
  const tenant = { organizationId: world.tenants.uniasset.id, tenantId: world.tenants.uniasset.id };
  const foreign = { path: 'assetId', message: 'is not an asset of this organization' };
  expectInvalid(await stranger.post('/assets/maintenance', { ...tenant, assetId, type: 'Repair' }), foreign);
  expectInvalid(await stranger.post('/assets/assignment', { ...tenant, assetId, locationId: 'pit' }), foreign);
  expectInvalid(
    await stranger.post('/assets/geo-position', { ...tenant, assetId, latitude: 1, longitude: 1 }),
    foreign,
  );
  await stranger.post('/assets/create', { ...tenant, name: 'Theirs' });
  const held = await world.sandbox.pool.query(
    `select name, organization_id = $1 as "isOurs" from sandbox.uniasset_asset order by position`,
    [world.tenants.uniasset.id],
  );
  expect(held.rows).toEqual([
    { name: 'Excavator A', isOurs: true },
    { name: 'Theirs', isOurs: false },
  ]);
});

test('too many requests of one key are told when to come back', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'], requestsPerMinute: { uniasset: 1 } });
  await newAsset(world);
  world.clock.advance({ seconds: 50 });
  const limited = await world.uniasset.post('/assets/create', { name: 'x' });
  expectRefusal(limited, 429, 'RATE_LIMITED');
  expect(limited.headers.get('retry-after')).toBe('10');
  world.clock.advance({ seconds: 10 });
  expect((await world.uniasset.post('/assets/create', { name: 'x' })).status).toBe(201);
});

test('broken bodies and inner faults keep to the envelope', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const fault = (message: string) => ({ path: 'body', message });
  expectInvalid(
    await world.uniasset.send('POST', '/assets/create', '{"name":'),
    fault('The request body is not valid JSON.'),
  );
  expectInvalid(
    await world.uniasset.send('POST', '/assets/create', 'name=A', 'text/plain'),
    fault('The Content-Type must be application/json.'),
  );
  expect((await world.uniasset.send('POST', '/assets/create', '[]')).body).toMatchObject({
    error: { details: [{ path: 'body' }] },
  });
  await world.sandbox.pool.query('drop table sandbox.uniasset_position');
  const assetId = await newAsset(world);
  const broken = await world.uniasset.post('/assets/geo-position', { assetId, latitude: 1, longitude: 1 });
  expectRefusal(broken, 500, 'INTERNAL_ERROR');
});
