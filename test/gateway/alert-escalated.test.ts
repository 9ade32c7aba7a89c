import { EventEmitter, once } from 'node:events';
import type { Listening } from '../world/graph-client.ts';
import { asset as assetRecord, observe } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';

const escalated = (argument = '') => `subscription { alertEscalated${argument} {
  level previousLevel occurredAt alert { title level status escalatedTo severity action { title isOverdue } asset { tagNumber } } } }`;

/** An action that is due on 2 April, one day from now, known to the gateway. */
async function dueTomorrow(world: World, tagNumber = 'EXC-A'): Promise<string> {
  const asset = await world.reliatic.createAsset({ tag_number: tagNumber });
  const { id } = await world.reliatic.createAction(asset.id, { due_date: '2026-04-02', priority: 'critical' });
  await world.sync();
  return id;
}

/** The levels that were heard and not asked for yet: the facts stand in the log before anybody hears of them. */
async function levelsHeard(listening: Listening, count: number): Promise<number[]> {
  const levels: number[] = [];
  while (levels.length < count) levels.push((await listening.next()).alertEscalated.level as number);
  return levels;
}

async function told(world: World): Promise<{ level: number; subjectId: string }[]> {
  const events = await world.gateway.database.prisma.event.findMany({
    where: { tenantId: world.tenant.id, type: 'alert.escalated' },
    orderBy: { position: 'asc' },
  });
  return events.map(({ payload, subjectId }) => ({ level: (payload as { level: number }).level, subjectId }));
}

const levelsTold = async (world: World) => (await told(world)).map(({ level }) => level);

/** The service climbs its ladder and tells it. */
async function serviceEscalates(world: World): Promise<void> {
  await world.sandbox.round('reliatic');
  await world.sandbox.deliverDueWebhooks();
}

const gatewayEscalates = (world: World): Promise<number> => world.gateway.sync.escalate(world.connections.reliatic);

test('an action that stays overdue climbs from the owner to the executive committee, and each level is heard once', async () => {
  await using world = await startWorld();
  await dueTomorrow(world);
  const alerts = await world.subscribe(escalated());
  world.clock.advance({ days: 1, minutes: 11 * 60 });
  await serviceEscalates(world);
  expect(await levelsTold(world)).toEqual([]);

  for (const [level, days] of [2, 2, 4, 7].entries()) {
    world.clock.advance({ days });
    await serviceEscalates(world);
    await gatewayEscalates(world);
    expect(await alerts.next()).toMatchObject({
      alertEscalated: {
        level: level + 1,
        previousLevel: level,
        alert: {
          title: 'Replace the seal',
          level: level + 1,
          status: 'OPEN',
          severity: 'CRITICAL',
          action: { title: 'Replace the seal', isOverdue: true },
          asset: { tagNumber: 'EXC-A' },
        },
      },
    });
  }
  world.clock.advance({ days: 100 });
  await serviceEscalates(world);
  await gatewayEscalates(world);
  await world.sync();
  expect(await levelsTold(world)).toEqual([1, 2, 3, 4]);
  expect(new Set((await told(world)).map(({ subjectId }) => subjectId)).size).toBe(1);
  expect(alerts.waiting()).toBe(0);
});

test("the service's webhook, the gateway's own ladder and repeated deliveries tell one escalation once", async () => {
  await using world = await startWorld();
  await dueTomorrow(world);
  world.clock.advance({ days: 4 });
  // The ladder is ahead of the webhook that tells the same.
  expect(await gatewayEscalates(world)).toBe(1);
  await serviceEscalates(world);
  const [delivery] = await world.sandbox
    .webhookDeliveries('reliatic', world.organizations.reliatic.id)
    .then((all) => all.filter(({ event }) => event === 'alert.escalated'));
  expect(delivery).toMatchObject({ status: 'delivered', responseStatus: 200 });
  const again = `update sandbox.webhook_delivery set status = 'pending', next_attempt_at = $1`;
  await world.sandbox.pool.query(again, [world.clock.now()]);
  expect(await world.sandbox.deliverDueWebhooks()).toBeGreaterThan(0);
  expect(await gatewayEscalates(world)).toBe(0);
  expect(await levelsTold(world)).toEqual([1]);

  // And the webhook ahead of the ladder.
  world.clock.advance({ days: 2 });
  await serviceEscalates(world);
  expect(await gatewayEscalates(world)).toBe(0);
  expect(await levelsTold(world)).toEqual([1, 2]);
  const { data } = await world.ask('{ alerts { totalCount nodes { level } } }');
  expect(data.alerts).toEqual({ totalCount: 1, nodes: [{ level: 2 }] });
});

test('with the webhooks cut off the gateway climbs by itself, every level on the way', async () => {
  await using world = await startWorld({ webhooks: false });
  await dueTomorrow(world);
  await world.sync();
  const alerts = await world.subscribe(escalated());
  world.clock.advance({ days: 9 });
  expect(await gatewayEscalates(world)).toBe(3);
  expect(await levelsHeard(alerts, 3)).toEqual([1, 2, 3]);
  world.clock.advance({ days: 7 });
  // A sweep climbs the ladder too.
  await world.sync();
  expect(await levelsHeard(alerts, 1)).toEqual([4]);
});

test('what was overdue before the gateway first looked becomes an alert and no news; what follows is news', async () => {
  await using world = await startWorld({ webhooks: false });
  const asset = await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  await world.reliatic.createAction(asset.id, { due_date: '2026-03-27' });
  await world.sync();
  const { data } = await world.ask('{ alerts { nodes { level escalatedAt slaDueAt } } }');
  expect(data.alerts.nodes).toEqual([
    { level: 2, escalatedAt: '2026-03-31T00:00:00Z', slaDueAt: '2026-03-28T00:00:00Z' },
  ]);
  expect(await levelsTold(world)).toEqual([]);
  world.clock.advance({ days: 4 });
  await world.sync();
  expect(await levelsTold(world)).toEqual([3]);
});

test('a subscription hears from its level upwards, and of its assets only', async () => {
  await using world = await startWorld({ webhooks: false });
  await dueTomorrow(world, 'EXC-A');
  await dueTomorrow(world, 'EXC-B');
  const { data } = await world.ask('{ assetByTag(tagNumber: "EXC-B") { id } }');
  const high = await world.subscribe(escalated('(minLevel: 3)'));
  const ofB = await world.subscribe(escalated(`(assetIds: ["${data.assetByTag.id}"])`));
  const highOfB = await world.subscribe(escalated(`(minLevel: 4, assetIds: ["${data.assetByTag.id}"])`));
  const all = await world.subscribe(escalated());
  world.clock.advance({ days: 16 });
  expect(await gatewayEscalates(world)).toBe(8);
  expect((await levelsHeard(all, 8)).toSorted((left, right) => left - right)).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  expect((await levelsHeard(high, 4)).toSorted((left, right) => left - right)).toEqual([3, 3, 4, 4]);
  expect(await levelsHeard(ofB, 4)).toEqual([1, 2, 3, 4]);
  expect(await highOfB.next()).toMatchObject({
    alertEscalated: { level: 4, alert: { asset: { tagNumber: 'EXC-B' } } },
  });
  expect([high.waiting(), ofB.waiting(), highOfB.waiting(), all.waiting()]).toEqual([0, 0, 0, 0]);
});

test('a subscription to a machine hears of every record that is linked to it, also while it listens', async () => {
  const asked = new EventEmitter();
  const onStatement = (sql: string) => asked.emit(sql.includes('asset_identity beside') ? 'whose it is' : 'other');
  await using world = await startWorld({ webhooks: false, gateway: { onStatement } });
  await dueTomorrow(world, 'EXC-A');
  await observe(world, { m1: { ...assetRecord('OTHER'), tagNumber: null, name: 'The same' } }, { service: 'MAINTIO' });
  const { data } = await world.ask('{ assets { nodes { id tagNumber } } }');
  const [known, other] = data.assets.nodes as { id: string; tagNumber: string | null }[];
  const [excavator, unnamed] = known!.tagNumber === 'EXC-A' ? [known!, other!] : [other!, known!];
  const alerts = await world.subscribe(escalated(`(assetIds: ["${unnamed.id}"])`));
  world.clock.advance({ days: 3 });
  const judged = once(asked, 'whose it is');
  expect(await gatewayEscalates(world)).toBe(1);
  await judged;
  await world.ask(
    'mutation ($a: ID!, $b: ID!) { linkAsset(input: { assetId: $a, otherAssetId: $b }) { asset { id } } }',
    {
      a: excavator.id,
      b: unnamed.id,
    },
  );
  world.clock.advance({ days: 13 });
  expect(await gatewayEscalates(world)).toBe(3);
  expect(await levelsHeard(alerts, 3)).toEqual([2, 3, 4]);
});

test('an action that has ended climbs no further and its alert is resolved', async () => {
  await using world = await startWorld({ webhooks: false });
  const action = await dueTomorrow(world);
  world.clock.advance({ days: 3 });
  await world.sync();
  await world.reliatic.transition(action, 'proposed');
  await world.reliatic.transition(action, 'rejected');
  await world.sync();
  world.clock.advance({ days: 30 });
  await world.sync();
  expect(await levelsTold(world)).toEqual([1]);
  const { data } = await world.ask('{ alerts { nodes { level status } } }');
  expect(data.alerts.nodes).toEqual([{ level: 1, status: 'RESOLVED' }]);
});

test("the other plant's ladder is its own", async () => {
  await using world = await startWorld({ webhooks: false });
  await dueTomorrow(world);
  const other = await world.other();
  const there = await other.graph.subscribe(escalated());
  world.clock.advance({ days: 16 });
  await gatewayEscalates(world);
  await world.gateway.sync.escalate(other.connections.reliatic);
  await other.graph.ask('{ viewer { tenant } }');
  expect(there.waiting()).toBe(0);
  expect(await levelsTold(world)).toEqual([1, 2, 3, 4]);
});
