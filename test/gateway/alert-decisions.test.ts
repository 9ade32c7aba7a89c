import { rebuildReplica } from '../../src/sync/rebuild.ts';
import { replicaState } from '../world/replica-state.ts';
import { startWorld, type World } from '../world/world.ts';
import { everything, faultsOf, mutate, nobody, payloadOf } from './mutating.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  await world.sync();
});
afterAll(() => world[Symbol.asyncDispose]());

const shown = 'alert { id status level acknowledgedAt acknowledgedBy resolvedAt comment }';
const acknowledge = (input: object, key?: string) => payloadOf(world, 'acknowledgeAlert', shown, input, key);
const resolve = (input: object) => payloadOf(world, 'resolveAlert', shown, input);
const escalate = () => world.gateway.sync.escalate(world.connections.reliatic);
const now = () => world.clock.now().toISOString();

const read = async (id: string) => {
  const { data } = await world.ask(`{ node(id: "${id}") { ... on Alert { ${shown.slice(8, -2)} action { id } } } }`);
  return data.node;
};

/** An alert at level 1, with Reliatic's id of its action. */
async function anAlert(): Promise<{ id: string; actionId: string }> {
  const [asset] = await world.reliatic.send<{ id: string }[]>('GET', '/assets');
  const yesterday = new Date(world.clock.now().getTime() - 86_400_000).toISOString().slice(0, 10);
  const action = await world.reliatic.createAction(asset!.id, { due_date: yesterday });
  await world.sync();
  world.clock.advance({ days: 1 });
  await escalate();
  const { data } = await world.ask('{ alerts(first: 1) { nodes { id level } } }');
  expect(data.alerts.nodes).toMatchObject([{ level: 1 }]);
  return { id: data.alerts.nodes[0].id, actionId: action.id };
}

test('an alert that somebody takes on says who and when, and climbs no further', async () => {
  const { id } = await anAlert();
  const at = now();
  const taken = await acknowledge({ alertId: id, comment: 'Seal is on its way' });
  const alert = { id, status: 'ACKNOWLEDGED', level: 1, acknowledgedBy: 'write', comment: 'Seal is on its way' };
  expect(taken).toMatchObject({ alert: { ...alert, resolvedAt: null }, userErrors: [], command: null });
  expect(new Date(taken.alert.acknowledgedAt).toISOString()).toBe(at);
  world.clock.advance({ days: 20 });
  expect(await escalate()).toBe(0);
  expect(await read(id)).toMatchObject(alert);
});

test('taken on twice it stays with whoever was first', async () => {
  const { id } = await anAlert();
  const first = await acknowledge({ alertId: id });
  world.clock.advance({ minutes: 5 });
  expect(await acknowledge({ alertId: id, comment: 'Mine' }, world.keys.admin)).toEqual(first);
});

test('its change is told to whoever follows the changes', async () => {
  const { id } = await anAlert();
  const { data } = await world.ask('{ changes(since: "start", first: 100) { pageInfo { endCursor } } }');
  await acknowledge({ alertId: id });
  const news = await world.ask(`query ($since: EventCursor!) { changes(since: $since) { nodes { id } } }`, {
    since: data.changes.pageInfo.endCursor,
  });
  expect(news.data.changes.nodes.map((node: { id: string }) => node.id)).toContain(id);
});

test('a resolved alert keeps who took it on, can not be taken on again, and its action stays as it is', async () => {
  const { id, actionId } = await anAlert();
  await acknowledge({ alertId: id, comment: 'Looking' });
  const done = await resolve({ alertId: id });
  expect(done).toMatchObject({
    alert: { status: 'RESOLVED', acknowledgedBy: 'write', comment: 'Looking', resolvedAt: expect.any(String) },
    userErrors: [],
  });
  expect(await resolve({ alertId: id, comment: 'Again' })).toEqual(done);
  const refused = await acknowledge({ alertId: id });
  expect(refused).toMatchObject({ alert: null, userErrors: [{ message: expect.stringContaining('RESOLVED') }] });
  expect(faultsOf(refused)).toEqual({ alertId: 'INVALID_TRANSITION' });
  const actions = await world.reliatic.send<{ id: string; status: string }[]>('GET', '/actions');
  expect(actions.find((each) => each.id === actionId)).toMatchObject({ status: 'draft' });
  world.clock.advance({ days: 20 });
  expect(await escalate()).toBe(0);
});

test('an alert is resolved when its action ends, and says when', async () => {
  const { id, actionId } = await anAlert();
  for (const status of ['proposed', 'rejected']) await world.reliatic.transition(actionId, status);
  await world.sync();
  expect(await read(id)).toMatchObject({ status: 'RESOLVED', resolvedAt: expect.any(String), acknowledgedAt: null });
});

test('what services tell later, and a replica that is made anew, leave it as it is', async () => {
  const { id } = await anAlert();
  await acknowledge({ alertId: id, comment: 'Mine' });
  const before = await read(id);
  // The service climbs its own ladder, whoever has taken the alert on here.
  world.clock.advance({ days: 2 });
  await world.sandbox.round('reliatic');
  await world.sandbox.deliverDueWebhooks();
  const after = await read(id);
  expect(after.level).toBeGreaterThan(before.level);
  expect(after).toEqual({ ...before, level: after.level });
  const state = await replicaState(world.sandbox.pool, world.tenant.id);
  const { gateway, clock, tenant } = world;
  await rebuildReplica({ database: gateway.database, connections: gateway.connections, clock }, tenant.id);
  expect(await replicaState(world.sandbox.pool, tenant.id)).toEqual(state);
  expect(await read(id)).toEqual(after);
});

test.each<[object, Record<string, string>]>([
  [
    { alertId: 'alr_1', comment: 'a\u0000b' },
    { alertId: 'BAD_USER_INPUT', comment: 'BAD_USER_INPUT' },
  ],
  [{ alertId: nobody('ast') }, { alertId: 'BAD_USER_INPUT' }],
  [{ alertId: nobody('alr') }, { alertId: 'NOT_FOUND' }],
])('%j is refused beside its fields, and nothing changes', async (input, faults) => {
  const before = await everything(world);
  for (const work of [acknowledge, resolve]) {
    const payload = await work(input);
    expect(payload.alert).toBeNull();
    expect(faultsOf(payload)).toEqual(faults);
  }
  expect(await everything(world)).toEqual(before);
});

test("another tenant's alert is nobody's, and a key that reads decides nothing", async () => {
  const { id } = await anAlert();
  const other = await world.other();
  const others = await payloadOf(world, 'resolveAlert', shown, { alertId: id }, other.keys.write);
  expect(faultsOf(others)).toEqual({ alertId: 'NOT_FOUND' });
  for (const name of ['acknowledgeAlert', 'resolveAlert']) {
    const { errors } = await mutate(world, name, '', { alertId: id }, world.keys.read);
    expect(errors[0]).toMatchObject({ path: [name], extensions: { code: 'FORBIDDEN' } });
  }
  expect(await read(id)).toMatchObject({ status: 'OPEN' });
});
