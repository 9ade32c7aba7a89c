import { deleteWorkOrder } from '../../src/sandbox/maintainx/work-order-changes.ts';
import { openDatabases, type Databases } from './databases.ts';
import { createOrder, newId, resourceOf, startMaintainxWorld, titlesOf } from './maintainx-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const noon = '2026-04-01T12:00:00.000Z';

test('the least work order is a title, and is answered with every field', async () => {
  await using world = await startMaintainxWorld(database);
  const created = await world.maintainx.post('/workorders', { title: 'Weld' });
  expect(created.status).toBe(200);
  const id = newId(created);
  expect(created.body).toEqual({ id });
  const read = await world.maintainx.get(`/workorders/${id}`);
  expect(read.body).toEqual({
    workOrder: {
      id,
      sequentialId: 1,
      title: 'Weld',
      description: null,
      status: 'OPEN',
      priority: 'NONE',
      type: 'REACTIVE',
      assetId: null,
      locationId: null,
      dueDate: null,
      startDate: null,
      completedAt: null,
      createdAt: noon,
      updatedAt: noon,
      deletedAt: null,
      estimatedTime: null,
      categories: [],
      assignees: [],
      parentId: null,
      parts: [],
    },
  });
});

test("the client sample's form and the vendor's make the same work order", async () => {
  await using world = await startMaintainxWorld(database);
  const { alice, bruno, place } = world;
  const assetId = newId(await world.maintainx.post('/assets', { name: 'Pump' }));
  const both = { title: 'Seal leaks', description: 'Drips', priority: 'HIGH', dueDate: '2026-04-09T16:00:00+02:00' };
  const sample = await createOrder(world.maintainx, {
    ...both,
    assignees: [String(alice.id), String(bruno.id)],
    assetId: String(assetId),
    locationId: String(place.id),
  });
  const vendor = await createOrder(world.maintainx, {
    ...both,
    assignees: [alice.id, bruno.id].map((id) => ({ type: 'USER', id })),
    assetId,
    locationId: place.id,
  });
  const [one, two] = [
    resourceOf(await world.maintainx.get(`/workorders/${sample}`), 'workOrder'),
    resourceOf(await world.maintainx.get(`/workorders/${vendor}`), 'workOrder'),
  ];
  expect(one).toMatchObject({
    assetId,
    locationId: place.id,
    dueDate: '2026-04-09T14:00:00.000Z',
    assignees: [
      { type: 'USER', id: alice.id },
      { type: 'USER', id: bruno.id },
    ],
  });
  expect(two).toEqual({ ...one, id: vendor, sequentialId: 2 });
});

test('a PATCH changes the fields it names, null empties them, and nothing changed is no change', async () => {
  await using world = await startMaintainxWorld(database);
  const { alice } = world;
  const parentId = await createOrder(world.maintainx, { title: 'Overhaul' });
  const id = await createOrder(world.maintainx, { title: 'Weld', description: 'Crack', dueDate: '2026-04-09' });
  world.clock.advance({ minutes: 1 });
  const patch = {
    priority: 'LOW',
    type: 'PREVENTIVE',
    description: null,
    startDate: '2026-04-03T06:30:00Z',
    estimatedTime: 5400,
    categories: ['Boom'],
    parentId,
    assignees: [
      { type: 'TEAM', id: 7 },
      { type: 'USER', id: String(alice.id) },
    ],
  };
  const changed = await world.maintainx.patch(`/workorders/${id}`, patch);
  expect(changed.status).toBe(200);
  expect(resourceOf(changed, 'workOrder')).toMatchObject({
    ...patch,
    title: 'Weld',
    dueDate: '2026-04-09T00:00:00.000Z',
    startDate: '2026-04-03T06:30:00.000Z',
    assignees: [
      { type: 'USER', id: alice.id },
      { type: 'TEAM', id: 7 },
    ],
    createdAt: noon,
    updatedAt: '2026-04-01T12:01:00.000Z',
  });
  world.clock.advance({ minutes: 1 });
  expect((await world.maintainx.patch(`/workorders/${id}`, { ...patch, dueDate: '2026-04-09' })).body).toEqual(
    changed.body,
  );
  expect((await world.maintainx.patch(`/workorders/${id}`, {})).body).toEqual(changed.body);
});

test('a work order goes from any status to any other, and DONE alone has a time of completion', async () => {
  await using world = await startMaintainxWorld(database);
  const id = await createOrder(world.maintainx, { title: 'Weld' });
  const to = async (status: string) => {
    world.clock.advance({ minutes: 1 });
    const answer = await world.maintainx.patch(`/workorders/${id}/status`, { status });
    expect(answer.status).toBe(200);
    const { status: now, completedAt, updatedAt } = resourceOf(answer, 'workOrder');
    return { status: now, completedAt, updatedAt };
  };
  const at = (minute: number) => `2026-04-01T12:0${minute}:00.000Z`;
  expect(await to('IN_PROGRESS')).toEqual({ status: 'IN_PROGRESS', completedAt: null, updatedAt: at(1) });
  expect(await to('DONE')).toEqual({ status: 'DONE', completedAt: at(2), updatedAt: at(2) });
  expect(await to('DONE')).toEqual({ status: 'DONE', completedAt: at(2), updatedAt: at(2) });
  expect(await to('OPEN')).toEqual({ status: 'OPEN', completedAt: null, updatedAt: at(4) });
  expect(await to('SKIPPED')).toEqual({ status: 'SKIPPED', completedAt: null, updatedAt: at(5) });
  expect(await to('CANCELED')).toMatchObject({ status: 'CANCELED', completedAt: null });
});

test('there is no idempotency: the same POST twice is two work orders, numbered without gaps', async () => {
  await using world = await startMaintainxWorld(database);
  const ids = await Promise.all(Array.from({ length: 8 }, () => createOrder(world.maintainx, { title: 'Same' })));
  expect(new Set(ids).size).toBe(8);
  const rows = await Promise.all(
    ids.map(async (id) => resourceOf(await world.maintainx.get(`/workorders/${id}`), 'workOrder')),
  );
  expect(rows.map((row) => Number(row['sequentialId'])).toSorted((left, right) => left - right)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8,
  ]);
});

test('a deleted work order is in no list and takes no change, but can be looked up', async () => {
  await using world = await startMaintainxWorld(database);
  const id = await createOrder(world.maintainx, { title: 'Weld' });
  const remove = () => world.sandbox.change('maintainx', (change) => deleteWorkOrder(change, world.organizationId, id));
  await remove();
  expect(titlesOf(await world.maintainx.get('/workorders'))).toEqual([]);
  expect(resourceOf(await world.maintainx.get(`/workorders/${id}`), 'workOrder')).toMatchObject({ deletedAt: noon });
  expect((await world.maintainx.patch(`/workorders/${id}`, { title: 'Paint' })).status).toBe(404);
  expect((await world.maintainx.patch(`/workorders/${id}/status`, { status: 'DONE' })).status).toBe(404);
  await expect(remove()).rejects.toThrow('not found');
  expect((await world.maintainx.delete(`/workorders/${id}`)).status).toBe(404);
});

test('a write at fault is told every field at fault, with its path and its value', async () => {
  await using world = await startMaintainxWorld(database);
  const refused = async (body: object) => {
    const answer = await world.maintainx.post('/workorders', body);
    expect(answer.status).toBe(400);
    return answer.body;
  };
  expect(await refused({})).toEqual({ errors: [{ error: 'is required', fieldPath: 'title', fieldValue: null }] });
  expect(await refused({ title: ' ', priority: 'URGENT', estimatedTime: 1.5, colour: 'red' })).toEqual({
    errors: [
      { error: 'must not be empty', fieldPath: 'title', fieldValue: ' ' },
      { error: 'must be one of NONE, LOW, MEDIUM, HIGH', fieldPath: 'priority', fieldValue: 'URGENT' },
      {
        error: 'must be a whole number of seconds, 0 or more, or null',
        fieldPath: 'estimatedTime',
        fieldValue: 1.5,
      },
      { error: 'is not known', fieldPath: 'colour', fieldValue: 'red' },
    ],
  });
  const assignees = [world.alice.id, 'alice', { type: 'ROBOT', id: 1 }];
  expect(await refused({ title: 'Weld', assetId: 'pump', dueDate: 'soon', assignees })).toEqual({
    errors: [
      { error: 'must be an id', fieldPath: 'assetId', fieldValue: 'pump' },
      { error: 'must be an ISO 8601 date and time', fieldPath: 'dueDate', fieldValue: 'soon' },
      { error: expect.stringContaining('{type, id}'), fieldPath: 'assignees[1]', fieldValue: 'alice' },
      { error: expect.stringContaining('{type, id}'), fieldPath: 'assignees[2]', fieldValue: { type: 'ROBOT', id: 1 } },
    ],
  });
  expect(await refused({ title: 'Weld', assetId: 99, assignees: ['98'] })).toEqual({
    errors: [
      { error: 'is no asset of this organization', fieldPath: 'assetId', fieldValue: 99 },
      { error: 'is no user of this organization', fieldPath: 'assignees[0].id', fieldValue: 98 },
    ],
  });
  const id = await createOrder(world.maintainx, { title: 'Weld' });
  const faults = [
    await world.maintainx.patch(`/workorders/${id}`, { status: 'DONE' }),
    await world.maintainx.patch(`/workorders/${id}`, { parentId: id }),
    await world.maintainx.patch(`/workorders/${id}`, { title: null }),
    await world.maintainx.patch(`/workorders/${id}/status`, { status: 'COMPLETED' }),
    await world.maintainx.post('/assets', { description: 'nameless' }),
  ];
  expect(faults.map((answer) => answer.status)).toEqual(Array(5).fill(400));
  expect(faults.map((answer) => answer.body)).toMatchObject([
    { errors: [{ error: 'is not known', fieldPath: 'status', fieldValue: 'DONE' }] },
    { errors: [{ error: 'must be another work order', fieldPath: 'parentId', fieldValue: id }] },
    { errors: [{ error: 'is required', fieldPath: 'title', fieldValue: null }] },
    { errors: [{ fieldPath: 'status', fieldValue: 'COMPLETED' }] },
    { errors: [{ error: 'is required', fieldPath: 'name', fieldValue: null }] },
  ]);
});

test('a body that is no JSON object is at fault as a whole', async () => {
  await using world = await startMaintainxWorld(database);
  const bodies = [
    await world.maintainx.send('POST', '/workorders', '{"title":'),
    await world.maintainx.send('POST', '/workorders', 'title=Weld', 'application/x-www-form-urlencoded'),
    await world.maintainx.send('POST', '/workorders', '[1]'),
    await world.maintainx.send('POST', '/workorders', '"text"'),
  ];
  for (const answer of bodies) {
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ errors: [{ error: expect.any(String), fieldPath: null, fieldValue: null }] });
  }
});

test('what is not there is 404 with a sentence', async () => {
  await using world = await startMaintainxWorld(database);
  const missing = [
    await world.maintainx.get('/workorders/1'),
    await world.maintainx.get('/workorders/none'),
    await world.maintainx.get('/assets/99999999999'),
    await world.maintainx.patch('/workorders/1', { title: 'Weld' }),
    await world.maintainx.get('/elsewhere'),
    await world.maintainx.put('/workorders/1', {}),
  ];
  for (const answer of missing) {
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({ error: expect.stringMatching(/ was not found\.$/) });
  }
  const badUrl = await world.maintainx.get('/workorders/%E0%A4%A');
  expect(badUrl.status).toBe(400);
  expect(badUrl.body).toEqual({ error: expect.any(String) });
  expect(badUrl.headers.get('x-rate-limit-limit')).not.toBeNull();
});
