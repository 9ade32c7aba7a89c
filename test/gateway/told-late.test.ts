/** What comes to light of a command when nobody looks for its effect any more. */
import { WebhookReceiver, type ReceivedWebhook } from '../sandbox/webhook-receiver.ts';
import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';
import { payloadOf } from './mutating.ts';

const services = ['uniasset', 'reliatic', 'maintainx'] as const;
let world: World<(typeof services)[number]>;
let sent: WebhookReceiver;
/** By name, in the graph and at its service. */
const ids: Record<string, { id: string; theirs: string }> = {};
const wire = new BreakableWire();
/** Paths of which a service says that it has nothing there. */
const missing: string[] = [];
beforeAll(async () => {
  const look: typeof fetch = async (input, init) => {
    const { pathname } = new URL(new Request(input).url);
    const isMissing = (init?.method ?? 'GET') === 'GET' && missing.some((path) => pathname.endsWith(path));
    return isMissing ? new Response('{}', { status: 404 }) : wire.fetch(input, init);
  };
  world = await startWorld({ services, gateway: { fetch: look, limits: { breakerThreshold: 100 } } });
  await world.uniasset.createAsset('Truck');
  await world.sandbox.deliverDueWebhooks();
  await world.reliatic.createAsset({ tag_number: 'P-1', name: 'Pump' });
  await world.sync();
  const { data } = await world.ask('{ assets { nodes { id name sources { externalId } } } }');
  for (const asset of data.assets.nodes) ids[asset.name] = { id: asset.id, theirs: asset.sources[0].externalId };
  // From now on webhooks come when the test passes them on.
  sent = await WebhookReceiver.start();
  await world.sandbox.pool.query('update sandbox.webhook_endpoint set url = $1 where organization_id = any ($2)', [
    sent.url,
    [world.organizations.uniasset.id, world.organizations.reliatic.id],
  ]);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await sent[Symbol.asyncDispose]();
});
beforeEach(() => {
  sent.received.length = 0;
  missing.length = 0;
  wire.breaks = null;
  world.clock.advance({ minutes: 10 });
});

async function passOn(service: 'uniasset' | 'reliatic', { raw, headers }: ReceivedWebhook): Promise<void> {
  const response = await fetch(`${world.url}/webhooks/${service}/${world.connections[service].id}`, {
    method: 'POST',
    headers: {
      ...(service === 'uniasset'
        ? { 'x-uniasset-signature': String(headers['x-uniasset-signature']) }
        : { 'x-reliatic-signature': String(headers['x-reliatic-signature']) }),
      // UniAsset dates each attempt, and signs the body alone.
      'x-uniasset-timestamp': world.clock.now().toISOString(),
    },
    body: new Uint8Array(raw),
  });
  expect(response.status).toBe(200);
}

async function statusOf(id: string): Promise<string> {
  return (await world.ask('query ($id: ID!) { command(id: $id) { status } }', { id })).data.command.status;
}

const look = (service: (typeof services)[number]) => world.gateway.seeToCommands(world.connections[service]);

/** A command whose answer is lost, and whose effect is looked for in vain. */
async function giveUp(
  service: (typeof services)[number],
  name: string,
  input: object,
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string> {
  wire.breaks = 'cut';
  const { command } = await payloadOf(world, name, '', input);
  wire.breaks = null;
  await meanwhile();
  world.clock.advance({ seconds: 70 });
  await look(service);
  expect(await statusOf(command.id)).toBe('UNCERTAIN');
  world.clock.advance({ minutes: 60 });
  await look(service);
  expect(await statusOf(command.id)).toBe('UNCERTAIN');
  return command.id;
}

const truck = () => ids['Truck']?.id;
const byHand = (locationId: string) => world.uniasset.assign(ids['Truck']?.theirs ?? '', { locationId });
const written = [
  ['assignAsset', () => ({ assetId: truck(), place: 'yard-1' })],
  ['assignAsset', () => ({ assetId: truck(), assignedToEmail: 'alice@plant.example' })],
  [
    'createMaintenanceRecord',
    () => ({
      service: 'UNIASSET',
      assetId: truck(),
      type: 'REPAIR',
      description: 'New tyres',
      performedAt: '2026-04-01T08:00:00Z',
      cost: { amountMinor: 12_050, currency: 'USD' },
    }),
  ],
  ['createAsset', () => ({ services: ['UNIASSET'], tagNumber: 'TRL-1', name: 'Trailer', type: 'ROTATING' })],
] as const;

describe('UniAsset, of which nothing can be read', () => {
  test.each(written)('a lost %s is settled by the webhook that comes an hour late', async (name, input) => {
    const listening = await world.subscribe('subscription { commandSettled { command { id status } } }');
    const id = await giveUp('uniasset', name, input());
    expect(await listening.next()).toMatchObject({ commandSettled: { command: expect.any(Object) } });
    const [late] = await sent.atLeast(1);
    await passOn('uniasset', late as ReceivedWebhook);
    await look('uniasset');
    expect(await statusOf(id)).toBe('SUCCEEDED');
    expect(await listening.next()).toMatchObject({ commandSettled: { command: { status: 'SUCCEEDED' } } });
    await listening.stop();
  });

  test("what a person has done by hand since is that person's doing", async () => {
    const id = await giveUp('uniasset', 'assignAsset', { assetId: truck(), place: 'yard-2' });
    await byHand('yard-2');
    const [, later] = await sent.atLeast(2);
    await passOn('uniasset', later as ReceivedWebhook);
    await look('uniasset');
    expect(await statusOf(id)).toBe('UNCERTAIN');
  });

  test('of two that are the same nobody can tell which is whose', async () => {
    const id = await giveUp('uniasset', 'assignAsset', { assetId: truck(), place: 'yard-3' }, () => byHand('yard-3'));
    for (const each of await sent.atLeast(2)) await passOn('uniasset', each);
    await look('uniasset');
    expect(await statusOf(id)).toBe('UNCERTAIN');
  });

  test('what tells of another assignment settles nothing', async () => {
    const id = await giveUp('uniasset', 'assignAsset', { assetId: truck(), place: 'yard-4' }, () => byHand('yard-5'));
    const [, other] = await sent.atLeast(2);
    await passOn('uniasset', other as ReceivedWebhook);
    await look('uniasset');
    expect(await statusOf(id)).toBe('UNCERTAIN');
  });
});

test('a change that somebody has written over since is proven by the webhook of its own time', async () => {
  const pump = ids['Pump'];
  const id = await giveUp('reliatic', 'updateAsset', { assetId: pump?.id, name: 'Mine' }, () =>
    world.reliatic.send('PUT', `/assets/${pump?.theirs}`, {
      tag_number: 'P-1',
      name: 'By another',
      asset_type: 'rotating',
    }),
  );
  const [own, other] = await sent.atLeast(2);
  await passOn('reliatic', other as ReceivedWebhook);
  await look('reliatic');
  expect(await statusOf(id)).toBe('UNCERTAIN');
  await passOn('reliatic', own as ReceivedWebhook);
  await look('reliatic');
  expect(await statusOf(id)).toBe('SUCCEEDED');
  const { data } = await world.ask('query ($id: ID!) { asset(id: $id) { name } }', { id: pump?.id });
  expect(data.asset.name).toBe('By another');
});

test('a sweep that shows the effect, with a version of the time when it was under way, proves it', async () => {
  const { data } = await world.ask(
    'mutation { createWorkOrder(input: { title: "Weld the boom" }) { workOrder { id sources { externalId } } } }',
  );
  const { id: workOrderId, sources } = data.createWorkOrder.workOrder;
  const [{ externalId }] = sources;
  world.clock.advance({ minutes: 1 });
  missing.push(`/workorders/${externalId}`);
  const id = await giveUp('maintainx', 'transitionWorkOrder', { workOrderId, to: 'IN_PROGRESS' });
  missing.length = 0;
  await look('maintainx');
  expect(await statusOf(id)).toBe('UNCERTAIN');
  await world.sync();
  await look('maintainx');
  expect(await statusOf(id)).toBe('SUCCEEDED');
});

test('a sweep that shows it as somebody has made it later proves nothing', async () => {
  const { data } = await world.ask(
    'mutation { createWorkOrder(input: { title: "Grease the boom" }) { workOrder { id sources { externalId } } } }',
  );
  const { id: workOrderId, sources } = data.createWorkOrder.workOrder;
  const [{ externalId }] = sources;
  world.clock.advance({ minutes: 1 });
  missing.push(`/workorders/${externalId}`);
  const id = await giveUp('maintainx', 'transitionWorkOrder', { workOrderId, to: 'IN_PROGRESS' });
  missing.length = 0;
  for (const status of ['ON_HOLD', 'IN_PROGRESS']) {
    await world.maintainx.transition(externalId, status);
  }
  await world.sync();
  await look('maintainx');
  expect(await statusOf(id)).toBe('UNCERTAIN');
});
