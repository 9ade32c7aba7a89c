import { deleteWorkOrder } from '../../src/sandbox/maintainx/work-order-changes.ts';
import { openDatabases, type Databases } from './databases.ts';
import {
  createOrder,
  listOf,
  newId,
  resourceOf,
  startMaintainxWorld,
  titlesOf,
  type MaintainxWorld,
} from './maintainx-world.ts';
import type { Answer } from './sandbox-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const pageOf = (answer: Answer) => answer.body as { nextCursor: string | null; nextPageUrl: string | null };

/** Work orders called A, B, C …, a minute apart. */
async function createInTurn(world: MaintainxWorld, bodies: object[]): Promise<number[]> {
  const ids: number[] = [];
  for (const [index, body] of bodies.entries()) {
    ids.push(await createOrder(world.maintainx, { title: String.fromCodePoint(65 + index), ...body }));
    world.clock.advance({ minutes: 1 });
  }
  return ids;
}

test('a list is read page by page to a null cursor, the newest first', async () => {
  await using world = await startMaintainxWorld(database);
  await createInTurn(world, [{}, {}, {}, {}, {}]);
  const first = await world.maintainx.get('/workorders?limit=2&statuses=OPEN');
  expect(titlesOf(first)).toEqual(['E', 'D']);
  expect(Object.keys(first.body as object)).toEqual(['workOrders', 'nextCursor', 'nextPageUrl']);
  const { nextCursor, nextPageUrl } = pageOf(first);
  const second = await world.maintainx.get(`/workorders?limit=2&statuses=OPEN&cursor=${nextCursor}`);
  expect(titlesOf(second)).toEqual(['C', 'B']);
  expect(nextPageUrl).toMatch(`${world.sandbox.maintainx.url}/workorders?`);
  const path = nextPageUrl!.slice(world.sandbox.maintainx.url.length);
  expect((await world.maintainx.get(path)).body).toEqual(second.body);
  const third = await world.maintainx.get(`/workorders?limit=2&cursor=${pageOf(second).nextCursor}`);
  expect(titlesOf(third)).toEqual(['A']);
  expect(pageOf(third)).toMatchObject({ nextCursor: null, nextPageUrl: null });
});

test('a page that is just full is the last one when nothing follows', async () => {
  await using world = await startMaintainxWorld(database);
  await createInTurn(world, [{}, {}]);
  expect(pageOf(await world.maintainx.get('/workorders?limit=2'))).toMatchObject({ nextCursor: null });
  expect(pageOf(await world.maintainx.get('/workorders'))).toMatchObject({ nextCursor: null });
});

test('rows shift while they are read: one comes twice when one is added, one is missed when one goes', async () => {
  await using world = await startMaintainxWorld(database);
  const ids = await createInTurn(world, [{}, {}, {}, {}]);
  const { nextCursor } = pageOf(await world.maintainx.get('/workorders?limit=2'));
  await createOrder(world.maintainx, { title: 'new' });
  expect(titlesOf(await world.maintainx.get(`/workorders?limit=2&cursor=${nextCursor}`))).toEqual(['C', 'B']);
  await world.sandbox.change('maintainx', async (change) => {
    for (const id of ids.slice(2)) await deleteWorkOrder(change, world.organizationId, id);
  });
  expect(titlesOf(await world.maintainx.get(`/workorders?limit=2&cursor=${nextCursor}`))).toEqual(['A']);
});

test('100 rows are a page unless the limit says otherwise, and never more than 200', async () => {
  await using world = await startMaintainxWorld(database);
  await world.sandbox.pool.query(
    `insert into sandbox.maintainx_work_order
       (organization_id, sequential_id, title, status, priority, type, created_at, updated_at)
     select $1, n, n::text, 'OPEN', 'NONE', 'OTHER', now(), now() from generate_series(1, 250) n`,
    [world.organizationId],
  );
  expect(titlesOf(await world.maintainx.get('/workorders'))).toHaveLength(100);
  expect(titlesOf(await world.maintainx.get('/workorders?limit=200'))).toHaveLength(200);
  for (const limit of ['0', '201', '-1', '1.5', 'all', '']) {
    const answer = await world.maintainx.get(`/workorders?limit=${limit}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: 'limit must be a whole number from 1 to 200' });
  }
});

test('statuses, priorities, assets, locations and assignees filter, in every spelling of a list', async () => {
  await using world = await startMaintainxWorld(database);
  const { alice, bruno, place } = world;
  const pump = newId(await world.maintainx.post('/assets', { name: 'Pump' }));
  const fan = newId(await world.maintainx.post('/assets', { name: 'Fan' }));
  const ids = await createInTurn(world, [
    { priority: 'HIGH', assetId: pump, assignees: [alice.id] },
    { priority: 'LOW', assetId: fan, locationId: place.id, assignees: [alice.id, bruno.id] },
    { priority: 'MEDIUM', assignees: [{ type: 'TEAM', id: alice.id }] },
  ]);
  await world.maintainx.patch(`/workorders/${ids[0]}/status`, { status: 'DONE' });
  await world.maintainx.patch(`/workorders/${ids[1]}/status`, { status: 'ON_HOLD' });
  const found = async (query: string) => titlesOf(await world.maintainx.get(`/workorders?${query}`)).join('');

  expect(await found('status=DONE')).toBe('A');
  expect(await found('statuses=DONE')).toBe('A');
  expect(await found('statuses=DONE&statuses=OPEN')).toBe('CA');
  expect(await found('statuses=DONE,ON_HOLD')).toBe('BA');
  expect(await found('statuses[]=DONE')).toBe('A');
  expect(await found('statuses%5B%5D=DONE&statuses%5B%5D=OPEN&statuses=ON_HOLD')).toBe('CBA');
  expect(await found('statuses=DONE,OPEN&status=OPEN')).toBe('C');
  expect(await found('statuses=CANCELED')).toBe('');
  expect(await found('priorities=HIGH&priorities=LOW')).toBe('BA');
  expect(await found(`assets=${pump}`)).toBe('A');
  expect(await found(`assets=${pump},${fan}`)).toBe('BA');
  expect(await found('assets=2147483647')).toBe('');
  expect(await found(`locations=${place.id}`)).toBe('B');
  expect(await found(`assignees=${bruno.id}`)).toBe('B');
  expect(await found(`assignees[]=${alice.id}`)).toBe('BA');
  expect(await found(`assignees=${alice.id}&priorities=LOW,MEDIUM`)).toBe('B');
});

test('updatedAt and createdAt bound the list, both ends included', async () => {
  await using world = await startMaintainxWorld(database);
  const [first] = await createInTurn(world, [{}, {}, {}]);
  await world.maintainx.patch(`/workorders/${first}`, { description: 'changed at 12:03' });
  const found = async (query: string) => titlesOf(await world.maintainx.get(`/workorders?${query}`)).join('');
  expect(await found('updatedAt[gte]=2026-04-01T12:02:00Z')).toBe('CA');
  expect(await found('updatedAt%5Bgte%5D=2026-04-01T12:02:00.001Z')).toBe('A');
  expect(await found('updatedAt[lte]=2026-04-01T12:02:00.000Z')).toBe('CB');
  expect(await found('updatedAt[gte]=2026-04-01T12:02:00Z&updatedAt[lte]=2026-04-01T12:02:59Z')).toBe('C');
  expect(await found('createdAt[gte]=2026-04-01T14:01:00%2B02:00')).toBe('CB');
  expect(await found('createdAt[gte]=2026-04-02')).toBe('');
});

test('a list is sorted by createdAt, updatedAt or dueDate, either way, equal ones by id', async () => {
  await using world = await startMaintainxWorld(database);
  const [first] = await createInTurn(world, [{ dueDate: '2026-05-02' }, { dueDate: '2026-05-01' }, {}]);
  await createOrder(world.maintainx, { title: 'D', dueDate: '2026-05-01' });
  await world.maintainx.patch(`/workorders/${first}`, { description: 'later' });
  const found = async (sort: string) => titlesOf(await world.maintainx.get(`/workorders?sort=${sort}`)).join('');
  expect(await found('createdAt')).toBe('ABCD');
  expect(await found('-createdAt')).toBe('DCBA');
  expect(await found('updatedAt')).toBe('BCAD');
  expect(await found('-updatedAt')).toBe('DACB');
  expect(await found('dueDate')).toBe('BDAC');
  expect(await found('-dueDate')).toBe('CADB');
});

test('a query at fault is told so in one sentence', async () => {
  await using world = await startMaintainxWorld(database);
  const errorOf = async (path: string) => {
    const answer = await world.maintainx.get(path);
    expect(answer.status).toBe(400);
    return answer.body;
  };
  const states = 'OPEN, IN_PROGRESS, ON_HOLD, DONE, CANCELED, SKIPPED';
  expect(await errorOf('/workorders?status=done')).toEqual({ error: `status must be one of ${states}` });
  expect(await errorOf('/workorders?status=OPEN&status=DONE')).toEqual({ error: 'status must be given once' });
  expect(await errorOf('/workorders?statuses=OPEN,LATE')).toEqual({ error: `statuses[1] must be one of ${states}` });
  expect(await errorOf('/workorders?assets=pump')).toEqual({ error: 'assets[0] must be an id' });
  expect(await errorOf('/workorders?sort=title')).toEqual({
    error: 'sort must be one of createdAt, -createdAt, updatedAt, -updatedAt, dueDate, -dueDate',
  });
  const instant = { error: 'updatedAt[gte] must be an ISO 8601 date and time' };
  expect(await errorOf('/workorders?updatedAt[gte]=yesterday')).toEqual(instant);
  expect(await errorOf('/workorders?updated_since=2026-01-01')).toEqual({ error: 'updated_since is not known' });
  for (const list of ['/workorders', '/assets', '/locations', '/users']) {
    expect(await errorOf(`${list}?cursor=page2`)).toEqual({ error: 'cursor is not a cursor of this list' });
  }
  expect(await errorOf('/users?locationId=1')).toEqual({ error: 'locationId is not known' });
});

test('assets, locations and users are paged lists of their own', async () => {
  await using world = await startMaintainxWorld(database);
  const { place, alice, bruno } = world;
  const parentId = newId(await world.maintainx.post('/assets', { name: 'Pump', locationId: place.id }));
  const id = newId(await world.maintainx.post('/assets', { name: 'Seal', parentId, serialNumber: 'S-1' }));
  const first = await world.maintainx.get('/assets?limit=1');
  expect(first.body).toEqual({ assets: [expect.objectContaining({ id: parentId })], nextCursor: expect.any(String) });
  const rest = await world.maintainx.get(`/assets?limit=1&cursor=${pageOf(first).nextCursor}`);
  expect(rest.body).toEqual({ assets: [expect.objectContaining({ id })], nextCursor: null });
  expect(listOf(await world.maintainx.get(`/assets?locationId=${place.id}`), 'assets')).toHaveLength(1);
  expect(resourceOf(await world.maintainx.get(`/assets/${id}`), 'asset')).toEqual({
    id,
    name: 'Seal',
    description: null,
    parentId,
    locationId: null,
    serialNumber: 'S-1',
    barcode: null,
    manufacturer: null,
    model: null,
    status: { status: 'ONLINE', downtimeType: null, startedAt: '2026-04-01T12:00:00.000Z', endedAt: null },
    createdAt: '2026-04-01T12:00:00.000Z',
    updatedAt: '2026-04-01T12:00:00.000Z',
  });
  expect((await world.maintainx.get('/locations')).body).toEqual({
    locations: [{ id: place.id, name: 'Pit', description: null, address: 'Ruta 27', parentId: null, barcode: null }],
    nextCursor: null,
  });
  expect((await world.maintainx.get('/users')).body).toEqual({
    users: [
      { id: alice.id, firstName: 'Alice', lastName: 'Ferreira', email: 'alice@pit.example', role: 'MEMBER' },
      { id: bruno.id, firstName: 'Bruno', lastName: 'Costa', email: null, role: 'ADMIN' },
    ],
    nextCursor: null,
  });
});
