import { createHmac } from 'node:crypto';
import { openMaintainX } from '../../src/upstream/maintainx/connector.ts';
import { maintainXWebhooks } from '../../src/upstream/maintainx/webhook.ts';
import { settings } from './contracts/contract.ts';
import { startedAt, startService, surroundings } from './recorded-service.ts';

const workOrder = {
  id: 501,
  sequentialId: 12,
  title: 'Replace seal',
  status: 'OPEN',
  priority: 'HIGH',
  type: 'REACTIVE',
  assetId: 7,
  assignees: [
    { type: 'USER', id: 3 },
    { type: 'TEAM', id: 4 },
  ],
  updatedAt: '2026-03-01T10:00:00.000Z',
};

async function startWorld(organizationId?: string) {
  const around = surroundings({ retries: 0 });
  const service = await startService(around.clock.now);
  const connector = openMaintainX({ ...settings, baseUrl: service.url, organizationId }, around.deps);
  const read = (name: string, position: string | null = null) => {
    const resource = connector.resources.find((known) => known.name === name);
    if (resource === undefined) throw new Error(name);
    return connector.read(resource, position);
  };
  return { ...around, service, connector, read, [Symbol.asyncDispose]: service.stop };
}

const page = (workOrders: unknown[], nextCursor: string | null = null) => ({ json: { workOrders, nextCursor } });
const minute = (index: number) => new Date(Date.UTC(2026, 2, 1, 10, index)).toISOString();

test('a work order is read, unknown words included, and a bad row stops no other', async () => {
  await using world = await startWorld('org-1');
  const odd = { ...workOrder, id: '502', status: 'PARKED', priority: 'URGENT', mood: 'fine' };
  world.service.answer('GET /workorders', page([{ ...workOrder, status: 'CANCELED' }, odd, { id: 503 }]));
  const { observations, rejected } = await world.read('workorders');
  expect(observations).toMatchObject([
    { externalId: '501', record: { number: '12', status: 'CANCELLED', assetId: '7', assigneeIds: ['3'], parts: [] } },
    {
      externalId: '502',
      payload: expect.stringContaining('"mood":"fine"'),
      record: { status: 'UNKNOWN', priority: 'UNKNOWN' },
    },
  ]);
  expect(rejected).toMatchObject([{ externalId: '503', reason: expect.stringContaining('title') }]);
  expect(world.service.received[0]?.headers['x-organization-id']).toBe('org-1');
});

test('pages go on by time, so that no work order is lost when rows shift', async () => {
  await using world = await startWorld();
  const first = [workOrder, { ...workOrder, id: 502, updatedAt: minute(5) }];
  world.service.answer('GET /workorders', page(first, 'c1'), page([{ ...workOrder, id: 503, updatedAt: minute(9) }]));
  const one = await world.read('workorders');
  const two = await world.read('workorders', one.next);
  await world.read('workorders', two.resume ?? null);
  expect(two.next).toBeNull();
  expect(world.service.received.map(({ query }) => query)).toEqual([
    { limit: '200', sort: 'updatedAt' },
    { limit: '200', sort: 'updatedAt', 'updatedAt[gte]': minute(5) },
    { limit: '200', sort: 'updatedAt', 'updatedAt[gte]': minute(7) },
  ]);
});

test('a page of one time alone is gone on from by its cursor', async () => {
  await using world = await startWorld();
  world.service.answer('GET /workorders', page([workOrder], 'c1'), page([workOrder], 'c2'), page([]));
  const one = await world.read('workorders');
  const two = await world.read('workorders', one.next);
  await world.read('workorders', two.next);
  expect(world.service.received[2]?.query).toMatchObject({ 'updatedAt[gte]': minute(0), cursor: 'c2' });
});

test('a record that is deleted, or not found, is gone', async () => {
  await using world = await startWorld();
  const deletedAt = '2026-03-02T00:00:00Z';
  world.service.answer('GET /workorders/501', { json: { workOrder: { ...workOrder, deletedAt } } });
  const [deleted, missing] = [
    await world.connector.readOne?.('workOrder', '501'),
    await world.connector.readOne?.('asset', '9'),
  ];
  expect(deleted).toMatchObject({ observations: [], gone: [{ externalId: '501', at: new Date(deletedAt) }] });
  expect(missing?.gone).toEqual([{ kind: 'asset', externalId: '9', at: startedAt }]);
});

test('a refused key has no body, and the limit tells the seconds left', async () => {
  await using world = await startWorld();
  world.service.answer('GET /users', {
    status: 401,
    headers: { 'x-rate-limit-limit': '100', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '30' },
  });
  await expect(world.connector.ping()).rejects.toMatchObject({ kind: 'unauthenticated', status: 401 });
  await expect(world.connector.ping()).rejects.toMatchObject({ kind: 'rateLimited', retryAfterMs: 30_000 });
});

test('work orders are created in its own form, and read afterwards', async () => {
  await using world = await startWorld();
  world.service.answer('POST /workorders', { json: { id: 501 } });
  world.service.answer('GET /workorders/501', { json: { workOrder } }, { raw: '<p>Sign in</p>' });
  world.service.answer('PATCH /workorders/501/status', { json: { workOrder: { ...workOrder, status: 'CANCELED' } } });
  const { writer } = world.connector;
  const input = { title: 'Replace seal', priority: 'CRITICAL', assetId: '7', assigneeIds: ['3'] } as const;
  expect(await writer.createWorkOrder(input)).toMatchObject({ externalId: '501', record: { kind: 'workOrder' } });
  expect(world.service.received[0]?.body).toEqual({
    title: 'Replace seal',
    priority: 'HIGH',
    assetId: 7,
    assignees: [{ type: 'USER', id: 3 }],
  });
  await expect(writer.createWorkOrder(input)).rejects.toMatchObject({ kind: 'invalid', mayHaveHappened: true });
  expect(await writer.transitionWorkOrder('501', 'CANCELLED')).toMatchObject({ record: { status: 'CANCELLED' } });
  await expect(writer.createWorkOrder({ title: 'x', assetId: 'tank' })).rejects.toMatchObject({
    kind: 'badUserInput',
    faults: [{ field: 'assetId' }],
  });
  world.service.answer('PATCH /workorders/501', {
    status: 400,
    json: { errors: [{ error: 'is unknown', fieldPath: 'assetId' }] },
  });
  await expect(writer.updateWorkOrder('501', { assetId: '9' })).rejects.toMatchObject({
    kind: 'badUserInput',
    faults: [{ field: 'assetId', message: 'is unknown' }],
  });
});

describe('a webhook', () => {
  const body = Buffer.from(JSON.stringify({ type: 'WORK_ORDER_CHANGE', workOrderId: 501, occurredAt: startedAt }));
  const signed = (timestamp: number, secret: string) => {
    const digest = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
    return { 'x-maintainx-webhook-body-signature': `t=${timestamp},v1=${digest}` };
  };
  const verify = (headers: Record<string, string>) => maintainXWebhooks.verify(body, headers, 'one, two', startedAt);

  test('is signed with one of several secrets, its time in seconds or milliseconds, and is not old', () => {
    const ms = startedAt.getTime();
    expect(verify(signed(ms, 'two'))).toBe(true);
    expect(verify(signed(ms / 1000, 'one'))).toBe(true);
    expect(verify(signed(ms, 'three'))).toBe(false);
    expect(verify(signed(ms - 300_001, 'one'))).toBe(false);
    expect(verify({})).toBe(false);
  });

  test('is a hint, and no record', () => {
    const hints = [{ kind: 'workOrder', externalId: '501' }];
    expect(maintainXWebhooks.parse(body, {}, settings)).toMatchObject({ observations: [], hints });
  });
});
