/** One command sent by many at once: what a slow service, impatient clients and a second process come to. */
import { pino } from 'pino';
import { startGateway, type Gateway } from '../../src/main.ts';
import { GraphClient } from '../world/graph-client.ts';
import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';
import { mutate } from './mutating.ts';

let world: World<'maintainkit' | 'maintainx'>;
/** Another process on the same database. */
let second: Gateway;
const wire = new BreakableWire();
let movement: object;
beforeAll(async () => {
  world = await startWorld({
    services: ['maintainkit', 'maintainx'],
    webhooks: false,
    gateway: { fetch: wire.fetch },
  });
  second = await startGateway({
    databaseUrl: world.gateway.database.url,
    sealingKey: 'ab'.repeat(32),
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    clock: world.clock,
    fetch: wire.fetch,
  });
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL');
  await world.sync();
  const { data } = await world.ask('{ parts { nodes { id } } locations { nodes { id } } }');
  const locationId = data.locations.nodes[0].id;
  movement = { partId: data.parts.nodes[0].id, receive: { locationId, quantity: 20 } };
});
afterAll(async () => {
  await second.close();
  await world[Symbol.asyncDispose]();
});
beforeEach(() => {
  wire.writes.length = 0;
});

const commands = [
  {
    name: 'recordStockMovement',
    shown: 'part { onHand } movement { id kind quantity }',
    input: () => movement,
    write: 'POST /movements',
    made: { movement: { kind: 'RECEIVE', quantity: 20 } },
    count: () => world.maintainkit.send<unknown[]>('GET', '/movements').then((rows) => rows.length),
  },
  {
    name: 'createWorkOrder',
    shown: 'workOrder { id title status updatedAt }',
    input: () => ({ title: 'Weld the boom' }),
    write: 'POST /v1/workorders',
    made: { workOrder: { title: 'Weld the boom' } },
    count: () =>
      world.maintainx.ask<{ workOrders: unknown[] }>('GET', '/workorders').then((page) => page.workOrders.length),
  },
];

describe.each(commands)('$name', ({ name, shown, input, write, made, count }) => {
  test.each<[string, () => string[]]>([
    ['200 at once are one', () => Array.from({ length: 200 }, () => world.url)],
    ['100 at each of two processes are one', () => Array.from({ length: 100 }, () => [world.url, second.url]).flat()],
  ])('%s', async (title, urls) => {
    const before = await count();
    const ask = (url: string) => mutate(at(url), name, shown, { ...input(), idempotencyKey: `${name}: ${title}` });
    const answers = await Promise.all(urls().map(ask));
    expect(wire.writes).toEqual([write]);
    expect(await count()).toBe(before + 1);
    expect(answers[0]).toMatchObject({
      errors: [],
      data: { [name]: { ...made, userErrors: [], command: { status: 'SUCCEEDED', attempts: 1 } } },
    });
    const different = new Set(answers.map(({ data, errors }) => JSON.stringify({ data, errors })));
    expect([...different]).toHaveLength(1);
  });
});

/** The world as those see it who ask at this address. */
function at(url: string): Parameters<typeof mutate>[0] {
  const graph = new GraphClient(url, world.keys.write);
  return { ...world, ask: (...question) => graph.ask(...question) };
}
