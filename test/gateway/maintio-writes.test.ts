import { randomUUID } from 'node:crypto';
import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';
import { everything, faultsOf, mutate, nobody, payloadOf } from './mutating.ts';

let world: World<'maintio' | 'uniasset'>;
const wire = new BreakableWire();
const ids: Record<string, string> = {};
beforeAll(async () => {
  world = await startWorld({ services: ['maintio', 'uniasset'], gateway: { fetch: wire.fetch } });
  await world.maintio.writeAsset({ id: randomUUID(), name: 'Pump' });
  await world.uniasset.createAsset('Truck');
  await world.sandbox.deliverDueWebhooks();
  await world.sync();
  // What UniAsset tells of its records by webhook would be seen as often as what it answers.
  await world.sandbox.pool.query(`update sandbox.webhook_endpoint set events = '{}'`);
  const { data } = await world.ask('{ assets { nodes { id name } } }');
  for (const { id, name } of data.assets.nodes) ids[name] = id;
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  world.clock.advance({ seconds: 10 });
  wire.writes.length = 0;
  wire.breaks = null;
});

async function refused(work: () => Promise<{ command: unknown; userErrors: never[] }>) {
  const before = await everything(world);
  const payload = await work();
  expect(payload.command).toBeNull();
  expect(wire.writes).toEqual([]);
  expect(await everything(world)).toEqual(before);
  return faultsOf(payload);
}

const seeToCommands = () => world.gateway.seeToCommands(world.connections.maintio);

describe('createMaintenanceRecord', () => {
  const create = (input: object) =>
    payloadOf(
      world,
      'createMaintenanceRecord',
      `maintenanceRecord { type description performedAt cost { amountMinor currency } asset { name }
        sources { via externalId service } }`,
      { assetId: ids['Pump'], type: 'REPAIR', performedAt: '2026-03-30T08:00:00Z', ...input },
    );

  test('writes it in Maint.io where no service is named, and the payload already shows it', async () => {
    const made = await create({ description: 'Seal replaced' });
    const { upstreamId } = made.command;
    expect(made).toMatchObject({
      maintenanceRecord: {
        type: 'REPAIR',
        description: 'Seal replaced',
        performedAt: '2026-03-30T08:00:00Z',
        cost: null,
        asset: { name: 'Pump' },
        sources: [{ via: 'WRITE', externalId: upstreamId, service: 'MAINTIO' }],
      },
      userErrors: [],
      command: { status: 'SUCCEEDED', service: 'MAINTIO', attempts: 1 },
    });
    expect(upstreamId).toMatch(/^[0-9a-f-]{36}$/);
    const { records } = await world.maintio.ask<{ records: object[] }>('GET', '/v1/records');
    expect(records).toMatchObject([{ id: upstreamId, record_type: 'Repair', description: 'Seal replaced' }]);
  });

  test('writes it in UniAsset with its cost', async () => {
    const cost = { amountMinor: 18_550, currency: 'USD' };
    const made = await create({ service: 'UNIASSET', assetId: ids['Truck'], type: 'SERVICE', cost });
    expect(made).toMatchObject({
      maintenanceRecord: { type: 'SERVICE', cost, asset: { name: 'Truck' }, sources: [{ via: 'WRITE' }] },
      userErrors: [],
      command: { status: 'SUCCEEDED', service: 'UNIASSET' },
    });
    const { rows } = await world.sandbox.pool.query('select id, cost from sandbox.uniasset_maintenance');
    expect(rows).toEqual([{ id: made.command.upstreamId, cost: '185.50' }]);
  });

  const usd = { amountMinor: 1, currency: 'USD' };
  test.each<[object, Record<string, string>]>([
    [
      { type: 'UNKNOWN', performedAt: '2026-04-02T00:00:00Z', description: '\u0000', cost: usd, assetId: 'Pump' },
      {
        type: 'BAD_USER_INPUT',
        performedAt: 'BAD_USER_INPUT',
        description: 'BAD_USER_INPUT',
        cost: 'BAD_USER_INPUT',
        assetId: 'BAD_USER_INPUT',
      },
    ],
    [
      { service: 'RELIATIC', performedAt: '0001-01-01T00:00:00Z', assetId: nobody('ast') },
      { service: 'BAD_USER_INPUT', performedAt: 'BAD_USER_INPUT', assetId: 'NOT_FOUND' },
    ],
    [
      { service: 'UNIASSET', cost: { ...usd, currency: 'EUR' } },
      { cost: 'BAD_USER_INPUT', assetId: 'NOT_FOUND' },
    ],
    [
      { service: 'UNIASSET', assetId: nobody('ast'), cost: { ...usd, amountMinor: -1 } },
      { cost: 'BAD_USER_INPUT', assetId: 'NOT_FOUND' },
    ],
  ])('refuses %j beside its fields, and nothing is written', async (input, faults) => {
    expect(await refused(() => create(input))).toEqual(faults);
  });

  test('in Maint.io it is one record however often it had to be sent', async () => {
    const input = { idempotencyKey: 'record', description: 'Oil changed' };
    wire.breaks = 'cut';
    const lost = await create(input);
    expect(lost).toMatchObject({ maintenanceRecord: null, command: { status: 'UNCERTAIN' } });
    wire.breaks = null;
    await seeToCommands();
    expect(await create(input)).toMatchObject({
      maintenanceRecord: { description: 'Oil changed' },
      command: { status: 'SUCCEEDED' },
    });
    const { records } = await world.maintio.ask<{ records: { description: string }[] }>('GET', '/v1/records');
    expect(records.filter(({ description }) => description === 'Oil changed')).toHaveLength(1);
  });

  test('in UniAsset nobody can tell whether a lost one was written, and it is not sent again', async () => {
    const input = { idempotencyKey: 'lost', service: 'UNIASSET', assetId: ids['Truck'] };
    wire.breaks = '502';
    expect(await create(input)).toMatchObject({ maintenanceRecord: null, command: { status: 'UNCERTAIN' } });
    wire.breaks = null;
    // UniAsset may still tell of it by itself.
    world.clock.advance({ seconds: 61 });
    await world.gateway.seeToCommands(world.connections.uniasset);
    expect(await create(input)).toMatchObject({
      maintenanceRecord: null,
      command: { status: 'UNCERTAIN', attempts: 1 },
      userErrors: [{ message: expect.stringContaining('can not be read back') }],
    });
    expect(wire.writes).toHaveLength(1);
  });
});

describe('generateTags', () => {
  const generate = (input: object, page = '(first: 100)') =>
    payloadOf(world, 'generateTags', `tags${page} { totalCount nodes { code state sources { via } } }`, input);

  test('makes them in Maint.io, and the payload already shows them', async () => {
    const made = await generate({ count: 3 });
    expect(made).toMatchObject({
      tags: {
        totalCount: 3,
        nodes: Array.from({ length: 3 }, () => ({ state: 'UNLINKED', sources: [{ via: 'WRITE' }] })),
      },
      userErrors: [],
      command: { status: 'SUCCEEDED', attempts: 1 },
    });
    const [{ code }] = made.tags.nodes;
    expect(await world.maintio.ask('GET', `/v1/tags/${code}`)).toMatchObject({ id: code, state: 'unlinked' });
    expect(wire.writes).toEqual(['POST /v1/tags/batch']);
  });

  test('as many as can be are paged through', async () => {
    const made = await generate({ count: 1000 }, '(last: 2)');
    expect(made.tags).toMatchObject({ totalCount: 1000, nodes: [{}, {}] });
  });

  test.each([0, -1, 1001])('refuses %i of them', async (count) => {
    expect(await refused(() => generate({ count, idempotencyKey: '' }))).toEqual({
      count: 'BAD_USER_INPUT',
      idempotencyKey: 'BAD_USER_INPUT',
    });
  });

  test('a lost batch is found by its labels, also beside one that was answered meanwhile', async () => {
    wire.breaks = 'cut';
    const input = { count: 4, idempotencyKey: 'four' };
    expect(await generate(input)).toMatchObject({
      tags: { totalCount: 0 },
      command: { status: 'UNCERTAIN', attempts: 1 },
    });
    wire.breaks = null;
    const other = await generate({ count: 2 });
    await seeToCommands();
    const found = await generate(input);
    expect(found).toMatchObject({ tags: { totalCount: 4 }, command: { status: 'SUCCEEDED', attempts: 1 } });
    const codes = [...found.tags.nodes, ...other.tags.nodes].map(({ code }: { code: string }) => code);
    expect(new Set(codes).size).toBe(6);
    expect(wire.writes).toHaveLength(2);
  });

  test('a lost batch beside labels that somebody else made is a matter for a person', async () => {
    wire.breaks = 'cut';
    const input = { count: 4, idempotencyKey: 'unclear' };
    await generate(input);
    wire.breaks = null;
    await world.maintio.generateTags(1);
    world.clock.advance({ seconds: 61 });
    await seeToCommands();
    expect(await generate(input)).toMatchObject({
      tags: { totalCount: 0 },
      command: { status: 'UNCERTAIN' },
      userErrors: [{ message: expect.stringContaining('5 new labels, and 4 were asked for') }],
    });
  });
});

test.each([
  ['createMaintenanceRecord', { assetId: nobody('ast'), type: 'OTHER', performedAt: '2026-03-30T08:00:00Z' }],
  ['generateTags', { count: 1 }],
])('%s takes a key that may write, and a connection', async (name, input) => {
  const reading = await mutate(world, name, '', input, world.keys.read);
  expect(reading.errors[0]).toMatchObject({ path: [name], extensions: { code: 'FORBIDDEN' } });
  const other = await world.other();
  await world.gateway.database.prisma.serviceConnection.deleteMany({ where: { tenantId: other.tenant.id } });
  const unconnected = await mutate(world, name, '', input, other.keys.write);
  expect(unconnected.errors[0]).toMatchObject({
    message: 'MAINTIO is not connected',
    extensions: { code: 'UPSTREAM_UNAVAILABLE' },
  });
  expect(wire.writes).toEqual([]);
});
