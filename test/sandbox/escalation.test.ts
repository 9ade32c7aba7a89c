import { openDatabases, type Databases } from './databases.ts';
import { idOf, startSandboxWorld, type SandboxWorld } from './sandbox-world.ts';
import { payloadOf, WebhookReceiver } from './webhook-receiver.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const drum = { tag_number: 'V-101', name: 'Drum', asset_type: 'vessel' };

/** An action due on the day the clock shows, and an ear for its escalations. */
async function newAction(
  world: SandboxWorld<'reliatic'>,
  fields: object = {},
): Promise<{ id: string; assetId: string }> {
  const { id: tenant, webhookSecret: secret } = world.tenants.reliatic;
  const options = { url: 'http://127.0.0.1:9/hooks', events: ['alert.escalated'], secret };
  await world.sandbox.addWebhookEndpoint('reliatic', tenant, options);
  const assetId = idOf(await world.reliatic.post('/assets', drum));
  const body = { asset_id: assetId, title: 'Weld', priority: 'high', due_date: '2026-04-01', ...fields };
  return { id: idOf(await world.reliatic.post('/actions', body)), assetId };
}

const told = async (world: SandboxWorld<'reliatic'>) => {
  const log = await world.sandbox.webhookDeliveries('reliatic', world.tenants.reliatic.id);
  return log.map(({ body }) => payloadOf(body));
};

test('an overdue action climbs its ladder, each level once', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const action = await newAction(world);
  const climbed: number[] = [];
  for (let halfDay = 0; halfDay < 40; halfDay += 1) {
    climbed.push(await world.sandbox.round('reliatic'));
    climbed.push(await world.sandbox.round('reliatic'));
    world.clock.advance({ minutes: 12 * 60 });
  }
  expect(climbed.filter((levels) => levels > 0)).toEqual([1, 1, 1, 1]);
  const events = await told(world);
  // The due date ends at midnight: the levels follow 1, 3, 7 and 14 days later.
  expect(events.map((event) => event['timestamp'])).toEqual([
    '2026-04-03T00:00:00Z',
    '2026-04-05T00:00:00Z',
    '2026-04-09T00:00:00Z',
    '2026-04-16T00:00:00Z',
  ]);
  const first = {
    id: expect.any(String),
    asset_id: action.assetId,
    action_id: action.id,
    title: 'Weld',
    severity: 'high',
    level: 1,
    previous_level: null,
    escalated_to: 'owner',
    sla_due_at: '2026-04-02T00:00:00Z',
  };
  const second = { ...first, level: 2, previous_level: 1, escalated_to: 'department lead' };
  expect(events[0]).toMatchObject({ event: 'alert.escalated', before: null, after: first });
  expect(events[1]).toMatchObject({ before: first, after: second });
  expect(events[3]).toMatchObject({ after: { level: 4, previous_level: 3, escalated_to: 'executive committee' } });
  expect(new Set(events.map((event) => event['resource_id'])).size).toBe(1);
});

test('levels missed while nobody looked are announced one by one', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  await newAction(world);
  world.clock.advance({ days: 9 });
  expect(await world.sandbox.round('reliatic')).toBe(3);
  expect((await told(world)).map((event) => event['after'])).toMatchObject([{ level: 1 }, { level: 2 }, { level: 3 }]);
});

test('an action that ends, or has no due date, climbs no further', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  const { id } = await newAction(world);
  await newAction(world, { due_date: null });
  world.clock.advance({ days: 3 });
  expect(await world.sandbox.round('reliatic')).toBe(1);
  await world.reliatic.put(`/actions/${id}/status`, { status: 'proposed' });
  await world.reliatic.put(`/actions/${id}/status`, { status: 'rejected' });
  world.clock.advance({ days: 30 });
  expect(await world.sandbox.round('reliatic')).toBe(0);
});

test('two sandboxes on one database announce a level once', async () => {
  await using world = await startSandboxWorld(database, { services: ['reliatic'] });
  await using other = await startSandboxWorld(database, { services: ['reliatic'], databaseUrl: world.databaseUrl });
  await newAction(world);
  world.clock.advance({ days: 3 });
  other.clock.advance({ days: 3 });
  const rounds = Array.from({ length: 10 }, (_, turn) => (turn % 2 === 0 ? world : other));
  const climbed = await Promise.all(rounds.map(({ sandbox }) => sandbox.round('reliatic')));
  expect(climbed.reduce((sum, levels) => sum + levels, 0)).toBe(1);
  expect(await told(world)).toHaveLength(1);
});

test('with a tick the rounds are made by themselves', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services: ['reliatic'], tickMs: 5 });
  await newAction(world);
  const { id: tenant, webhookSecret: secret } = world.tenants.reliatic;
  await world.sandbox.addWebhookEndpoint('reliatic', tenant, {
    url: receiver.url,
    events: ['alert.escalated'],
    secret,
  });
  world.clock.advance({ days: 2 });
  const [webhook] = await receiver.atLeast(1);
  expect(payloadOf(webhook!.raw)).toMatchObject({ event: 'alert.escalated', after: { level: 1 } });
});
