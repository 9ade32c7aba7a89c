import { openDatabases, type Databases } from './databases.ts';
import { startSandboxWorld, type SandboxWorld } from './sandbox-world.ts';
import { expectInvalid, newAsset, signal } from './uniasset-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const held = async (world: SandboxWorld<'uniasset'>, table: string): Promise<Record<string, unknown>[]> =>
  (await world.sandbox.pool.query<Record<string, unknown>>(`select * from sandbox.uniasset_${table} order by position`))
    .rows;

test('a write is answered with an opaque id, and nothing else', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const id = expect.stringMatching(/^c[0-9a-f]{24}$/);
  const assetId = await newAsset(world);
  const answers = [
    await world.uniasset.post('/assets/create', { name: 'Truck' }),
    await world.uniasset.post('/assets/maintenance', { assetId, type: 'Repair' }),
    await world.uniasset.post('/assets/assignment', { assetId, assignedToEmail: 'ana@pit.example' }),
    await world.uniasset.post('/assets/geo-position', { assetId, latitude: -90, longitude: 180 }),
    await world.uniasset.post('/iot/signals', signal),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ success: true, data: { id } });
  }
});

test('the same body twice is two assets: there is no idempotency', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const first = await newAsset(world, { externalId: 'ERP-7' });
  expect(await newAsset(world, { externalId: 'ERP-7' })).not.toBe(first);
  expect(await held(world, 'asset')).toHaveLength(2);
});

test('an asset needs a name, and is in one of four states', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  expectInvalid(await world.uniasset.post('/assets/create', {}), { path: 'name', message: 'is required' });
  expectInvalid(
    await world.uniasset.post('/assets/create', { name: ' ', status: 'Lost', serialNumber: 7 }),
    { path: 'name', message: 'must not be empty' },
    { path: 'serialNumber', message: 'must be a string or null' },
    { path: 'status', message: 'must be one of Active, In Maintenance, Damaged, Disposed' },
  );
  for (const status of ['Active', 'In Maintenance', 'Damaged', 'Disposed', undefined])
    await newAsset(world, { status });
  const statuses = (await held(world, 'asset')).map((asset) => asset['status']);
  expect(statuses).toEqual(['Active', 'In Maintenance', 'Damaged', 'Disposed', 'Active']);
});

test('maintenance needs its asset and its type, and costs decimals', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const assetId = await newAsset(world);
  expectInvalid(
    await world.uniasset.post('/assets/maintenance', { cost: -1, performedAt: 'now' }),
    { path: 'assetId', message: 'is required' },
    { path: 'type', message: 'is required' },
    { path: 'performedAt', message: 'must be an ISO 8601 datetime or date, or null' },
    { path: 'cost', message: 'must be 0 or more' },
  );
  expectInvalid(await world.uniasset.post('/assets/maintenance', { assetId, type: 'Repair', cost: 0.125 }), {
    path: 'cost',
    message: 'must have at most 2 decimal places',
  });
  expectInvalid(await world.uniasset.post('/assets/maintenance', { assetId: 'nobody', type: 'Repair' }), {
    path: 'assetId',
    message: 'is not an asset of this organization',
  });
  await world.uniasset.post('/assets/maintenance', {
    assetId,
    type: 'Repair',
    cost: 183.05,
    performedAt: '2026-03-30',
  });
  await world.uniasset.post('/assets/maintenance', { assetId, type: 'Service' });
  expect(await held(world, 'maintenance')).toMatchObject([
    { type: 'Repair', cost: '183.05', performed_at: new Date('2026-03-30T00:00:00Z') },
    { type: 'Service', cost: null, performed_at: world.clock.now() },
  ]);
});

test('an assignment is to a person or to a place, and not to both', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const assetId = await newAsset(world);
  const oneOfTwo = { path: 'assignedToEmail', message: 'or locationId is required, one of the two' };
  expectInvalid(await world.uniasset.post('/assets/assignment', { assetId }), oneOfTwo);
  const both = { assetId, assignedToEmail: 'ana@pit.example', locationId: 'pit' };
  expectInvalid(await world.uniasset.post('/assets/assignment', both), oneOfTwo);
  expectInvalid(await world.uniasset.post('/assets/assignment', { assetId, assignedToEmail: 'Ana' }), {
    path: 'assignedToEmail',
    message: 'must be an email address or null',
  });
  expect((await world.uniasset.post('/assets/assignment', { assetId, locationId: 'pit' })).status).toBe(201);
});

test('a position lies on the Earth', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const assetId = await newAsset(world);
  expectInvalid(
    await world.uniasset.post('/assets/geo-position', { assetId, latitude: 90.1, longitude: '0', accuracy: -1 }),
    { path: 'latitude', message: 'must be a number from -90 to 90' },
    { path: 'longitude', message: 'must be a number from -180 to 180' },
    { path: 'accuracy', message: 'must be a number from 0 to 20038000' },
  );
  await world.uniasset.post('/assets/geo-position', { assetId, latitude: -22.315, longitude: -68.905, accuracy: 4.5 });
  expect(await held(world, 'position')).toMatchObject([{ latitude: -22.315, longitude: -68.905, accuracy: 4.5 }]);
});

test('a signal carries one value, and the time at which the server received it', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const assetId = await newAsset(world);
  const { numericValue: _numericValue, ...valueless } = signal;
  const oneOfThree = { path: 'numericValue', message: 'or textValue or booleanValue is required, one of the three' };
  expectInvalid(await world.uniasset.post('/iot/signals', valueless), oneOfThree);
  expectInvalid(await world.uniasset.post('/iot/signals', { ...signal, textValue: 'hot' }), oneOfThree);
  expectInvalid(
    await world.uniasset.post('/iot/signals', { numericValue: 1, severity: 'high', payload: [] }),
    { path: 'source', message: 'is required' },
    { path: 'signalType', message: 'is required' },
    { path: 'severity', message: 'must be one of INFO, LOW, MEDIUM, HIGH, CRITICAL' },
    { path: 'payload', message: 'must be an object' },
  );
  const payload = { note: 'a\u0000b', receivedAt: '2001-01-01T00:00:00Z' };
  await world.uniasset.post('/iot/signals', { ...signal, assetId, payload, receivedAt: '2001-01-01T00:00:00Z' });
  await world.uniasset.post('/iot/signals', { ...valueless, deviceId: 'T-1', booleanValue: false });
  const receivedAt = world.clock.now();
  expect(await held(world, 'signal')).toMatchObject([
    { asset_id: assetId, numeric_value: 108.5, received_at: receivedAt },
    { asset_id: null, device_id: 'T-1', boolean_value: false, payload: {}, received_at: receivedAt },
  ]);
});
