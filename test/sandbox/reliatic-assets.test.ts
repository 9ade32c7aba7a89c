import { openDatabases, type Databases } from './databases.ts';
import { dataOf, idOf, rowsOf, startSandboxWorld, type RestClient } from './sandbox-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const drum = { tag_number: 'V-101', name: 'Drum', asset_type: 'vessel' };
const unknownId = '00000000-0000-4000-8000-000000000000';

const tags = async (client: RestClient, query: string): Promise<unknown[]> => {
  return rowsOf(await client.get(`/assets${query}`)).map((row) => row['tag_number']);
};

test('a new asset is answered whole, its empty fields as nulls, in the envelope', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const created = await world.reliatic.post('/assets', drum);
  expect(created.status).toBe(201);
  expect(created.headers.get('content-type')).toMatch(/^application\/json/);
  expect(created.body).toEqual({
    data: {
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      ...drum,
      description: null,
      status: 'active',
      location: null,
      manufacturer: null,
      model: null,
      serial_number: null,
      parent_id: null,
      required_thickness_mm: null,
      created_at: '2026-04-01T12:00:00Z',
    },
    meta: { timestamp: '2026-04-01T12:00:00Z' },
  });
  const found = await world.reliatic.get(`/assets/${idOf(created)}`);
  expect(found.body).toEqual({
    data: { ...dataOf(created), current_risk_ranking: null, last_inspection_date: null, remaining_life_years: null },
    meta: { timestamp: '2026-04-01T12:00:00Z' },
  });
});

test('lists are paged 25 at a time, in the order of creation, with totals', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  for (let number = 1; number <= 27; number += 1) {
    await world.reliatic.post('/assets', { ...drum, tag_number: `V-${number}` });
  }
  const first = await world.reliatic.get('/assets');
  expect(rowsOf(first)).toHaveLength(25);
  expect(first.body).toMatchObject({ meta: { page: 1, per_page: 25, total: 27, total_pages: 2 } });
  expect(await tags(world.reliatic, '?page=2')).toEqual(['V-26', 'V-27']);
  expect(await tags(world.reliatic, '?page=3&per_page=5')).toEqual(['V-11', 'V-12', 'V-13', 'V-14', 'V-15']);
  const beyond = await world.reliatic.get('/assets?page=9');
  expect(beyond.body).toEqual({ data: [], meta: { page: 9, per_page: 25, total: 27, total_pages: 2 } });
  expect(rowsOf(await world.reliatic.get('/assets?per_page=100'))).toHaveLength(27);
});

test('an empty list has no pages', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const answer = await world.reliatic.get('/assets');
  expect(answer.body).toEqual({ data: [], meta: { page: 1, per_page: 25, total: 0, total_pages: 0 } });
});

test.each(['page=0', 'page=-1', 'page=x', 'page=1.5', 'page=', 'per_page=0', 'per_page=101', 'page=1&page=2'])(
  'paging by %s is a validation error that names the field',
  async (query) => {
    await using world = await startSandboxWorld(database, { services: ['reliatic'] });
    const answer = await world.reliatic.get(`/assets?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: 'validation_error',
      message: expect.any(String),
      details: [{ field: query.split('=')[0], message: expect.any(String) }],
    });
  },
);

test('assets are found by status, type, and text in their tag number or description', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const create = (fields: object) => world.reliatic.post('/assets', { ...drum, ...fields });
  await create({ tag_number: 'V-1', description: 'Amine absorber' });
  await create({ tag_number: 'T-1', asset_type: 'tank', status: 'inactive', name: 'Absorber tank' });
  await create({ tag_number: 'T-100%', asset_type: 'tank' });
  const gone = idOf(await create({ tag_number: 'P-1', asset_type: 'piping' }));
  await world.reliatic.delete(`/assets/${gone}`);

  expect(await tags(world.reliatic, '')).toEqual(['V-1', 'T-1', 'T-100%', 'P-1']);
  expect(await tags(world.reliatic, '?status=active')).toEqual(['V-1', 'T-100%']);
  expect(await tags(world.reliatic, '?status=inactive')).toEqual(['T-1']);
  expect(await tags(world.reliatic, '?status=decommissioned')).toEqual(['P-1']);
  expect(await tags(world.reliatic, '?type=tank&status=active')).toEqual(['T-100%']);
  expect(await tags(world.reliatic, '?search=absorber')).toEqual(['V-1']);
  expect(await tags(world.reliatic, '?search=t-1')).toEqual(['T-1', 'T-100%']);
  expect(await tags(world.reliatic, '?search=0%25')).toEqual(['T-100%']);
  expect(await tags(world.reliatic, '?search=_')).toEqual([]);
  expect(await tags(world.reliatic, '?search=%00')).toHaveLength(4);
  const answer = await world.reliatic.get('/assets?status=gone&type=pump');
  expect(answer.body).toMatchObject({ details: [{ field: 'status' }, { field: 'type' }] });
});

test('every fault of a new asset is told by its field', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const answer = await world.reliatic.post('/assets', {
    tag_number: ' ',
    asset_type: 'pump',
    description: 7,
    parent_id: 'V-1',
    required_thickness_mm: -1,
  });
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({
    error: 'validation_error',
    message: expect.any(String),
    details: [
      { field: 'tag_number', message: 'must not be empty' },
      { field: 'name', message: 'is required' },
      { field: 'asset_type', message: 'must be one of vessel, piping, tank, heat_exchanger, rotating' },
      { field: 'description', message: 'must be a string or null' },
      { field: 'parent_id', message: 'must be a UUID or null' },
      { field: 'required_thickness_mm', message: expect.stringContaining('from 0') },
    ],
  });
  const nul = await world.reliatic.post('/assets', { ...drum, name: 'a\u0000b' });
  expect(nul.body).toMatchObject({ details: [{ field: 'name' }] });
});

test('a PUT replaces: what it leaves out becomes null, but the status stays', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const id = idOf(
    await world.reliatic.post('/assets', { ...drum, description: 'Old', location: 'Unit 1', status: 'inactive' }),
  );
  const replaced = await world.reliatic.put(`/assets/${id}`, { ...drum, name: 'New drum' });
  expect(replaced.status).toBe(200);
  expect(dataOf(replaced)).toMatchObject({ name: 'New drum', description: null, location: null, status: 'inactive' });
  const incomplete = await world.reliatic.put(`/assets/${id}`, { name: 'Newer' });
  expect(incomplete.body).toMatchObject({ details: [{ field: 'tag_number' }, { field: 'asset_type' }] });
  const own = await world.reliatic.put(`/assets/${id}`, { ...drum, parent_id: id });
  expect(own.body).toMatchObject({ details: [{ field: 'parent_id', message: 'must be another asset' }] });
});

test('what was read can be put back as it is, computed fields and all', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const parent = idOf(await world.reliatic.post('/assets', drum));
  const id = idOf(await world.reliatic.post('/assets', { ...drum, parent_id: parent, required_thickness_mm: 7.5 }));
  const before = dataOf(await world.reliatic.get(`/assets/${id}`));
  await world.reliatic.put(`/assets/${id}`, before);
  expect(dataOf(await world.reliatic.get(`/assets/${id}`))).toEqual(before);
});

test('a deleted asset stays, decommissioned', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const id = idOf(await world.reliatic.post('/assets', drum));
  const deleted = await world.reliatic.delete(`/assets/${id}`);
  expect(deleted.status).toBe(200);
  expect(dataOf(deleted)).toMatchObject({ id, status: 'decommissioned' });
  expect((await world.reliatic.send('DELETE', `/assets/${id}`, '')).status).toBe(200);
  expect(dataOf(await world.reliatic.get(`/assets/${id}`))).toMatchObject({ status: 'decommissioned' });
});

test.each([unknownId, 'not-a-uuid', '7'])('the asset %s is not found', async (id) => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const answers = [
    await world.reliatic.get(`/assets/${id}`),
    await world.reliatic.put(`/assets/${id}`, drum),
    await world.reliatic.delete(`/assets/${id}`),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({ error: 'not_found', message: 'The asset was not found.', details: [] });
  }
});

test('an asset shows its latest ranking, its last inspection and its remaining life', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const id = idOf(await world.reliatic.post('/assets', { ...drum, required_thickness_mm: 7.5 }));
  const inspect = (inspection_date: string, thickness_mm: number | null) =>
    world.reliatic.post('/inspections', {
      asset_id: id,
      inspection_type: 'ultrasonic_manual',
      inspection_date,
      inspector_name: 'Ana',
      thickness_mm,
    });
  const rank = (probability_of_failure: number) =>
    world.reliatic.post('/risk-assessments', { asset_id: id, probability_of_failure, consequence_of_failure: 3 });

  await inspect('2014-04-01', 12);
  expect(dataOf(await world.reliatic.get(`/assets/${id}`))['remaining_life_years']).toBeNull();
  await inspect('2024-04-01', 9);
  await inspect('2025-01-01', null);
  await rank(1);
  world.clock.advance({ minutes: 1 });
  await rank(4);
  // 3 mm in 10 years leave 1.5 mm for 5 years.
  expect(dataOf(await world.reliatic.get(`/assets/${id}`))).toMatchObject({
    current_risk_ranking: 'medium_high',
    last_inspection_date: '2025-01-01',
    remaining_life_years: 5,
  });
  await inspect('2026-03-01', 7.5);
  expect(dataOf(await world.reliatic.get(`/assets/${id}`))['remaining_life_years']).toBe(0);
});
