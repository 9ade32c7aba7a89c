import { openDatabases, type Databases } from './databases.ts';
import { startSandboxWorld } from './sandbox-world.ts';
import { payloadOf } from './webhook-receiver.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

/** A world with two stores, an ear for stock.low alone, and short words for what is done in it. */
async function startLowStockWorld() {
  const world = await startSandboxWorld(database, { services: ['maintainkit'] });
  const { id, webhookSecret: secret } = world.tenants.maintainkit;
  const options = { url: 'http://127.0.0.1:9/hooks', events: ['stock.low'], secret };
  await world.sandbox.addWebhookEndpoint('maintainkit', id, options);
  await world.maintainkit.post('/locations', { name: 'One' });
  await world.maintainkit.post('/locations', { name: 'Two' });
  return {
    create: (reorderPoint?: number) =>
      world.maintainkit.post('/parts', { sku: 'A', name: 'A', unit: 'L', reorderPoint }),
    point: (reorderPoint: number | null) => world.maintainkit.patch('/parts/A', { reorderPoint }),
    move: (body: object) => world.maintainkit.post('/movements', { sku: 'A', location: 'One', ...body }),
    /** The on-hand told by each stock.low so far. */
    told: async () => {
      const log = await world.sandbox.webhookDeliveries('maintainkit', id);
      return log.map(({ body }) => payloadOf(body)['data']);
    },
    [Symbol.asyncDispose]: () => world.sandbox.stop(),
  };
}

// Nobody listens at the endpoint: the delivery log is what is looked at.
const low = (onHand: number, reorderPoint: number) => ({ partId: 1, sku: 'A', onHand, reorderPoint, unit: 'L' });

test('falling to the reorder point is told once, until the part was above it again', async () => {
  await using world = await startLowStockWorld();
  await world.create();
  await world.move({ kind: 'receive', qty: 20 });
  await world.point(18);
  await world.move({ kind: 'consume', qty: 1.999 });
  expect(await world.told()).toEqual([]);
  await world.move({ kind: 'consume', qty: 0.001 });
  expect(await world.told()).toEqual([low(18, 18)]);
  await world.move({ kind: 'consume', qty: 1 });
  await world.move({ kind: 'count', target: 5 });
  await world.move({ kind: 'receive', qty: 13 });
  expect(await world.told()).toHaveLength(1);
  await world.move({ kind: 'receive', qty: 0.001 });
  await world.move({ kind: 'adjust', qtyDelta: -4 });
  expect(await world.told()).toEqual([low(18, 18), low(14.001, 18)]);
});

test('a part created at its point is told once, and a receipt below the point tells nothing', async () => {
  await using world = await startLowStockWorld();
  await world.create(10);
  expect(await world.told()).toEqual([low(0, 10)]);
  await world.move({ kind: 'receive', qty: 4 });
  await world.move({ kind: 'consume', qty: 4 });
  expect(await world.told()).toHaveLength(1);
});

test('a point of 0 is a point, and no point is none', async () => {
  await using world = await startLowStockWorld();
  await world.create();
  await world.move({ kind: 'receive', qty: 1 });
  await world.move({ kind: 'consume', qty: 1 });
  expect(await world.told()).toEqual([]);
  await world.point(0);
  expect(await world.told()).toEqual([low(0, 0)]);
});

test('raising the point to the total is told once; raising it further is not', async () => {
  await using world = await startLowStockWorld();
  await world.create(5);
  await world.move({ kind: 'receive', qty: 20 });
  await world.point(19.999);
  expect(await world.told()).toHaveLength(1);
  await world.point(20);
  await world.point(30);
  expect(await world.told()).toEqual([low(0, 5), low(20, 20)]);
  await world.point(null);
  await world.point(20);
  expect(await world.told()).toHaveLength(3);
});

test('a transfer tells nothing, for it leaves the total alone', async () => {
  await using world = await startLowStockWorld();
  await world.create();
  await world.move({ kind: 'receive', qty: 20 });
  await world.point(15);
  await world.move({ kind: 'transfer', from: 'One', to: 'Two', qty: 19 });
  expect(await world.told()).toEqual([]);
});
