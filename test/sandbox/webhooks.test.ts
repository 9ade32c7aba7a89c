import { changeRatings } from '../../src/sandbox/reliatic/failure-modes.ts';
import { changeManagementOfChange } from '../../src/sandbox/reliatic/management-of-change.ts';
import { createHmac } from 'node:crypto';
import { openDatabases, type Databases } from './databases.ts';
import { idOf, startSandboxWorld, type SandboxWorld } from './sandbox-world.ts';
import { payloadOf, WebhookReceiver } from './webhook-receiver.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const services = ['reliatic', 'maintainkit'] as const;
type World = SandboxWorld<(typeof services)[number]>;

const drum = { tag_number: 'V-101', name: 'Drum', asset_type: 'vessel' };
const secret = 'whsec_test';

const listen = async (world: World, receiver: WebhookReceiver, events?: string[]): Promise<void> => {
  const options = { url: receiver.url, secret, ...(events && { events }) };
  await world.sandbox.addWebhookEndpoint('reliatic', world.tenants.reliatic.id, options);
  await world.sandbox.addWebhookEndpoint('maintainkit', world.tenants.maintainkit.id, options);
};

const reliaticLog = (world: World) => world.sandbox.webhookDeliveries('reliatic', world.tenants.reliatic.id);
const maintainkitLog = (world: World) => {
  return world.sandbox.webhookDeliveries('maintainkit', world.tenants.maintainkit.id);
};

const hmac = (raw: Buffer): string => createHmac('sha256', secret).update(raw).digest('hex');

test('a Reliatic webhook goes out by itself, signed over its exact bytes', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services });
  await listen(world, receiver);
  const created = await world.reliatic.post('/assets', { ...drum, name: 'Drüm ✓' });
  const [webhook] = await receiver.atLeast(1);
  expect(webhook?.headers['content-type']).toBe('application/json');
  expect(webhook?.headers['x-reliatic-signature']).toBe(hmac(webhook!.raw));
  expect(payloadOf(webhook!.raw)).toEqual({
    event: 'asset.created',
    timestamp: '2026-04-01T12:00:00Z',
    resource_id: idOf(created),
    delivery_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    before: null,
    after: expect.objectContaining({ id: idOf(created), name: 'Drüm ✓', description: null }),
  });
});

test('a MaintainKit webhook carries its event and its signature as documented', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services });
  await world.maintainkit.post('/parts', { sku: 'OIL-15W40', name: 'Oil', unit: 'L' });
  await world.maintainkit.post('/locations', { name: 'Almacén Central' });
  const move = (body: object) => world.maintainkit.post('/movements', { sku: 'OIL-15W40', location: 1, ...body });
  await move({ kind: 'receive', qty: 20 });
  await listen(world, receiver);
  await move({ kind: 'consume', qty: 2 });
  const [webhook] = await receiver.atLeast(1);
  expect(webhook?.headers['x-mk-event']).toBe('stock.movement.created');
  expect(webhook?.headers['x-mk-signature']).toBe(`sha256=${hmac(webhook!.raw)}`);
  expect(payloadOf(webhook!.raw)).toEqual({
    event: 'stock.movement.created',
    orgId: Number(world.tenants.maintainkit.id),
    createdAt: Date.parse('2026-04-01T12:00:00Z'),
    data: { partId: 1, sku: 'OIL-15W40', locationId: 1, qtyDelta: -2, kind: 'consume', onHand: 18, unit: 'L' },
  });
});

test('every change of Reliatic is announced with what was before and after', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services });
  await listen(world, receiver);
  const asset_id = idOf(await world.reliatic.post('/assets', drum));
  await world.reliatic.put(`/assets/${asset_id}`, drum);
  await world.reliatic.put(`/assets/${asset_id}`, { ...drum, name: 'New' });
  await world.reliatic.post('/inspections', {
    asset_id,
    inspection_type: 'tofd',
    inspection_date: '2026-03-30',
    inspector_name: 'Ana',
  });
  const ratings = { severity: 5, occurrence: 4, detection: 2 };
  const mode = idOf(await world.reliatic.post('/failure-modes', { asset_id, description: 'Leak', ...ratings }));
  await world.sandbox.change('reliatic', (change) =>
    changeRatings(change, mode, { severity: 4, occurrence: 5, detection: 2 }),
  );
  await world.sandbox.change('reliatic', (change) =>
    changeRatings(change, mode, { severity: 5, occurrence: 5, detection: 5 }),
  );
  const action = idOf(await world.reliatic.post('/actions', { asset_id, title: 'Weld' }));
  await world.reliatic.put(`/actions/${action}/status`, { status: 'proposed' });
  await world.reliatic.put(`/actions/${action}/status`, { status: 'draft' });
  await world.reliatic.post('/risk-assessments', {
    asset_id,
    probability_of_failure: 1,
    consequence_of_failure: 1,
  });
  const tenant = world.tenants.reliatic.id;
  const moc = await world.sandbox.change('reliatic', (change) =>
    changeManagementOfChange(change, tenant, {
      assetId: asset_id,
      title: 'Pump',
      status: 'draft',
    }),
  );
  await world.sandbox.change('reliatic', (change) =>
    changeManagementOfChange(change, tenant, { ...moc, status: 'approved' }),
  );
  await world.reliatic.delete(`/assets/${asset_id}`);
  await world.reliatic.delete(`/assets/${asset_id}`);

  const log = await reliaticLog(world);
  const told = log.map(({ body }) => payloadOf(body));
  expect(told.map((webhook) => webhook.event)).toEqual([
    'asset.created',
    'asset.updated',
    'inspection.completed',
    'fmea.rpn_changed',
    'action.status_changed',
    'risk_assessment.created',
    'moc.status_changed',
    'moc.status_changed',
    'asset.decommissioned',
  ]);
  expect(told[1]).toMatchObject({ resource_id: asset_id, before: { name: 'Drum' }, after: { name: 'New' } });
  expect(told[2]).toMatchObject({ before: null, after: { effectiveness: 'B' } });
  expect(told[3]).toMatchObject({ resource_id: mode, before: { rpn: 40 }, after: { rpn: 125, priority: 'high' } });
  expect(told[4]).toMatchObject({ resource_id: action, before: { status: 'draft' }, after: { status: 'proposed' } });
  expect(told[7]).toMatchObject({ resource_id: moc.id, before: { status: 'draft' }, after: { status: 'approved' } });
  expect(told[8]).toMatchObject({ before: { status: 'active' }, after: { status: 'decommissioned' } });
  expect(new Set(log.map((delivery) => delivery.deliveryId)).size).toBe(9);
});

test('an endpoint is sent the events it asked for, and each endpoint its own delivery', async () => {
  await using all = await WebhookReceiver.start();
  await using some = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services });
  await listen(world, all);
  await listen(world, some, ['asset.decommissioned', 'part.updated']);
  const id = idOf(await world.reliatic.post('/assets', drum));
  await world.reliatic.delete(`/assets/${id}`);
  await world.maintainkit.post('/parts', { sku: 'A', name: 'A' });
  await world.maintainkit.patch('/parts/A', { name: 'B' });
  await world.sandbox.deliverDueWebhooks();
  const events = (receiver: WebhookReceiver) => receiver.received.map(({ raw }) => payloadOf(raw).event).toSorted();
  expect(events(all)).toEqual(['asset.created', 'asset.decommissioned', 'part.created', 'part.updated']);
  expect(events(some)).toEqual(['asset.decommissioned', 'part.updated']);
});

test.each([
  ['reliatic', [1, 5, 30, 120]],
  ['maintainkit', [1, 2, 4, 8, 16, 32, 64, 128]],
] as const)('%s repeats the same bytes after %j minutes, then gives up and keeps the log', async (service, waits) => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services });
  receiver.status = 503;
  const tenant = world.tenants[service].id;
  await world.sandbox.addWebhookEndpoint(service, tenant, { url: receiver.url, secret });
  if (service === 'reliatic') await world.reliatic.post('/assets', drum);
  else await world.maintainkit.post('/parts', { sku: 'A', name: 'A' });
  await receiver.atLeast(1);
  await world.sandbox.deliverDueWebhooks();

  for (const [retry, minutes] of waits.entries()) {
    const [pending] = await world.sandbox.webhookDeliveries(service, tenant);
    const due = new Date(world.clock.now().getTime() + minutes * 60_000);
    expect(pending).toMatchObject({ status: 'pending', attempts: retry + 1, nextAttemptAt: due, responseStatus: 503 });
    world.clock.advance({ minutes, ms: -1 });
    expect(await world.sandbox.deliverDueWebhooks()).toBe(0);
    world.clock.advance({ ms: 1 });
    expect(await world.sandbox.deliverDueWebhooks()).toBe(1);
  }

  const failed = { status: 'failed', attempts: waits.length + 1, nextAttemptAt: null, responseStatus: 503 };
  expect(await world.sandbox.webhookDeliveries(service, tenant)).toEqual([expect.objectContaining(failed)]);
  expect(receiver.received).toHaveLength(waits.length + 1);
  const [first] = receiver.received;
  for (const { raw, headers } of receiver.received) {
    expect(raw.equals(first!.raw)).toBe(true);
    expect(headers['x-reliatic-signature']).toBe(first?.headers['x-reliatic-signature']);
    expect(headers['x-mk-signature']).toBe(first?.headers['x-mk-signature']);
  }
  world.clock.advance({ days: 29 });
  expect(await world.sandbox.deliverDueWebhooks()).toBe(0);
  expect(await world.sandbox.webhookDeliveries(service, tenant)).toHaveLength(1);
  world.clock.advance({ days: 1 });
  await world.sandbox.deliverDueWebhooks();
  expect(await world.sandbox.webhookDeliveries(service, tenant)).toEqual([]);
});

test('a delivery that succeeds at last is settled', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services });
  receiver.status = 302;
  await listen(world, receiver);
  await world.reliatic.post('/assets', drum);
  await world.sandbox.deliverDueWebhooks();
  receiver.status = 204;
  world.clock.advance({ minutes: 1 });
  expect(await world.sandbox.deliverDueWebhooks()).toBe(1);
  expect(await reliaticLog(world)).toMatchObject([
    { status: 'delivered', attempts: 2, nextAttemptAt: null, responseStatus: 204 },
  ]);
});

test('no answer is a failure, and each attempt has a deadline', async () => {
  const signals: unknown[] = [];
  const neverAnswers: typeof fetch = async (_url, options) => {
    signals.push(options?.signal);
    throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  };
  await using world = await startSandboxWorld(database, { services, fetch: neverAnswers });
  const { id } = world.tenants.reliatic;
  await world.sandbox.addWebhookEndpoint('reliatic', id, { url: 'https://gateway.example/hooks', secret });
  await world.reliatic.post('/assets', drum);
  await world.sandbox.deliverDueWebhooks();
  expect(signals).toEqual([expect.any(AbortSignal)]);
  expect(await reliaticLog(world)).toMatchObject([{ status: 'pending', attempts: 1, responseStatus: null }]);
});

test('a receiver that never answers holds neither the caller nor the end up', async () => {
  let attempt = (): void => {};
  const attempted = new Promise<void>((resolve) => {
    attempt = resolve;
  });
  const hangs: typeof fetch = (_url, options) => {
    attempt();
    return new Promise((_resolve, reject) => {
      options?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
    });
  };
  await using world = await startSandboxWorld(database, { services, fetch: hangs });
  const { id } = world.tenants.reliatic;
  await world.sandbox.addWebhookEndpoint('reliatic', id, { url: 'https://gateway.example/hooks', secret });
  expect((await world.reliatic.post('/assets', drum)).status).toBe(201);
  await attempted;
  await world.sandbox.stop();

  // The attempt that was given up is made again by the next sandbox.
  await using receiver = await WebhookReceiver.start();
  const redirected: typeof fetch = (_url, options) => fetch(receiver.url, options);
  await using next = await startSandboxWorld(database, { services, databaseUrl: world.databaseUrl, fetch: redirected });
  expect(await next.sandbox.deliverDueWebhooks()).toBe(1);
  expect(await reliaticLog(next)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
});

test('a change that is refused announces nothing', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services });
  await listen(world, receiver);
  await world.maintainkit.post('/parts', { sku: 'A', name: 'A' });
  await world.maintainkit.post('/locations', { name: 'Store' });
  await world.maintainkit.post('/parts', { sku: 'A', name: 'A' });
  await world.maintainkit.post('/movements', { kind: 'consume', sku: 'A', location: 'Store', qty: 1 });
  expect((await maintainkitLog(world)).map((delivery) => delivery.event)).toEqual(['part.created']);
});

test('an endpoint is https, or http on this very machine', async () => {
  await using world = await startSandboxWorld(database, { services });
  const add = (url: string) => world.sandbox.addWebhookEndpoint('reliatic', world.tenants.reliatic.id, { url, secret });
  await expect(add('http://gateway.example/hooks')).rejects.toThrow('https');
  await expect(add('http://127.0.0.1.example/hooks')).rejects.toThrow('https');
  await expect(add('ftp://127.0.0.1/')).rejects.toThrow('https');
  await expect(add('gateway')).rejects.toThrow('Invalid URL');
  for (const url of ['https://gateway.example/', 'http://127.0.0.1:1/', 'http://localhost:1/', 'http://[::1]:1/']) {
    expect(await add(url)).toEqual(await add(url));
  }
});

test('webhooks stay within their organization', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services });
  await listen(world, receiver);
  const other = await world.sandbox.createOrganization('reliatic', { name: 'Pit Two' });
  await world.clientOf('reliatic', other.keys.readWrite).post('/assets', drum);
  expect(await world.sandbox.deliverDueWebhooks()).toBe(0);
  expect(await world.sandbox.webhookDeliveries('reliatic', other.id)).toEqual([]);
  expect(await reliaticLog(world)).toEqual([]);
});
