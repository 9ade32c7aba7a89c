import { retireTag } from '../../src/sandbox/maintio/tags.ts';
import { openDatabases, type Databases } from './databases.ts';
import { expectRefusal, inspection, newTags, pump, pumpId, uuidOf } from './maintio-world.ts';
import { startSandboxWorld } from './sandbox-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const noon = '2026-04-01T12:00:00.000Z';

test('an asset is created once: the same body again answers it as it stands', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  const created = await world.maintio.post('/v1/assets', pump);
  expect(created.status).toBe(201);
  expect(created.body).toEqual({ ...pump, tag_id: null, created_at: noon, updated_at: noon });
  world.clock.advance({ minutes: 5 });
  const again = await world.maintio.post('/v1/assets', { ...pump, id: pumpId.toUpperCase() });
  expect(again.status).toBe(200);
  expect(again.body).toEqual(created.body);
  expect((await world.maintio.get('/v1/assets')).body).toEqual({ assets: [created.body] });
});

test('whoever has seen the present state replaces it, and everybody else makes a stale write', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await world.maintio.post('/v1/assets', pump);
  world.clock.advance({ minutes: 5 });
  const moved = { ...pump, location: 'Bay 4', description: undefined };
  expectRefusal(await world.maintio.post('/v1/assets', moved), 409, 'STALE_WRITE');
  expectRefusal(
    await world.maintio.post('/v1/assets', { ...moved, updated_at: '2026-04-01T11:59:59Z' }),
    409,
    'STALE_WRITE',
  );
  const replaced = await world.maintio.post('/v1/assets', { ...moved, updated_at: '2026-04-01T14:00:00+02:00' });
  expect(replaced.status).toBe(200);
  expect(replaced.body).toMatchObject({ location: 'Bay 4', description: null, created_at: noon });
  expect(replaced.body).toMatchObject({ updated_at: '2026-04-01T12:05:00.000Z' });
  expectRefusal(await world.maintio.post('/v1/assets', { ...moved, updated_at: noon }), 409, 'STALE_WRITE');
});

test('of many who create one asset at once, one creates it', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  const answers = await Promise.all(Array.from({ length: 8 }, () => world.maintio.post('/v1/assets', pump)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
});

test('lists answer what was updated after an instant, and not at it', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await world.maintio.post('/v1/assets', pump);
  await world.maintio.post('/v1/records', inspection);
  world.clock.advance({ ms: 1 });
  await world.maintio.post('/v1/assets', { ...pump, id: uuidOf(1), name: 'Pump B' });
  await world.maintio.post('/v1/records', { ...inspection, id: uuidOf(2), asset_id: uuidOf(1) });
  const after = encodeURIComponent('2026-04-01T14:00:00.000+02:00');
  expect((await world.maintio.get(`/v1/assets?updated_since=${after}`)).body).toMatchObject({
    assets: [{ id: uuidOf(1) }],
  });
  expect((await world.maintio.get(`/v1/records?updated_since=${after}`)).body).toMatchObject({
    records: [{ id: uuidOf(2) }],
  });
  const before = await world.maintio.get('/v1/assets?updated_since=2026-04-01T11:59:59.999Z');
  expect(before.body).toMatchObject({ assets: [{ id: pumpId }, { id: uuidOf(1) }] });
  expect((await world.maintio.get(`/v1/records?asset_id=${pumpId}`)).body).toMatchObject({
    records: [{ id: inspection.id }],
  });
  expect((await world.maintio.get(`/v1/records?asset_id=${uuidOf(9)}`)).body).toEqual({ records: [] });
});

test('a record is idempotent by its own id', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await world.maintio.post('/v1/assets', pump);
  const created = await world.maintio.post('/v1/records', inspection);
  expect(created.status).toBe(201);
  const performed_at = '2026-03-30T08:00:00.000Z';
  expect(created.body).toEqual({ ...inspection, performed_at, created_at: noon, updated_at: noon });
  world.clock.advance({ minutes: 1 });
  const again = await world.maintio.post('/v1/records', { ...inspection, performed_at: '2026-03-30T10:00:00+02:00' });
  expect(again.status).toBe(200);
  expect(again.body).toEqual(created.body);
  expectRefusal(await world.maintio.post('/v1/records', { ...inspection, description: 'Leaks' }), 409, 'STALE_WRITE');
  expect((await world.maintio.get('/v1/records')).body).toEqual({ records: [created.body] });
});

test('the five types of record are taken, and no other', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await world.maintio.post('/v1/assets', pump);
  for (const [index, record_type] of ['Inspection', 'Repair', 'Service', 'Calibration', 'Other'].entries()) {
    const answer = await world.maintio.post('/v1/records', { ...inspection, id: uuidOf(index), record_type });
    expect(answer.body).toMatchObject({ record_type });
  }
  expectRefusal(
    await world.maintio.post('/v1/records', { ...inspection, record_type: 'repair' }),
    422,
    'VALIDATION_ERROR',
  );
});

test('tags come in batches of one timestamp, ten legible characters each', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  const answer = await world.maintio.post('/v1/tags/batch', { count: 100 });
  expect(answer.status).toBe(201);
  const { tags } = answer.body as { tags: { id: string; state: string }[] };
  expect(new Set(tags.map(({ id }) => id)).size).toBe(100);
  for (const tag of tags) {
    expect(tag).toEqual({ id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{10}$/), state: 'unlinked' });
  }
  const [first] = tags;
  expect((await world.maintio.get(`/v1/tags/${first?.id}`)).body).toEqual({
    id: first?.id,
    state: 'unlinked',
    asset_id: null,
    created_at: noon,
    updated_at: noon,
  });
  for (const unknown of ['0000000000', 'OIL', 'ILOU000000']) {
    expectRefusal(await world.maintio.get(`/v1/tags/${unknown}`), 404, 'NOT_FOUND');
  }
  for (const count of [0, 1001, 1.5, '10', null]) {
    expectRefusal(await world.maintio.post('/v1/tags/batch', { count }), 422, 'VALIDATION_ERROR');
  }
});

test('a tag belongs to one asset, and an asset has one tag', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  const [first = '', second = ''] = await newTags(world, 2);
  world.clock.advance({ minutes: 1 });
  const created = await world.maintio.post('/v1/assets', { ...pump, tag_id: first });
  expect(created.body).toMatchObject({ tag_id: first });
  expect((await world.maintio.post('/v1/assets', { ...pump, tag_id: first })).status).toBe(200);
  expect((await world.maintio.get(`/v1/tags/${first}`)).body).toMatchObject({
    state: 'assigned',
    asset_id: pumpId,
    updated_at: '2026-04-01T12:01:00.000Z',
  });

  const other = { ...pump, id: uuidOf(1), name: 'Pump B' };
  expectRefusal(await world.maintio.post('/v1/assets', { ...other, tag_id: first }), 409, 'TAG_CONFLICT');
  expect((await world.maintio.get('/v1/assets')).body).toMatchObject({ assets: [{ id: pumpId }] });

  const seen = { updated_at: '2026-04-01T12:01:00Z' };
  await world.maintio.post('/v1/assets', { ...pump, tag_id: second, ...seen });
  expect((await world.maintio.get(`/v1/tags/${first}`)).body).toMatchObject({ state: 'unlinked', asset_id: null });
  expect((await world.maintio.post('/v1/assets', { ...other, tag_id: first })).status).toBe(201);
});

test('a tag that is unknown or retired cannot be assigned', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  const [tag = ''] = await newTags(world, 1);
  await world.maintio.post('/v1/assets', { ...pump, tag_id: tag });
  await world.sandbox.change('maintio', (change) => retireTag(change, world.tenants.maintio.id, tag));
  expect((await world.maintio.get(`/v1/tags/${tag}`)).body).toMatchObject({ state: 'retired', asset_id: null });
  const other = { ...pump, id: uuidOf(1) };
  expectRefusal(await world.maintio.post('/v1/assets', { ...other, tag_id: tag }), 422, 'VALIDATION_ERROR');
  expectRefusal(await world.maintio.post('/v1/assets', { ...other, tag_id: '0000000000' }), 422, 'VALIDATION_ERROR');
  expectRefusal(await world.maintio.post('/v1/assets', { ...other, tag_id: 7 }), 422, 'VALIDATION_ERROR');
});

test('every fault of a body is named', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  const fault = (message: string) => [422, 'VALIDATION_ERROR', message] as const;
  expectRefusal(await world.maintio.post('/v1/assets', {}), ...fault('id is required; name is required'));
  expectRefusal(
    await world.maintio.post('/v1/assets', { id: 'pump', name: ' ', location: 3, updated_at: 'now' }),
    ...fault(
      'id must be a UUID; name must not be empty; location must be a string or null; ' +
        'updated_at must be an ISO 8601 datetime with its offset',
    ),
  );
  expectRefusal(
    await world.maintio.post('/v1/records', {}),
    ...fault('id is required; asset_id is required; record_type is required; performed_at is required'),
  );
  expectRefusal(
    await world.maintio.post('/v1/records', { ...inspection, asset_id: uuidOf(9) }),
    ...fault('asset_id is not an asset of this tenant'),
  );
  for (const query of ['?updated_since=yesterday', '?updated_since=2026-04-01', '?updated_since=']) {
    expectRefusal(await world.maintio.get(`/v1/assets${query}`), 422, 'VALIDATION_ERROR');
    expectRefusal(await world.maintio.get(`/v1/records${query}`), 422, 'VALIDATION_ERROR');
  }
  expectRefusal(await world.maintio.get('/v1/records?asset_id=pump'), 422, 'VALIDATION_ERROR');
});
