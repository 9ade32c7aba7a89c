import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { changeAssetStatus } from '../../src/sandbox/maintainx/assets.ts';
import { deleteWorkOrder } from '../../src/sandbox/maintainx/work-order-changes.ts';
import { openDatabases, type Databases } from './databases.ts';
import { createOrder, newId, startMaintainxWorld, type MaintainxWorld } from './maintainx-world.ts';
import type { Answer } from './sandbox-world.ts';
import { WebhookReceiver, type ReceivedWebhook } from './webhook-receiver.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const noon = '2026-04-01T12:00:00.000Z';
const subscription = z.strictObject({ id: z.string(), status: z.literal('ACTIVE'), secret: z.string().min(32) });
const payload = z.looseObject({ type: z.string() });

async function subscribe(world: MaintainxWorld, type: string, url: string): Promise<z.output<typeof subscription>> {
  const answer = await world.maintainx.post('/subscriptions', { type, url });
  expect(answer.status).toBe(201);
  return subscription.parse(answer.body);
}

/** The signature's time and whether the signature is that of the time and the exact bytes. */
function signatureOf(webhook: ReceivedWebhook, secret: string): { time: number; isGenuine: boolean } {
  const header = String(webhook.headers['x-maintainx-webhook-body-signature']);
  const [, time = '', hex = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  const signed = Buffer.concat([Buffer.from(`${time}.`), webhook.raw]);
  return { time: Number(time), isGenuine: createHmac('sha256', secret).update(signed).digest('hex') === hex };
}

const logOf = async (world: MaintainxWorld) => {
  const log = await world.sandbox.webhookDeliveries('maintainx', world.organizationId);
  return log.map(({ body }) => payload.parse(JSON.parse(body)));
};

/** An ear for all types, as a customer with many subscriptions would have. */
const listen = (world: MaintainxWorld) =>
  world.sandbox.addWebhookEndpoint('maintainx', world.organizationId, {
    url: 'http://127.0.0.1:9/hooks',
    secret: 's',
  });

test('a subscription is sent its one type, signed with its own secret over time and bytes', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startMaintainxWorld(database);
  const created = await subscribe(world, 'NEW_WORK_ORDER', receiver.url);
  const status = await subscribe(world, 'WORK_ORDER_STATUS_CHANGE', receiver.url);
  expect(status.secret).not.toBe(created.secret);
  const id = await createOrder(world.maintainx, { title: 'Schweißen ✓' });
  const [webhook] = await receiver.atLeast(1);
  expect(webhook?.headers['content-type']).toBe('application/json');
  expect(signatureOf(webhook!, created.secret)).toEqual({ time: Date.parse(noon) / 1000, isGenuine: true });
  expect(JSON.parse(webhook!.raw.toString())).toEqual({
    type: 'NEW_WORK_ORDER',
    orgId: Number(world.organizationId),
    occurredAt: noon,
    workOrderId: id,
    newWorkOrder: expect.objectContaining({ id, title: 'Schweißen ✓', status: 'OPEN', assignees: [] }),
  });

  await world.maintainx.patch(`/workorders/${id}`, { title: 'Weld' });
  await world.maintainx.patch(`/workorders/${id}/status`, { status: 'IN_PROGRESS' });
  const [, second] = await receiver.atLeast(2);
  expect(signatureOf(second!, status.secret).isGenuine).toBe(true);
  expect(signatureOf(second!, created.secret).isGenuine).toBe(false);
  expect(JSON.parse(second!.raw.toString())).toMatchObject({
    type: 'WORK_ORDER_STATUS_CHANGE',
    oldStatus: 'OPEN',
    newStatus: 'IN_PROGRESS',
    newWorkOrder: { title: 'Weld' },
  });
  await world.sandbox.deliverDueWebhooks();
  expect(receiver.received).toHaveLength(2);
});

test('each retry repeats the bytes and signs them anew with its own time, then gives up', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startMaintainxWorld(database);
  receiver.status = 503;
  const { secret } = await subscribe(world, 'NEW_WORK_ORDER', receiver.url);
  await createOrder(world.maintainx, { title: 'Weld' });
  await world.sandbox.deliverDueWebhooks();
  for (const minutes of [1, 5, 15, 60, 360]) {
    world.clock.advance({ minutes, ms: -1 });
    expect(await world.sandbox.deliverDueWebhooks()).toBe(0);
    world.clock.advance({ ms: 1 });
    expect(await world.sandbox.deliverDueWebhooks()).toBe(1);
  }
  const minutesAfter = receiver.received.map((webhook) => {
    const { time, isGenuine } = signatureOf(webhook, secret);
    expect(isGenuine).toBe(true);
    expect(webhook.raw.equals(receiver.received[0]!.raw)).toBe(true);
    return (time - Date.parse(noon) / 1000) / 60;
  });
  expect(minutesAfter).toEqual([0, 1, 6, 21, 81, 441]);
  const [delivery] = await world.sandbox.webhookDeliveries('maintainx', world.organizationId);
  expect(delivery).toMatchObject({ status: 'failed', attempts: 6, nextAttemptAt: null });
});

test('every change is announced with its own type, and no change with none', async () => {
  await using world = await startMaintainxWorld(database);
  await listen(world);
  const inApplication = world.sandbox.change.bind(world.sandbox, 'maintainx');
  const assetId = newId(await world.maintainx.post('/assets', { name: 'Pump' }));
  const down = { status: 'OFFLINE', downtimeType: 'UNPLANNED' } as const;
  await inApplication((change) => changeAssetStatus(change, world.organizationId, assetId, down));
  await inApplication((change) => changeAssetStatus(change, world.organizationId, assetId, down));
  const id = await createOrder(world.maintainx, { title: 'Weld', assetId });
  await world.maintainx.patch(`/workorders/${id}`, { priority: 'HIGH' });
  await world.maintainx.patch(`/workorders/${id}`, { priority: 'HIGH' });
  await world.maintainx.patch(`/workorders/${id}/status`, { status: 'DONE' });
  await world.maintainx.patch(`/workorders/${id}/status`, { status: 'DONE' });
  await inApplication((change) => deleteWorkOrder(change, world.organizationId, id));
  await world.maintainx.post('/workorders', { title: 'Weld', assetId: 99 });
  expect(await logOf(world)).toMatchObject([
    { type: 'NEW_ASSET', assetId, newAsset: { id: assetId, status: { status: 'ONLINE' } } },
    {
      type: 'ASSET_STATUS_CHANGE',
      assetId,
      newAsset: { status: { ...down, startedAt: noon, endedAt: null } },
      oldStatus: 'ONLINE',
      newStatus: 'OFFLINE',
    },
    { type: 'NEW_WORK_ORDER', workOrderId: id, newWorkOrder: { priority: 'NONE', assetId } },
    { type: 'WORK_ORDER_CHANGE', workOrderId: id, newWorkOrder: { priority: 'HIGH' } },
    { type: 'WORK_ORDER_STATUS_CHANGE', oldStatus: 'OPEN', newStatus: 'DONE', newWorkOrder: { completedAt: noon } },
    { type: 'WORK_ORDER_DELETE', workOrderId: id, newWorkOrder: { deletedAt: noon } },
  ]);
});

test('a work order whose due date passes is announced as overdue once, if it is not finished by then', async () => {
  await using world = await startMaintainxWorld(database);
  const dueDate = '2026-04-01T13:00:00Z';
  const late = await createOrder(world.maintainx, { title: 'late', dueDate });
  const held = await createOrder(world.maintainx, { title: 'held', dueDate: '2026-04-01T12:30:00Z' });
  const done = await createOrder(world.maintainx, { title: 'done', dueDate });
  const gone = await createOrder(world.maintainx, { title: 'gone', dueDate });
  await createOrder(world.maintainx, { title: 'without a date' });
  await createOrder(world.maintainx, { title: 'next day', dueDate: '2026-04-02T13:00:00Z' });
  await world.maintainx.patch(`/workorders/${held}/status`, { status: 'ON_HOLD' });
  await world.maintainx.patch(`/workorders/${done}/status`, { status: 'SKIPPED' });
  await world.sandbox.change('maintainx', (change) => deleteWorkOrder(change, world.organizationId, gone));
  await listen(world);
  world.clock.advance({ minutes: 60 });
  expect(await world.sandbox.round('maintainx')).toBe(1);
  world.clock.advance({ ms: 1 });
  expect(await world.sandbox.round('maintainx')).toBe(1);
  expect(await world.sandbox.round('maintainx')).toBe(0);
  expect(await logOf(world)).toMatchObject([
    { type: 'WORK_ORDER_OVERDUE', workOrderId: held, newWorkOrder: { status: 'ON_HOLD', updatedAt: noon } },
    { type: 'WORK_ORDER_OVERDUE', workOrderId: late, occurredAt: '2026-04-01T13:00:00.001Z' },
  ]);

  await world.maintainx.patch(`/workorders/${late}`, { dueDate: '2026-04-05' });
  await world.maintainx.patch(`/workorders/${done}/status`, { status: 'OPEN' });
  world.clock.advance({ days: 9 });
  expect(await world.sandbox.round('maintainx')).toBe(2);
});

test('two sandboxes on one database announce a late work order once', async () => {
  await using world = await startMaintainxWorld(database);
  await using other = await startMaintainxWorld(database, { databaseUrl: world.databaseUrl });
  await createOrder(world.maintainx, { title: 'late', dueDate: '2026-04-02' });
  for (const { clock } of [world, other]) clock.advance({ days: 3 });
  const rounds = Array.from({ length: 10 }, (_, turn) => (turn % 2 === 0 ? world : other));
  const told = await Promise.all(rounds.map(({ sandbox }) => sandbox.round('maintainx')));
  expect(told.reduce((sum, count) => sum + count, 0)).toBe(1);
});

test('to subscribe again answers the subscription that is there', async () => {
  await using world = await startMaintainxWorld(database);
  const url = 'https://gateway.example/hooks';
  const first = await subscribe(world, 'NEW_ASSET', url);
  expect(await subscribe(world, 'NEW_ASSET', url)).toEqual(first);
  const others = [
    await subscribe(world, 'WORK_ORDER_CHANGE', url),
    await subscribe(world, 'NEW_ASSET', `${url}/other`),
  ];
  expect(new Set([first, ...others].map(({ id }) => id)).size).toBe(3);
  expect(new Set([first, ...others].map(({ secret }) => secret)).size).toBe(3);
});

test('a subscription names a type that exists and a URL that is safe', async () => {
  await using world = await startMaintainxWorld(database);
  const faultsOf = (answer: Answer) => {
    expect(answer.status).toBe(400);
    return answer.body;
  };
  const post = (body: object) => world.maintainx.post('/subscriptions', body);
  expect(faultsOf(await post({}))).toMatchObject({ errors: [{ fieldPath: 'type' }, { fieldPath: 'url' }] });
  const url = 'http://gateway.example/hooks';
  expect(faultsOf(await post({ type: 'WORK_ORDER_LOST', url }))).toEqual({
    errors: [
      { error: expect.stringContaining('NEW_WORK_ORDER'), fieldPath: 'type', fieldValue: 'WORK_ORDER_LOST' },
      { error: 'must be an https URL', fieldPath: 'url', fieldValue: url },
    ],
  });
  expect(faultsOf(await post({ type: 'NEW_ASSET', url: 'gateway' }))).toMatchObject({ errors: [{ fieldPath: 'url' }] });
});

test('webhooks stay within their organization', async () => {
  await using world = await startMaintainxWorld(database);
  await listen(world);
  const other = await world.sandbox.createOrganization('maintainx', { name: 'Pit Two' });
  await createOrder(world.clientOf('maintainx', other.keys.readWrite), { title: 'Weld' });
  expect(await logOf(world)).toEqual([]);
  expect(await world.sandbox.webhookDeliveries('maintainx', other.id)).toEqual([]);
});
