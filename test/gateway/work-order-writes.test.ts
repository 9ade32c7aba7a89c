import { readFile } from 'node:fs/promises';
import { addLocation } from '../../src/sandbox/maintainx/locations.ts';
import { addUser } from '../../src/sandbox/maintainx/users.ts';
import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';
import { faultsOf, mutate, nobody, payloadOf, refusedAtOnce } from './mutating.ts';

let world: World<'maintainx' | 'reliatic'>;
const wire = new BreakableWire();
const ids: Record<string, string> = {};
beforeAll(async () => {
  world = await startWorld({ services: ['maintainx', 'reliatic'], webhooks: false, gateway: { fetch: wire.fetch } });
  const { id } = world.organizations.maintainx;
  await world.sandbox.change('maintainx', async (change) => {
    await addLocation(change, id, { name: 'Pit' });
    await addUser(change, id, { firstName: 'Ada', lastName: 'Berg', role: 'MEMBER' });
    await addUser(change, id, { firstName: 'Bo', lastName: 'Lind', role: 'MEMBER' });
  });
  await world.maintainx.createAsset('Excavator');
  await world.reliatic.createAsset({ tag_number: 'TNK-1' });
  await world.sync();
  const { data } = await world.ask(
    '{ assets { nodes { id name } } people { nodes { id name } } locations { nodes { id name } } }',
  );
  for (const { nodes } of Object.values<{ nodes: { id: string; name: string }[] }>(data)) {
    for (const node of nodes) ids[node.name] = node.id;
  }
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  // No two things happen at once.
  world.clock.advance({ seconds: 10 });
  wire.writes.length = 0;
  wire.breaks = null;
});

const shown = `workOrder { id title description status priority dueDate updatedAt asset { name } location { name }
  assignees { nodes { name } } sources { via externalId service } }`;
const create = (input: object) => payloadOf(world, 'createWorkOrder', shown, { title: 'Weld the boom', ...input });
const update = (workOrderId: string, input: object) =>
  payloadOf(world, 'updateWorkOrder', shown, { workOrderId, ...input });
const transition = (workOrderId: string, to: string, input: object = {}) =>
  payloadOf(world, 'transitionWorkOrder', shown, { workOrderId, to, ...input });

/** A work order as MaintainX has it. */
const inMaintainX = async (externalId: string) =>
  (await world.maintainx.ask<{ workOrder: Record<string, unknown> }>('GET', `/workorders/${externalId}`)).workOrder;

const refused = (work: () => ReturnType<typeof payloadOf>) => refusedAtOnce(world, wire, work);

describe('createWorkOrder', () => {
  test('writes it in MaintainX, and the payload already shows it', async () => {
    const made = await create({
      description: 'Crack at the foot',
      priority: 'CRITICAL',
      assetId: ids['Excavator'],
      locationId: ids['Pit'],
      dueDate: '2026-04-20T06:00:00Z',
      assigneeIds: [ids['Bo Lind'], ids['Ada Berg'], ids['Bo Lind']],
    });
    const { upstreamId } = made.command;
    expect(made).toEqual({
      workOrder: {
        id: expect.stringMatching(/^wor_/),
        title: 'Weld the boom',
        description: 'Crack at the foot',
        status: 'OPEN',
        // MaintainX has no CRITICAL.
        priority: 'HIGH',
        dueDate: '2026-04-20T06:00:00Z',
        updatedAt: expect.any(String),
        asset: { name: 'Excavator' },
        location: { name: 'Pit' },
        assignees: { nodes: [{ name: 'Ada Berg' }, { name: 'Bo Lind' }] },
        sources: [{ via: 'WRITE', externalId: upstreamId, service: 'MAINTAINX' }],
      },
      userErrors: [],
      command: {
        id: expect.stringMatching(/^cmd_/),
        status: 'SUCCEEDED',
        service: 'MAINTAINX',
        attempts: 1,
        upstreamId: expect.stringMatching(/^\d+$/),
      },
    });
    expect(await inMaintainX(upstreamId)).toMatchObject({ title: 'Weld the boom', priority: 'HIGH' });
    expect(wire.writes).toEqual(['POST /v1/workorders']);
    await world.sync();
    const { data } = await world.ask('{ workOrders(filter: { search: "weld" }) { totalCount } }');
    expect(data.workOrders.totalCount).toBe(1);
  });

  test("GraphiQL's tab for it writes one", async () => {
    const tab = 'schema/operations/19-create-work-order';
    const { input } = JSON.parse(await readFile(`${tab}.variables.json`, 'utf8')) as { input: object };
    const variables = { input: { ...input, assetId: ids['Excavator'] } };
    const { data, errors } = await world.ask(await readFile(`${tab}.graphql`, 'utf8'), variables);
    expect(errors).toEqual([]);
    expect(data.createWorkOrder).toMatchObject({ workOrder: { status: 'OPEN', priority: 'HIGH' }, userErrors: [] });
  });

  test('takes a title alone, and nulls for what there is nothing of', async () => {
    const nothing = { description: null, priority: null, assetId: null, locationId: null, dueDate: null };
    const { workOrder } = await create({ ...nothing, title: 'Sweep', assigneeIds: null });
    expect(workOrder).toMatchObject({ priority: 'NONE', asset: null, dueDate: null, assignees: { nodes: [] } });
  });

  test.each<[object, Record<string, string>]>([
    [{ title: ' ' }, { title: 'BAD_USER_INPUT' }],
    [{ description: 'a\u0000b' }, { description: 'BAD_USER_INPUT' }],
    [
      { priority: 'UNKNOWN', title: '' },
      { priority: 'BAD_USER_INPUT', title: 'BAD_USER_INPUT' },
    ],
    [{ dueDate: '0001-01-01T00:00:00Z' }, { dueDate: 'BAD_USER_INPUT' }],
    [
      { assetId: 'Excavator', locationId: nobody('loc'), assigneeIds: [nobody('psn'), nobody('ast')] },
      {
        assetId: 'BAD_USER_INPUT',
        locationId: 'NOT_FOUND',
        'assigneeIds.0': 'NOT_FOUND',
        'assigneeIds.1': 'BAD_USER_INPUT',
      },
    ],
    [{ idempotencyKey: '' }, { idempotencyKey: 'BAD_USER_INPUT' }],
  ])('refuses %j beside its fields, and nothing is written', async (input, faults) => {
    expect(await refused(() => create(input))).toEqual(faults);
  });

  test('refuses an asset that MaintainX does not have', async () => {
    expect(await refused(() => create({ assetId: ids['TNK-1'] }))).toEqual({ assetId: 'NOT_FOUND' });
  });

  test('what somebody took away in MaintainX is refused beside the field of the input', async () => {
    const { rows } = await world.sandbox.pool.query(
      `delete from sandbox.maintainx_user where first_name = 'Bo' returning id`,
    );
    expect(rows).toHaveLength(1);
    const payload = await create({ assigneeIds: [ids['Bo Lind']] });
    expect(payload).toMatchObject({ workOrder: null, command: { status: 'REJECTED' } });
    expect(faultsOf(payload)).toEqual({ assigneeIds: 'BAD_USER_INPUT' });
  });

  test('written twice with one key is written once, also when the first answer was lost', async () => {
    wire.breaks = 'cut';
    const lost = await create({ idempotencyKey: 'a', title: 'Grease the boom' });
    expect(lost).toMatchObject({ workOrder: null, command: { status: 'UNCERTAIN', attempts: 1 } });
    wire.breaks = null;
    expect(await create({ idempotencyKey: 'a', title: 'Grease the boom' })).toEqual(lost);
    await world.gateway.seeToCommands(world.connections.maintainx);
    expect(await create({ idempotencyKey: 'a', title: 'Grease the boom' })).toMatchObject({
      workOrder: { title: 'Grease the boom', status: 'OPEN' },
      command: { status: 'SUCCEEDED', attempts: 1 },
    });
    expect(wire.writes).toEqual(['POST /v1/workorders']);
  });
});

describe('updateWorkOrder', () => {
  test('changes what is given, keeps what is left out, and empties what is null', async () => {
    const { workOrder } = await create({
      description: 'All of it',
      priority: 'LOW',
      assetId: ids['Excavator'],
      dueDate: '2026-04-20T06:00:00Z',
      assigneeIds: [ids['Ada Berg']],
    });
    const changed = await update(workOrder.id, { title: 'Weld the arm', description: null, dueDate: null });
    expect(changed).toMatchObject({
      workOrder: {
        id: workOrder.id,
        title: 'Weld the arm',
        description: null,
        dueDate: null,
        priority: 'LOW',
        asset: { name: 'Excavator' },
        assignees: { nodes: [{ name: 'Ada Berg' }] },
        sources: [{ via: 'WRITE' }],
      },
      userErrors: [],
      command: { status: 'SUCCEEDED', upstreamId: workOrder.sources[0].externalId },
    });
    const emptied = await update(workOrder.id, { priority: null, assetId: null, assigneeIds: null });
    expect(emptied.workOrder).toMatchObject({ priority: 'NONE', asset: null, assignees: { nodes: [] } });
    expect(wire.writes.slice(1).every((write) => /^PATCH \/v1\/workorders\/\d+$/.test(write))).toBe(true);
  });

  test('a state that the writer has not seen is not written over, and stands beside the error', async () => {
    const { workOrder } = await create({});
    const { externalId } = workOrder.sources[0];
    await world.maintainx.changeWorkOrder(Number(externalId), { title: 'Weld it today' });
    wire.writes.length = 0;
    const stale = await update(workOrder.id, { title: 'Mine', expectedUpdatedAt: workOrder.updatedAt });
    expect(faultsOf(stale)).toEqual({ expectedUpdatedAt: 'STALE_WRITE' });
    expect(stale).toMatchObject({ workOrder: { title: 'Weld it today' }, command: { status: 'REJECTED' } });
    expect(wire.writes).toEqual([]);
    const { updatedAt } = stale.workOrder;
    expect(updatedAt).not.toBe(workOrder.updatedAt);
    const mine = await update(workOrder.id, { title: 'Mine', expectedUpdatedAt: updatedAt });
    expect(mine).toMatchObject({ workOrder: { title: 'Mine' }, userErrors: [] });
  });

  test('refuses what is at fault, every field at once, and nothing is written', async () => {
    const { workOrder } = await create({});
    wire.writes.length = 0;
    expect(await refused(() => update(workOrder.id, {}))).toEqual({ '': 'BAD_USER_INPUT' });
    expect(
      await refused(() => update(workOrder.id, { title: null, priority: 'UNKNOWN', assetId: nobody('ast') })),
    ).toEqual({ title: 'BAD_USER_INPUT', priority: 'BAD_USER_INPUT', assetId: 'NOT_FOUND' });
    expect(await refused(() => update('1042', { title: 'x' }))).toEqual({ workOrderId: 'BAD_USER_INPUT' });
    expect(await refused(() => update(nobody('wor'), { title: 'x' }))).toEqual({ workOrderId: 'NOT_FOUND' });
  });

  test('its answer lost, it is found in the work order and not sent again', async () => {
    const { workOrder } = await create({});
    wire.writes.length = 0;
    wire.breaks = '502';
    const input = { title: 'Weld twice', assigneeIds: [ids['Ada Berg']], idempotencyKey: 'lost' };
    expect(await update(workOrder.id, input)).toMatchObject({ workOrder: null, command: { status: 'UNCERTAIN' } });
    wire.breaks = null;
    await world.gateway.seeToCommands(world.connections.maintainx);
    expect(await update(workOrder.id, input)).toMatchObject({
      workOrder: { title: 'Weld twice' },
      command: { status: 'SUCCEEDED' },
    });
    expect(wire.writes).toHaveLength(1);
  });
});

describe('transitionWorkOrder', () => {
  test('leads it to its end and back', async () => {
    const { workOrder } = await create({});
    for (const status of ['IN_PROGRESS', 'ON_HOLD', 'DONE', 'CANCELLED', 'SKIPPED', 'OPEN']) {
      world.clock.advance({ seconds: 1 });
      const moved = await transition(workOrder.id, status);
      expect(moved).toMatchObject({ workOrder: { status, sources: [{ via: 'WRITE' }] }, userErrors: [] });
    }
    expect(wire.writes.slice(1).every((write) => /^PATCH \/v1\/workorders\/\d+\/status$/.test(write))).toBe(true);
  });

  test.each(['AWAITING_APPROVAL', 'UNKNOWN'])('refuses %s, which MaintainX does not have', async (to) => {
    const { workOrder } = await create({});
    wire.writes.length = 0;
    expect(await refused(() => transition(workOrder.id, to))).toEqual({ to: 'BAD_USER_INPUT' });
    expect(await refused(() => transition('wor_1', to))).toEqual({
      to: 'BAD_USER_INPUT',
      workOrderId: 'BAD_USER_INPUT',
    });
  });

  test('a state that the writer has not seen is not moved', async () => {
    const { workOrder } = await create({});
    await world.maintainx.transition(Number(workOrder.sources[0].externalId), 'IN_PROGRESS');
    wire.writes.length = 0;
    const stale = await transition(workOrder.id, 'CANCELLED', { expectedUpdatedAt: workOrder.updatedAt });
    expect(faultsOf(stale)).toEqual({ expectedUpdatedAt: 'STALE_WRITE' });
    expect(stale.workOrder).toMatchObject({ status: 'IN_PROGRESS' });
    expect(wire.writes).toEqual([]);
  });

  test('a work order that was deleted meanwhile is not found, whatever state is expected', async () => {
    const { workOrder } = await create({});
    await world.sandbox.pool.query('update sandbox.maintainx_work_order set deleted_at = $1', [world.clock.now()]);
    for (const more of [{}, { expectedUpdatedAt: workOrder.updatedAt }]) {
      const gone = await transition(workOrder.id, 'DONE', more);
      expect(faultsOf(gone)).toEqual({ workOrderId: 'NOT_FOUND' });
      expect(gone.command).toMatchObject({ status: 'REJECTED' });
    }
  });
});

test.each([
  ['createWorkOrder', { title: 'x' }],
  ['updateWorkOrder', { workOrderId: nobody('wor'), title: 'x' }],
  ['transitionWorkOrder', { workOrderId: nobody('wor'), to: 'DONE' }],
])('%s takes a key that may write, and a connection', async (name, input) => {
  const reading = await mutate(world, name, '', input, world.keys.read);
  expect(reading.errors[0]).toMatchObject({ path: [name], extensions: { code: 'FORBIDDEN' } });
  const other = await world.other();
  await world.gateway.database.prisma.serviceConnection.deleteMany({ where: { tenantId: other.tenant.id } });
  const unconnected = await mutate(world, name, '', input, other.keys.write);
  expect(unconnected.errors[0]).toMatchObject({
    message: 'MAINTAINX is not connected',
    extensions: { code: 'UPSTREAM_UNAVAILABLE' },
  });
  expect(wire.writes).toEqual([]);
});
