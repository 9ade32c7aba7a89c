import { openDatabases, type Databases } from './databases.ts';
import { dataOf, rowsOf } from './sandbox-world.ts';
import { expectRefusal, oil, startStockedWorld } from './stocked-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const start = Date.parse('2026-04-01T12:00:00Z');

test('a receipt is answered as documented', async () => {
  await using world = await startStockedWorld(database);
  const answer = await world.maintainkit.post('/movements', {
    kind: 'receive',
    sku: 'OIL-15W40',
    location: 'Almacén Central',
    qty: 5.25,
  });
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual({
    data: { partId: expect.any(Number), sku: 'OIL-15W40', onHand: 25.25, unit: 'L' },
  });
});

test('each kind of movement writes its ledger rows, and stock is their sum', async () => {
  await using world = await startStockedWorld(database);
  const location = 'Almacén Central';
  const move = async (body: object): Promise<unknown> => {
    world.clock.advance({ minutes: 1 });
    return dataOf(await world.maintainkit.post('/movements', { sku: oil.sku, ...body }))['onHand'];
  };
  expect(await move({ kind: 'consume', location, qty: 2.5 })).toBe(17.5);
  expect(await move({ kind: 'adjust', location, qtyDelta: -0.125 })).toBe(17.375);
  expect(await move({ kind: 'transfer', from: location, to: 'Camioneta de Alice', qty: 5 })).toBe(17.375);
  expect(await move({ kind: 'count', location, target: 12 })).toBe(17);
  expect(await move({ kind: 'count', location, target: 12 })).toBe(17);

  const rows = rowsOf(await world.maintainkit.get('/movements'));
  expect(rows.map((row) => [row['kind'], row['qtyDelta'], row['unitCost'], row['createdAt']])).toEqual([
    ['receive', 20, 18500, start],
    ['consume', -2.5, null, start + 60_000],
    ['adjust', -0.125, null, start + 120_000],
    ['transfer', -5, null, start + 180_000],
    ['transfer', 5, null, start + 180_000],
    ['count', -0.375, null, start + 240_000],
    ['count', 0, null, start + 300_000],
  ]);
  const ids = rows.map((row) => Number(row['id']));
  expect(ids).toEqual(ids.toSorted((left, right) => left - right));
  expect(rowsOf(await world.maintainkit.get('/stock'))).toEqual([
    { partId: rows[0]?.['partId'], sku: oil.sku, locationId: 1, location, onHand: 12, unit: 'L' },
    { partId: rows[0]?.['partId'], sku: oil.sku, locationId: 2, location: 'Camioneta de Alice', onHand: 5, unit: 'L' },
  ]);
});

test('parts and locations are named by id as well', async () => {
  await using world = await startStockedWorld(database);
  const move = (body: object) => world.maintainkit.post('/movements', body);
  expect((await move({ kind: 'consume', partId: 1, locationId: 1, qty: 1 })).status).toBe(201);
  expect((await move({ kind: 'consume', part: 1, location: 1, qty: 1 })).status).toBe(201);
  expect((await move({ kind: 'consume', part: 'OIL-15W40', location: '1', qty: 1 })).status).toBe(201);
  expect((await move({ kind: 'transfer', partId: 1, from: 1, to: 2, qty: 1 })).status).toBe(201);
  expect((await move({ kind: 'transfer', partId: 1, fromId: 1, toId: 2, qty: 1 })).status).toBe(201);
  expect(rowsOf(await world.maintainkit.get('/stock')).map((row) => row['onHand'])).toEqual([15, 2]);
});

test('what takes more than there is, is insufficient_stock and leaves no trace', async () => {
  await using world = await startStockedWorld(database);
  const refused = [
    { kind: 'consume', location: 'Almacén Central', qty: 20.001 },
    { kind: 'consume', location: 'Camioneta de Alice', qty: 1 },
    { kind: 'transfer', from: 'Camioneta de Alice', to: 'Almacén Central', qty: 1 },
    { kind: 'adjust', location: 'Almacén Central', qtyDelta: -21 },
  ];
  for (const body of refused) {
    const answer = await world.maintainkit.post('/movements', { sku: oil.sku, ...body });
    expectRefusal(answer, 422, 'insufficient_stock', expect.stringContaining('on hand'));
  }
  expect(rowsOf(await world.maintainkit.get('/movements'))).toHaveLength(1);
});

test.each([
  [{}, '`kind`'],
  [{ kind: 'steal' }, '`kind`'],
  [{ kind: 'consume', location: 'Almacén Central', qty: 1 }, '`sku`'],
  [{ kind: 'consume', sku: 'OIL-15W40', qty: 1 }, '`location`'],
  [{ kind: 'consume', sku: 'OIL-15W40', location: 'Almacén Central' }, '`qty`'],
  [{ kind: 'consume', sku: 'OIL-15W40', location: 'Almacén Central', qty: 0 }, '`qty`'],
  [{ kind: 'consume', sku: 'OIL-15W40', location: 'Almacén Central', qty: -1 }, '`qty`'],
  [{ kind: 'consume', sku: 'OIL-15W40', location: 'Almacén Central', qty: '1' }, '`qty`'],
  [{ kind: 'receive', sku: 'OIL-15W40', location: 'Almacén Central', qty: 0.1234 }, '`qty`'],
  [{ kind: 'receive', sku: 'OIL-15W40', location: 'Almacén Central', qty: 1e15 }, '`qty`'],
  [{ kind: 'receive', sku: 'OIL-15W40', location: 'Almacén Central', qty: 1, unitCost: 1.5 }, '`unitCost`'],
  [{ kind: 'adjust', sku: 'OIL-15W40', location: 'Almacén Central', qtyDelta: 0 }, '`qtyDelta`'],
  [{ kind: 'count', sku: 'OIL-15W40', location: 'Almacén Central', target: -1 }, '`target`'],
  [{ kind: 'transfer', sku: 'OIL-15W40', from: 'Almacén Central', qty: 1 }, '`to`'],
  [{ kind: 'transfer', sku: 'OIL-15W40', from: 'Almacén Central', to: 1, qty: 1 }, '`from` and `to`'],
])('the movement %j is unprocessable', async (body, named) => {
  await using world = await startStockedWorld(database);
  const answer = await world.maintainkit.post('/movements', body);
  expectRefusal(answer, 422, 'unprocessable', expect.stringContaining(named));
});

test('a movement of an unknown part or place is not found', async () => {
  await using world = await startStockedWorld(database);
  const move = (body: object) => world.maintainkit.post('/movements', { kind: 'consume', qty: 1, ...body });
  expectRefusal(await move({ sku: 'NONE', location: 1 }), 404, 'not_found', 'Part `NONE` was not found.');
  expectRefusal(await move({ partId: 0, location: 1 }), 404, 'not_found');
  expectRefusal(
    await move({ sku: oil.sku, location: 'Nowhere' }),
    404,
    'not_found',
    expect.stringContaining('Nowhere'),
  );
});

test('stock and movements are found by part and place; what fits nothing is an empty list', async () => {
  await using world = await startStockedWorld(database);
  await world.maintainkit.post('/parts', { sku: 'B', name: 'B' });
  await world.maintainkit.post('/movements', { kind: 'receive', sku: 'B', location: 2, qty: 3 });
  const skus = async (path: string): Promise<unknown[]> =>
    rowsOf(await world.maintainkit.get(path)).map((row) => row['sku']);
  for (const list of ['/stock', '/movements']) {
    expect(await skus(list)).toEqual(['OIL-15W40', 'B']);
    for (const query of ['sku=B', 'part=B', 'part=2', 'partId=2', 'location=Camioneta%20de%20Alice', 'locationId=2']) {
      expect(await skus(`${list}?${query}`)).toEqual(['B']);
    }
    for (const query of ['sku=2', 'part=C', 'partId=B', 'location=Nowhere', 'locationId=x', 'sku=B&location=1']) {
      expect(await skus(`${list}?${query}`)).toEqual([]);
    }
  }
});

test.each(['/parts', '/locations', '/stock', '/movements'])('%s takes a limit and an offset', async (path) => {
  await using world = await startStockedWorld(database);
  await world.maintainkit.post('/parts', { sku: 'B', name: 'B' });
  await world.maintainkit.post('/movements', { kind: 'receive', sku: 'B', location: 1, qty: 1 });
  const all = rowsOf(await world.maintainkit.get(path));
  expect(all).toHaveLength(2);
  expect(rowsOf(await world.maintainkit.get(`${path}?limit=1`))).toEqual(all.slice(0, 1));
  expect(rowsOf(await world.maintainkit.get(`${path}?limit=1&offset=1`))).toEqual(all.slice(1));
  expect(rowsOf(await world.maintainkit.get(`${path}?offset=1`))).toEqual(all.slice(1));
  expect(rowsOf(await world.maintainkit.get(`${path}?offset=9`))).toEqual([]);
  for (const query of ['limit=0', 'limit=-1', 'limit=x', 'offset=-1', 'offset=1.5']) {
    expectRefusal(await world.maintainkit.get(`${path}?${query}`), 422, 'unprocessable');
  }
});
