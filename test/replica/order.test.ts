import { changeRatings } from '../../src/sandbox/reliatic/failure-modes.ts';
import fc from 'fast-check';
import * as maintainkit from '../../src/sandbox/maintainkit/conventions.ts';
import * as reliatic from '../../src/sandbox/reliatic/conventions.ts';
import { createApiKey } from '../../src/tenancy/api-keys.ts';
import type { ServiceConnection } from '../../src/tenancy/service-connections.ts';
import { ensureTenant } from '../../src/tenancy/tenants.ts';
import { GraphClient } from '../world/graph-client.ts';
import { connect, startWorld, type World } from '../world/world.ts';

const policies = { reliatic: reliatic.deliveryPolicy, maintainkit: maintainkit.deliveryPolicy };
type ServiceName = keyof typeof policies;

interface Delivery {
  service: ServiceName;
  event: string;
  body: Buffer;
}

/** A tenant that reads the same services as the others, and hears of them in an order of its own. */
interface Listener {
  tenantId: string;
  graph: GraphClient;
  connections: Record<ServiceName, ServiceConnection>;
}

/** Webhooks are logged by the services as delivered, and reach nobody. */
const held: typeof fetch = () => Promise.resolve(new Response('held'));

async function listenTo(world: World, index: number): Promise<Listener> {
  const { gateway, sandbox, organizations } = world;
  const tenant = await ensureTenant(gateway.database.prisma, { slug: `listener-${index}`, name: `Listener ${index}` });
  const connections = {
    reliatic: await connect(gateway, tenant, sandbox.reliatic, organizations.reliatic),
    maintainkit: await connect(gateway, tenant, sandbox.maintainkit, organizations.maintainkit),
  };
  const key = await createApiKey(gateway.database.prisma, { tenantId: tenant.id, name: 'test', access: 'read' });
  return { tenantId: tenant.id, graph: new GraphClient(gateway.url, key.key), connections };
}

async function sweep(world: World, { connections }: Listener): Promise<void> {
  world.clock.advance({ seconds: 1 });
  for (const connection of Object.values(connections)) await world.gateway.sync.sync(connection, { pace: 'swift' });
}

async function deliver(world: World, listener: Listener, { service, event, body }: Delivery): Promise<void> {
  const secret = world.organizations[service].webhookSecret;
  const response = await fetch(`${world.url}/webhooks/${service}/${listener.connections[service].id}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...policies[service].headers({ event, body, secret, at: world.clock.now() }),
    },
    body: new Uint8Array(body),
  });
  expect(response.status).toBe(200);
}

/** What stands before anybody listens. */
async function settle({
  reliatic: service,
  maintainkit: stock,
}: World): Promise<{ assetId: string; actionId: string }> {
  const { id: assetId } = await service.createAsset({ tag_number: 'EXC-A', required_thickness_mm: 7.5 });
  const { id: actionId } = await service.createAction(assetId, { due_date: '2026-04-02' });
  await stock.createLocation('Store');
  await stock.createLocation('Van');
  await stock.createPart('OIL', { reorderPoint: 10, unitCost: 100 });
  await stock.receive('OIL', 20);
  return { assetId, actionId };
}

/** Some days at the plant: things change more than once, become low more than once, and are left overdue. */
async function happen(world: World, { assetId, actionId }: { assetId: string; actionId: string }): Promise<void> {
  const { reliatic: service, maintainkit: stock, sandbox, clock } = world;
  const mode = await service.createFailureMode(assetId, [2, 3, 4]);
  await sandbox.change('reliatic', (change) =>
    changeRatings(change, mode.id, { severity: 9, occurrence: 6, detection: 4 }),
  );
  await sandbox.change('reliatic', (change) =>
    changeRatings(change, mode.id, { severity: 5, occurrence: 5, detection: 5 }),
  );
  for (const name of ['Excavator', 'Excavator, repaired']) {
    await service.send('PUT', `/assets/${assetId}`, { tag_number: 'EXC-A', name, asset_type: 'rotating' });
  }
  await service.createAsset({ tag_number: 'EXC-B', parent_id: assetId });
  await service.createInspection(assetId, { thickness_mm: 9 });
  await service.assess(assetId, 2, 2);
  await service.assess(assetId, 4, 3);
  const second = await service.createAction(assetId, { title: 'Weld the boom', due_date: '2026-04-20' });
  await service.transition(second.id, 'proposed');
  await service.transition(second.id, 'approved');
  await stock.consume('OIL', 12);
  await stock.receive('OIL', 5);
  await stock.move({ kind: 'transfer', sku: 'OIL', from: 'Store', to: 'Van', qty: 3 });
  await stock.consume('OIL', 4);
  await stock.move({ kind: 'count', sku: 'OIL', location: 'Van', target: 4.5 });
  await stock.createPart('SEAL', { reorderPoint: 2, unitCost: 5 });
  await stock.receive('SEAL', 3);
  await stock.consume('SEAL', 3);
  for (const days of [3, 2, 4]) {
    clock.advance({ days });
    await sandbox.round('reliatic');
  }
  await service.transition(actionId, 'proposed');
  await sandbox.deliverDueWebhooks();
}

async function deliveriesOf({ sandbox, organizations }: World): Promise<Delivery[]> {
  const of = async (service: ServiceName) =>
    (await sandbox.webhookDeliveries(service, organizations[service].id)).map(({ event, body, createdAt }) => ({
      service,
      event,
      body: Buffer.from(body),
      createdAt,
    }));
  const all = [...(await of('reliatic')), ...(await of('maintainkit'))];
  return all.toSorted((left, right) => left.createdAt.getTime() - right.createdAt.getTime());
}

const everything = `{
  assets(first: 100) { nodes { tagNumber name description type lifecycle operational location parent { tagNumber }
    riskRanking { cell level matrixVersion assessedAt }
    riskAssessments { nodes { cell isCurrent assessedAt } }
    failureModes { nodes { description severity occurrence detection rpn statedRpn priority } }
    inspections { nodes { date type thicknessMm effectiveness inspectorName } }
    actions { nodes { title status priority dueDate assignee } }
    alerts { nodes { level status severity title slaDueAt escalatedTo action { title } } } } }
  parts(first: 100) { nodes { sku name onHand isLow reorderPoint unitCost { amountMinor } averageCost { amountMinor }
    stockLevels(orderBy: [{ field: ON_HAND }]) { nodes { onHand reportedOnHand location { name } } }
    movements { nodes { kind quantity recordedAt location { name } unitCost { amountMinor } } } } }
  locations { nodes { name } } }`;

/** As a client sees it: ids are each tenant's own, everything else is the same for all. */
async function seenBy(world: World, { graph, tenantId }: Listener): Promise<unknown> {
  const { data, errors } = await graph.ask(everything);
  expect(errors).toEqual([]);
  const { prisma } = world.gateway.database;
  const [parts, alerts, log] = await Promise.all([
    prisma.part.findMany({ where: { tenantId } }),
    prisma.alert.findMany({ where: { tenantId } }),
    prisma.event.findMany({ where: { tenantId }, orderBy: { position: 'asc' } }),
  ]);
  const names = new Map([
    ...parts.map(({ id, sku }) => [id, sku] as const),
    ...alerts.map(({ id, title }) => [id, title] as const),
  ]);
  const events = log.map(({ type, subjectId, payload }) =>
    [type, names.get(subjectId) ?? 'nobody', (payload as { level?: number }).level ?? ''].join(' ').trim(),
  );
  return { ...data, events: events.toSorted() };
}

/** How often each delivery comes, in what order, and after how many of them the gateway sweeps: the rest comes late. */
const disturbance = (count: number) =>
  fc.array(fc.constantFrom(0, 1, 1, 1, 2, 3), { minLength: count, maxLength: count }).chain((times) => {
    const copies = times.flatMap((often, index) => Array.from({ length: often }, () => index));
    return fc.record({
      order: fc.shuffledSubarray(copies, { minLength: copies.length }),
      sweepAfter: fc.nat({ max: copies.length }),
    });
  });

test('webhooks lost, repeated and in any order, with a sweep among them, come to the same rows and the same events', async () => {
  await using world = await startWorld({ sandbox: { fetch: held } });
  const runs = 8;
  const ids = await settle(world);
  const listeners = await Promise.all(Array.from({ length: runs + 2 }, (_, index) => listenTo(world, index)));
  for (const listener of listeners) await sweep(world, listener);
  await happen(world, ids);
  const deliveries = await deliveriesOf(world);
  expect(new Set(deliveries.map(({ event }) => event)).size).toBeGreaterThan(8);

  const undisturbed = listeners.pop()!;
  for (const delivery of deliveries) await deliver(world, undisturbed, delivery);
  await sweep(world, undisturbed);
  const expected = await seenBy(world, undisturbed);
  expect(expected).toMatchObject({
    events: [
      'alert.escalated Replace the seal 1',
      'alert.escalated Replace the seal 2',
      'alert.escalated Replace the seal 3',
      'stock.low OIL',
      'stock.low OIL',
      'stock.low SEAL',
      'stock.low SEAL',
    ],
  });

  // Nothing but a sweep: every webhook lost.
  const deaf = listeners.pop()!;
  await sweep(world, deaf);
  expect(await seenBy(world, deaf)).toEqual(expected);

  const property = fc.asyncProperty(disturbance(deliveries.length), async ({ order, sweepAfter }) => {
    const listener = listeners.pop()!;
    for (const [place, index] of order.entries()) {
      if (place === sweepAfter) await sweep(world, listener);
      await deliver(world, listener, deliveries[index]!);
    }
    if (sweepAfter === order.length) await sweep(world, listener);
    expect(await seenBy(world, listener)).toEqual(expected);
  });
  await fc.assert(property, { numRuns: runs, endOnFailure: true });
}, 60_000);

const projected =
  `action alert asset event event_head object_change failure_mode inspection part risk_assessment stock_level
  stock_location stock_movement stock_notice stock_watch`.split(/\s+/);

/** Every row with the number of the transaction that wrote it. */
async function rowVersions(world: World): Promise<Record<string, unknown>> {
  const { pool } = world.sandbox;
  const tables: Record<string, unknown> = {};
  for (const table of projected) {
    const { rows } = await pool.query(`select xmin::text as version, to_jsonb(t) as row from ${table} t order by t`);
    tables[table] = rows;
  }
  const sources = await pool.query(
    `select to_jsonb(s) - '{observed_at,recorded_at,first_recorded_at,changed_at}'::text[] as row from source_record s order by kind, external_id`,
  );
  return { ...tables, source_record: sources.rows };
}

test('a sweep that finds nothing new writes nothing but when it looked', async () => {
  await using world = await startWorld();
  const ids = await settle(world);
  await world.sync();
  await happen(world, ids);
  world.clock.advance({ seconds: 1 });
  await world.sync();
  await world.gateway.sync.readDetails(world.connections.reliatic, { most: 100 });
  const before = await rowVersions(world);
  expect(before['stock_movement']).toHaveLength(9);
  world.clock.advance({ minutes: 5 });
  await world.sync();
  await world.gateway.sync.readDetails(world.connections.reliatic, { most: 100 });
  expect(await rowVersions(world)).toEqual(before);
});
