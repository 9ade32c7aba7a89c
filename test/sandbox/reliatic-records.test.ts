import { openDatabases, type Databases } from './databases.ts';
import { dataOf, idOf, rowsOf, startSandboxWorld, type SandboxWorld } from './sandbox-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const unknownId = '00000000-0000-4000-8000-000000000000';

const newAsset = async (world: SandboxWorld<'reliatic'>, tag_number = 'V-101'): Promise<string> => {
  return idOf(await world.reliatic.post('/assets', { tag_number, name: 'Drum', asset_type: 'vessel' }));
};

test('an inspection is answered with its effectiveness', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const asset_id = await newAsset(world);
  const body = { asset_id, inspection_type: 'tofd', inspection_date: '2026-03-30', inspector_name: 'Ana' };
  const created = await world.reliatic.post('/inspections', body);
  expect(created.status).toBe(201);
  expect(created.body).toEqual({
    data: {
      id: expect.any(String),
      ...body,
      coverage_percent: null,
      thickness_mm: null,
      effectiveness: 'B',
      created_at: '2026-04-01T12:00:00Z',
    },
    meta: { timestamp: '2026-04-01T12:00:00Z' },
  });
  const scan = { ...body, inspection_type: 'visual_external', coverage_percent: 75.5, thickness_mm: 9.125 };
  const scanned = dataOf(await world.reliatic.post('/inspections', scan));
  expect(scanned).toMatchObject({ effectiveness: 'B', coverage_percent: 75.5, thickness_mm: 9.125 });
});

test('inspections are found by asset, type and dates, both ends included', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const [first, second] = [await newAsset(world), await newAsset(world, 'V-102')];
  const inspect = (asset_id: string, inspection_type: string, inspection_date: string) =>
    world.reliatic.post('/inspections', { asset_id, inspection_type, inspection_date, inspector_name: 'Ana' });
  await inspect(first, 'tofd', '2026-01-10');
  await inspect(first, 'radiography', '2026-02-10');
  await inspect(second, 'tofd', '2026-03-10T23:30:00-02:00');
  const dates = async (query: string): Promise<unknown[]> =>
    rowsOf(await world.reliatic.get(`/inspections?${query}`)).map((row) => row['inspection_date']);

  expect(await dates(`asset_id=${first}`)).toEqual(['2026-01-10', '2026-02-10']);
  expect(await dates(`asset_id=${first.toUpperCase()}&inspection_type=tofd`)).toEqual(['2026-01-10']);
  expect(await dates('inspection_type=tofd')).toEqual(['2026-01-10', '2026-03-11']);
  expect(await dates('date_from=2026-02-10')).toEqual(['2026-02-10', '2026-03-11']);
  expect(await dates('date_from=2026-01-11&date_to=2026-02-10T00:00:00Z')).toEqual(['2026-02-10']);
  expect(await dates(`asset_id=${unknownId}`)).toEqual([]);
  const bad = await world.reliatic.get('/inspections?asset_id=x&inspection_type=x&date_from=x&date_to=2026-02-30');
  expect(bad.body).toMatchObject({
    details: [{ field: 'asset_id' }, { field: 'inspection_type' }, { field: 'date_from' }, { field: 'date_to' }],
  });
});

test('a failure mode is answered with its RPN and priority', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const asset_id = await newAsset(world);
  const ratings = { severity: 9, occurrence: 6, detection: 4 };
  const created = await world.reliatic.post('/failure-modes', { asset_id, description: 'Leak', ...ratings });
  expect(created.status).toBe(201);
  expect(dataOf(created)).toEqual({
    id: expect.any(String),
    asset_id,
    description: 'Leak',
    effect: null,
    cause: null,
    ...ratings,
    rpn: 216,
    priority: 'critical',
    created_at: '2026-04-01T12:00:00Z',
  });
});

test('failure modes are found by asset and by RPN, both thresholds included', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const [first, second] = [await newAsset(world), await newAsset(world, 'V-102')];
  const rate = (asset_id: string, severity: number) =>
    world.reliatic.post('/failure-modes', { asset_id, description: 'Leak', severity, occurrence: 5, detection: 2 });
  for (const severity of [1, 2, 3]) await rate(first, severity);
  await rate(second, 10);
  const rpns = async (query: string): Promise<unknown[]> =>
    rowsOf(await world.reliatic.get(`/failure-modes?${query}`)).map((row) => row['rpn']);

  expect(await rpns('')).toEqual([10, 20, 30, 100]);
  expect(await rpns('rpn_min=20')).toEqual([20, 30, 100]);
  expect(await rpns('rpn_min=20&rpn_max=30')).toEqual([20, 30]);
  expect(await rpns(`asset_id=${second}&rpn_max=99`)).toEqual([]);
  expect((await world.reliatic.get('/failure-modes?rpn_min=high')).body).toMatchObject({
    error: 'validation_error',
    details: [{ field: 'rpn_min' }],
  });
});

test.each([0, 11, 4.5, '4', null])('a rating of %p is refused at its field', async (severity) => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const body = { asset_id: await newAsset(world), description: 'Leak', severity, occurrence: 5, detection: 5 };
  const answer = await world.reliatic.post('/failure-modes', body);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ error: 'validation_error', details: [{ field: 'severity' }] });
});

test('an action begins as a draft, with all it was given', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const asset_id = await newAsset(world);
  const ratings = { severity: 5, occurrence: 5, detection: 5 };
  const mode = await world.reliatic.post('/failure-modes', { asset_id, description: 'Leak', ...ratings });
  const body = {
    asset_id,
    title: 'Weld',
    description: 'From inside',
    priority: 'high',
    assignee_id: 'ana',
    due_date: '2026-05-01',
    failure_mode_id: idOf(mode),
  };
  const created = await world.reliatic.post('/actions', { ...body, status: 'completed' });
  expect(created.status).toBe(201);
  expect(dataOf(created)).toEqual({
    id: expect.any(String),
    ...body,
    status: 'draft',
    created_at: '2026-04-01T12:00:00Z',
  });
  const bare = dataOf(await world.reliatic.post('/actions', { asset_id, title: 'Look' }));
  expect(bare).toMatchObject({ priority: 'medium', assignee_id: null, due_date: null, failure_mode_id: null });
  const bad = await world.reliatic.post('/actions', { asset_id, title: 'x', failure_mode_id: unknownId });
  expect(bad.body).toMatchObject({ details: [{ field: 'failure_mode_id' }] });
});

test('an action moves along its life, and nowhere else', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const asset_id = await newAsset(world);
  const id = idOf(await world.reliatic.post('/actions', { asset_id, title: 'Weld' }));
  const move = (status: string) => world.reliatic.put(`/actions/${id}/status`, { status, comment: 'as agreed' });

  const jump = await move('completed');
  expect(jump.status).toBe(409);
  expect(jump.body).toEqual({
    error: 'conflict',
    message: 'An action cannot go from draft to completed; allowed: proposed.',
    details: [],
  });
  expect((await move('draft')).status).toBe(409);
  for (const status of ['proposed', 'approved', 'in_progress', 'completed']) {
    const moved = await move(status);
    expect(moved.status).toBe(200);
    expect(dataOf(moved)).toMatchObject({ id, status });
  }
  expect((await move('in_progress')).body).toMatchObject({ message: expect.stringContaining('completed is final') });
  expect((await move('finished')).body).toMatchObject({ error: 'validation_error', details: [{ field: 'status' }] });
  const unknown = await world.reliatic.put(`/actions/${unknownId}/status`, { status: 'proposed' });
  expect(unknown.body).toMatchObject({ error: 'not_found' });
});

test('of two simultaneous moves one is a conflict', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const asset_id = await newAsset(world);
  const id = idOf(await world.reliatic.post('/actions', { asset_id, title: 'Weld' }));
  const move = () => world.reliatic.put(`/actions/${id}/status`, { status: 'proposed' });
  const answers = await Promise.all([move(), move()]);
  expect(answers.map((answer) => answer.status).toSorted((left, right) => left - right)).toEqual([200, 409]);
});

test('actions are found by status, priority, assignee and asset', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const [first, second] = [await newAsset(world), await newAsset(world, 'V-102')];
  const act = (asset_id: string, title: string, fields: object) =>
    world.reliatic.post('/actions', { asset_id, title, ...fields });
  const one = idOf(await act(first, 'one', { assignee_id: 'ana', priority: 'low' }));
  await act(first, 'two', { assignee_id: 'bob', priority: 'high' });
  await act(second, 'three', { assignee_id: 'ana', priority: 'high' });
  await world.reliatic.put(`/actions/${one}/status`, { status: 'proposed' });
  const titles = async (query: string): Promise<unknown[]> =>
    rowsOf(await world.reliatic.get(`/actions?${query}`)).map((row) => row['title']);

  expect(await titles('status=proposed')).toEqual(['one']);
  expect(await titles('priority=high')).toEqual(['two', 'three']);
  expect(await titles('assignee_id=ana')).toEqual(['one', 'three']);
  expect(await titles(`asset_id=${first}&status=draft`)).toEqual(['two']);
  expect((await world.reliatic.get('/actions?status=done&priority=urgent')).body).toMatchObject({
    details: [{ field: 'status' }, { field: 'priority' }],
  });
});

test('a risk assessment is answered with its ranking, and found by it', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const asset_id = await newAsset(world);
  const assess = (probability_of_failure: number, consequence_of_failure: number) =>
    world.reliatic.post('/risk-assessments', { asset_id, probability_of_failure, consequence_of_failure });
  const created = await assess(4, 3);
  expect(created.status).toBe(201);
  expect(dataOf(created)).toEqual({
    id: expect.any(String),
    asset_id,
    probability_of_failure: 4,
    consequence_of_failure: 3,
    risk_ranking: 'medium_high',
    assessed_at: '2026-04-01T12:00:00Z',
  });
  await assess(1, 1);
  await assess(5, 5);
  const high = rowsOf(await world.reliatic.get(`/risk-assessments?risk_ranking=high&asset_id=${asset_id}`));
  expect(high).toMatchObject([{ probability_of_failure: 5, risk_ranking: 'high' }]);
  const bad = await assess(0, 6);
  expect(bad.body).toMatchObject({
    details: [{ field: 'probability_of_failure' }, { field: 'consequence_of_failure' }],
  });
});

test.each([
  ['/inspections', ['asset_id', 'inspection_type', 'inspection_date', 'inspector_name']],
  ['/failure-modes', ['severity', 'occurrence', 'detection', 'asset_id', 'description']],
  ['/actions', ['asset_id', 'title']],
  ['/risk-assessments', ['asset_id', 'probability_of_failure', 'consequence_of_failure']],
])('%s names each required field that is missing', async (path, fields) => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const answer = await world.reliatic.post(path, {});
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: 'validation_error',
    details: fields.map((field) => ({ field, message: 'is required' })),
  });
});

test.each(['/inspections', '/failure-modes', '/actions', '/risk-assessments'])('%s is paged', async (path) => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const answer = await world.reliatic.get(`${path}?page=2&per_page=10`);
  expect(answer.body).toEqual({ data: [], meta: { page: 2, per_page: 10, total: 0, total_pages: 0 } });
  expect((await world.reliatic.get(`${path}?per_page=101`)).status).toBe(400);
});
