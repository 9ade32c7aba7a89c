import { startWorld, type World } from '../world/world.ts';
import { AnsweringWire } from './answering-wire.ts';

let world: World;
const wire = new AnsweringWire();
beforeEach(async () => {
  wire.answer = () => null;
  wire.requests.length = 0;
  // Nobody waits here: a pause that is asked for is over at once.
  world = await startWorld({
    webhooks: false,
    gateway: {
      fetch: wire.fetch,
      pause: async (ms) => {
        world.clock.advance({ ms });
      },
    },
  });
  await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  await world.sync();
  wire.requests.length = 0;
});
afterEach(() => world[Symbol.asyncDispose]());

const state = `{ assets { nodes { tagNumber } } serviceConnections { nodes {
  service status lastError lastErrorAt lastSweep lag since limit remaining } } }`;

async function seen() {
  const { data, errors } = await world.ask(state);
  expect(errors).toEqual([]);
  expect(data.assets.nodes).toEqual([{ tagNumber: 'EXC-A' }]);
  type Node = { service: string; status: string; lastError: string | null; lag: number };
  return Object.fromEntries((data.serviceConnections.nodes as Node[]).map((node) => [node.service, node]));
}

const syncReliatic = () => world.gateway.sync.sync(world.connections.reliatic, { pace: 'swift' });
const refused = (): Promise<never> =>
  Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }));

describe('reads go on from the replica, the connection says what is wrong, and the log says it once', () => {
  test.each<[string, () => Response | Promise<never>, string, string]>([
    ['does not answer', refused, 'DOWN', 'ECONNREFUSED'],
    ['answers 500', () => new Response('oops', { status: 500 }), 'DOWN', '500'],
    ['answers a page of HTML', () => new Response('<html></html>'), 'DEGRADED', 'RELIATIC'],
    ['answers another JSON', () => Response.json({ rows: [] }), 'DEGRADED', 'RELIATIC'],
    [
      'refuses the key',
      () => Response.json({ error: { code: 'unauthorized' } }, { status: 401 }),
      'UNAUTHORIZED',
      '401',
    ],
    ['forbids', () => Response.json({ error: { code: 'forbidden' } }, { status: 403 }), 'UNAUTHORIZED', '403'],
  ])('a service that %s', async (_, answer, status, said) => {
    wire.answer = () => answer();
    world.clock.advance({ minutes: 3 });
    await expect(syncReliatic()).rejects.toThrow(/RELIATIC/);
    const { RELIATIC, MAINTAINKIT } = await seen();
    expect(RELIATIC).toMatchObject({ status, lastError: expect.stringContaining(said), lag: 180 });
    expect(MAINTAINKIT).toMatchObject({ status: 'CONNECTED', lastError: null });
    await expect(syncReliatic()).rejects.toThrow(/RELIATIC/);
    await expect(syncReliatic()).rejects.toThrow(/RELIATIC/);
    const changes = world.warnings.filter(({ msg }) => msg.includes('can not be read'));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ service: 'RELIATIC', before: 'CONNECTED', status });
    expect(new Set(world.warnings.map(({ msg }) => msg)).size).toBe(world.warnings.length);
    expect(JSON.stringify([world.warnings, RELIATIC])).not.toContain('rl_live_');
  });

  test('a service that was down and answers again is in sync again', async () => {
    wire.answer = (path) => (path.startsWith('/assets') ? refused() : null);
    await expect(syncReliatic()).rejects.toThrow(/RELIATIC/);
    wire.answer = () => null;
    world.clock.advance({ minutes: 1 });
    await syncReliatic();
    expect((await seen())['RELIATIC']).toMatchObject({ status: 'CONNECTED', lag: 0 });
  });
});

test('a service that asks for patience is given it, and the pass goes on where it was', async () => {
  let refusals = 2;
  wire.answer = (path) => {
    if (!path.startsWith('/failure-modes') || refusals === 0) return null;
    refusals -= 1;
    return Response.json({ error: { code: 'rate_limited' } }, { status: 429, headers: { 'retry-after': '20' } });
  };
  const before = world.clock.now().getTime();
  await syncReliatic();
  expect(world.clock.now().getTime() - before).toBeGreaterThanOrEqual(40_000);
  expect(wire.requests.filter((path) => path.startsWith('/assets'))).toHaveLength(1);
  expect((await seen())['RELIATIC']).toMatchObject({ status: 'CONNECTED' });
  expect(world.warnings).toEqual([]);
});

test('a limit that is always spent by somebody else ends the pass, degraded', async () => {
  wire.answer = (path) =>
    path.startsWith('/failure-modes')
      ? Response.json({ error: { code: 'rate_limited' } }, { status: 429, headers: { 'retry-after': '20' } })
      : null;
  await expect(syncReliatic()).rejects.toThrow(/RELIATIC/);
  expect((await seen())['RELIATIC']).toMatchObject({ status: 'DEGRADED' });
});

test('a movement goes through to MaintainKit while Reliatic is down', async () => {
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL');
  await world.sync();
  wire.answer = (path) => (/^\/(assets|actions|failure)/.test(path) ? refused() : null);
  await expect(syncReliatic()).rejects.toThrow(/RELIATIC/);
  const { data } = await world.ask('{ part(sku: "OIL") { id } locations { nodes { id } } }');
  const input = { partId: data.part.id, receive: { locationId: data.locations.nodes[0].id, quantity: 2 } };
  const moved = await world.ask(
    'mutation ($input: RecordStockMovementInput!) { recordStockMovement(input: $input) { part { onHand } } }',
    { input },
  );
  expect(moved.data.recordStockMovement.part.onHand).toBe(2);
});
