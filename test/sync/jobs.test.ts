import { startWorld, type World } from '../world/world.ts';
import { AnsweringWire } from './answering-wire.ts';

const never = 3_600_000;

/** A part at 20 whose reorder point is 10 and an action that is due tomorrow, known to the gateway. */
async function settle(world: World): Promise<void> {
  const { reliatic, maintainkit } = world;
  const asset = await reliatic.createAsset({ tag_number: 'EXC-A' });
  await reliatic.createAction(asset.id, { due_date: '2026-04-02' });
  await maintainkit.createLocation('Store');
  await maintainkit.createPart('OIL', { reorderPoint: 10 });
  await maintainkit.receive('OIL', 20);
  await world.sync();
  await world.gateway.startWork();
}

test('sweeps and escalations run by themselves, again and again', async () => {
  const intervals = { sweepMs: 50, escalationMs: 50, catchUpMs: never };
  await using world = await startWorld({ webhooks: false, gateway: { intervals } });
  const low = await world.subscribe('subscription { stockLow { part { onHand } } }');
  const alerts = await world.subscribe('subscription { alertEscalated { level } }');
  await settle(world);
  for (const connection of Object.values(world.connections)) await world.gateway.jobs.schedule(connection);
  await world.maintainkit.consume('OIL', 12);
  expect(await low.next()).toEqual({ stockLow: { part: { onHand: 8 } } });
  world.clock.advance({ days: 4 });
  expect(await alerts.next()).toEqual({ alertEscalated: { level: 1 } });
  world.clock.advance({ days: 2 });
  expect(await alerts.next()).toEqual({ alertEscalated: { level: 2 } });
  expect([low.waiting(), alerts.waiting()]).toEqual([0, 0]);
});

test('a stock webhook has the ledger behind it read, and a second edge is told without any sweep', async () => {
  const intervals = { sweepMs: never, escalationMs: never, catchUpMs: 10 };
  await using world = await startWorld({ gateway: { intervals } });
  await settle(world);
  const low = await world.subscribe('subscription { stockLow { part { onHand movements(first: 1) { totalCount } } } }');
  await world.maintainkit.consume('OIL', 12);
  expect(await low.next()).toMatchObject({ stockLow: { part: { onHand: 8 } } });
  await world.maintainkit.receive('OIL', 12);
  await world.maintainkit.consume('OIL', 15);
  expect(await low.next()).toMatchObject({ stockLow: { part: { onHand: 5 } } });
  expect(low.waiting()).toBe(0);
});

test('the action that an alert names is read at once, though no sweep is near', async () => {
  const intervals = { sweepMs: never, escalationMs: never, catchUpMs: 10 };
  await using world = await startWorld({ gateway: { intervals } });
  await settle(world);
  const asset = await world.reliatic.createAsset({ tag_number: 'EXC-B' });
  await world.reliatic.createAction(asset.id, { title: 'Grease the pins', due_date: '2026-04-02' });
  world.clock.advance({ days: 4 });
  await world.sandbox.round('reliatic');
  await world.sandbox.deliverDueWebhooks();
  const titles = async () => {
    const { data } = await world.ask('{ actions { nodes { title } } }');
    return (data.actions.nodes as { title: string }[]).map(({ title }) => title);
  };
  while ((await titles()).length < 2);
  expect(await titles()).toContain('Grease the pins');
});

test.each([
  ['asks for patience', 429, []],
  ['is down', 503, ['upstream fails', 'upstream circuit open: calls are held back']],
  ['takes the key no longer', 401, ['upstream fails']],
])('a reading that fails since the service %s is no failure of a job, and told once', async (_, status, told) => {
  const wire = new AnsweringWire();
  await using world = await startWorld({ webhooks: false, gateway: { fetch: wire.fetch } });
  const { id: connectionId } = world.connections.maintainkit;
  const headers = status === 429 ? { 'retry-after': '30' } : {};
  wire.answer = () => new Response('{"error":{"code":"no","message":"not now"}}', { status, headers });
  const { handlers } = world.gateway.jobs;
  const { signal } = new AbortController();
  for (let time = 0; time < 3; time += 1) {
    await handlers['catch-up']?.({ connectionId }, signal);
    await handlers['read-kind']?.({ connectionId, kind: 'part' }, signal);
  }
  expect(world.warnings.map(({ msg }) => msg)).toEqual(told);
  const waiting = await world.gateway.database.prisma.$queryRaw<{ identifier: string }[]>`
    select task_identifier as identifier from graphile_worker.jobs where key like ${`%${connectionId}%`} order by 1`;
  // A key that is taken again is for a sweep to find out.
  expect(waiting.map(({ identifier }) => identifier)).toEqual(status === 401 ? [] : ['catch-up', 'read-kind']);
});

test('where webhooks arrive, rounds follow the ledger, and sweeps only make sure now and then', async () => {
  const wire = new AnsweringWire();
  await using world = await startWorld({ gateway: { fetch: wire.fetch } });
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL');
  await world.sandbox.deliverDueWebhooks();
  await world.sync();
  const { maintainkit } = world.connections;
  const signal = new AbortController().signal;
  const asked = async () => {
    wire.requests.length = 0;
    await world.gateway.sync.round(maintainkit, 60_000, signal);
    return wire.requests.map((path) => path.split('?')[0]);
  };
  world.clock.advance({ minutes: 1 });
  expect(await asked()).toEqual(['/movements']);
  world.clock.advance({ minutes: 4 });
  expect(await asked()).toEqual(['/movements', '/parts', '/locations', '/stock']);
  // An hour without any is no sign that none was lost.
  world.clock.advance({ minutes: 61 });
  await asked();
  world.clock.advance({ minutes: 1 });
  expect(await asked()).toEqual(['/movements', '/parts', '/locations', '/stock']);
});
