import type { Answer } from '../world/graph-client.ts';
import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';

let world: World;
const wire = new BreakableWire();
let ids: Record<'oil' | 'seal' | 'store' | 'van', string>;
beforeAll(async () => {
  world = await startWorld({ gateway: { fetch: wire.fetch } });
  const { maintainkit } = world;
  await maintainkit.createLocation('Store');
  await maintainkit.createLocation('Van');
  await maintainkit.createPart('OIL', { reorderPoint: 5 });
  await maintainkit.createPart('SEAL');
  await world.sync();
  const { data } = await world.ask('{ parts { nodes { id } } locations { nodes { id } } }');
  const [oil, seal, store, van] = [...data.parts.nodes, ...data.locations.nodes].map(({ id }: { id: string }) => id);
  ids = { oil, seal, store, van } as typeof ids;
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  wire.writes.length = 0;
  wire.breaks = null;
});

const mutation = `mutation ($input: RecordStockMovementInput!) {
  recordStockMovement(input: $input) {
    part { onHand isLow averageCost { amountMinor currency } stockLevels(orderBy: [{ field: onHand, direction: DESC }]) { nodes { onHand } } }
    movement { kind quantity location { name } unitCost { amountMinor } sources { via externalId } }
    userErrors { field code message }
    command { id status service attempts upstreamId }
  }
}`;

const record = (input: object, key = world.keys.write): Promise<Answer> => world.ask(mutation, { input }, key);

async function recorded(input: object) {
  const { data, errors } = await record(input);
  expect(errors).toEqual([]);
  return data.recordStockMovement;
}

/** Everything that a movement would change. */
async function everything(): Promise<unknown> {
  const { prisma } = world.gateway.database;
  return {
    ledger: await world.maintainkit.send('GET', '/movements'),
    movements: await prisma.stockMovement.count(),
    notices: await prisma.stockNotice.count(),
    events: await prisma.event.count(),
    onHand: await prisma.part.findMany({ orderBy: { id: 'asc' }, select: { onHand: true, averageCostMinor: true } }),
    levels: await prisma.stockLevel.findMany({ orderBy: { id: 'asc' } }),
  };
}

test('the five kinds are carried out by the service, and the payload already sees them', async () => {
  const { oil, store, van } = ids;
  const unitCost = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
  expect(
    await recorded({ partId: oil, receive: { locationId: store, quantity: 20, unitCost: unitCost(18_500) } }),
  ).toEqual({
    part: {
      onHand: 20,
      isLow: false,
      averageCost: { amountMinor: 18_500, currency: 'USD' },
      stockLevels: { nodes: [{ onHand: 20 }] },
    },
    movement: {
      kind: 'RECEIVE',
      quantity: 20,
      location: { name: 'Store' },
      unitCost: { amountMinor: 18_500 },
      sources: [{ via: 'POLL', externalId: expect.stringMatching(/^\d+$/) }],
    },
    userErrors: [],
    command: {
      id: expect.stringMatching(/^cmd_/),
      status: 'SUCCEEDED',
      service: 'MAINTAINKIT',
      attempts: 1,
      upstreamId: expect.stringMatching(/^\d+$/),
    },
  });
  expect(
    await recorded({ partId: oil, receive: { locationId: store, quantity: '10', unitCost: unitCost(20_000) } }),
  ).toMatchObject({ part: { onHand: 30, averageCost: { amountMinor: 19_000 } } });
  expect(await recorded({ partId: oil, consume: { locationId: store, quantity: '6.000' } })).toMatchObject({
    part: { onHand: 24, averageCost: { amountMinor: 19_000 } },
    movement: { kind: 'CONSUME', quantity: -6 },
  });
  expect(await recorded({ partId: oil, adjust: { locationId: store, quantityDelta: -0.125 } })).toMatchObject({
    part: { onHand: 23.875 },
    movement: { kind: 'ADJUST', quantity: -0.125 },
  });
  expect(
    await recorded({ partId: oil, transfer: { fromLocationId: store, toLocationId: van, quantity: 10 } }),
  ).toMatchObject({
    part: { onHand: 23.875, stockLevels: { nodes: [{ onHand: 13.875 }, { onHand: 10 }] } },
    movement: { kind: 'TRANSFER', quantity: -10, location: { name: 'Store' } },
  });
  expect(await recorded({ partId: oil, count: { locationId: van, counted: 0 } })).toMatchObject({
    part: { onHand: 13.875, stockLevels: { nodes: [{ onHand: 13.875 }, { onHand: 0 }] } },
    movement: { kind: 'COUNT', quantity: -10, location: { name: 'Van' } },
  });
  expect(wire.writes).toEqual(Array.from({ length: 6 }, () => 'POST /movements'));
  expect(world.warnings).toEqual([]);
});

describe('a movement that can not be is refused beside its field, and nothing is written anywhere', () => {
  test.each<[string, (all: typeof ids) => object, string, string[][], string]>([
    ['nothing to do', () => ({}), 'BAD_USER_INPUT', [[]], 'none was given'],
    [
      'two kinds',
      ({ store }) => ({ consume: { locationId: store, quantity: 1 }, count: { locationId: store, counted: 1 } }),
      'BAD_USER_INPUT',
      [['consume'], ['count']],
      'exactly one of',
    ],
    [
      'a transfer to the same place',
      ({ store }) => ({ transfer: { fromLocationId: store, toLocationId: store, quantity: 1 } }),
      'BAD_USER_INPUT',
      [['transfer', 'toLocationId']],
      'toLocationId',
    ],
    [
      'more than there is',
      ({ store }) => ({ consume: { locationId: store, quantity: 1000 } }),
      'INSUFFICIENT_STOCK',
      [['consume', 'quantity']],
      '',
    ],
    [
      'an adjustment below zero',
      ({ store }) => ({ adjust: { locationId: store, quantityDelta: -1000 } }),
      'INSUFFICIENT_STOCK',
      [['adjust', 'quantityDelta']],
      '',
    ],
    [
      'a transfer of more than there is',
      ({ store, van }) => ({ transfer: { fromLocationId: store, toLocationId: van, quantity: 1000 } }),
      'INSUFFICIENT_STOCK',
      [['transfer', 'quantity']],
      '',
    ],
    [
      'nothing consumed',
      ({ store }) => ({ consume: { locationId: store, quantity: 0 } }),
      'BAD_USER_INPUT',
      [['consume', 'quantity']],
      'above 0',
    ],
    [
      'less than nothing received',
      ({ store }) => ({ receive: { locationId: store, quantity: -1 } }),
      'BAD_USER_INPUT',
      [['receive', 'quantity']],
      'above 0',
    ],
    [
      'an adjustment by nothing',
      ({ store }) => ({ adjust: { locationId: store, quantityDelta: 0 } }),
      'BAD_USER_INPUT',
      [['adjust', 'quantityDelta']],
      '0',
    ],
    [
      'a count below zero',
      ({ store }) => ({ count: { locationId: store, counted: -1 } }),
      'BAD_USER_INPUT',
      [['count', 'counted']],
      'not be negative',
    ],
    [
      'another currency',
      ({ store }) => ({
        receive: { locationId: store, quantity: 1, unitCost: { amountMinor: 1, currency: 'EUR' } },
      }),
      'BAD_USER_INPUT',
      [['receive', 'unitCost']],
      'USD',
    ],
    [
      'a cost below zero',
      ({ store }) => ({
        receive: { locationId: store, quantity: 1, unitCost: { amountMinor: -1, currency: 'USD' } },
      }),
      'BAD_USER_INPUT',
      [['receive', 'unitCost']],
      '',
    ],
    [
      'a location that never was',
      () => ({ consume: { locationId: `loc_${'0'.repeat(26)}`, quantity: 1 } }),
      'NOT_FOUND',
      [['consume', 'locationId']],
      'no such stock location',
    ],
    [
      'a part for a location',
      ({ oil }) => ({ consume: { locationId: oil, quantity: 1 } }),
      'BAD_USER_INPUT',
      [['consume', 'locationId']],
      'loc_',
    ],
    [
      'a key that PostgreSQL can not hold',
      ({ store }) => ({ idempotencyKey: 'a\u0000b', consume: { locationId: store, quantity: 1 } }),
      'BAD_USER_INPUT',
      [['idempotencyKey']],
      'idempotencyKey',
    ],
  ])('%s', async (_, movement, code, fields, said) => {
    const before = await everything();
    const { part, movement: row, userErrors } = await recorded({ partId: ids.oil, ...movement(ids) });
    expect([part, row]).toEqual([null, null]);
    expect(userErrors.map((error: { field: string[] }) => error.field)).toEqual(fields);
    for (const error of userErrors) expect(error).toMatchObject({ code, message: expect.stringContaining(said) });
    expect(await everything()).toEqual(before);
    expect(wire.writes).toEqual(code === 'INSUFFICIENT_STOCK' ? ['POST /movements'] : []);
  });

  test.each(['1.0005', 0.0005, 'many', '', '1e400', '99999999999999999999', 'NaN', true, null])(
    'the quantity %p',
    async (quantity) => {
      const before = await everything();
      const { errors, data } = await record({ partId: ids.oil, consume: { locationId: ids.store, quantity } });
      expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      expect(errors[0]!.message).toMatch(/quantity/);
      expect(data ?? null).toBeNull();
      expect(await everything()).toEqual(before);
      expect(wire.writes).toEqual([]);
    },
  );

  test('a key that may only read', async () => {
    const before = await everything();
    const input = { partId: ids.oil, consume: { locationId: ids.store, quantity: 1 } };
    const { errors, data } = await record(input, world.keys.read);
    expect(errors[0]).toMatchObject({ path: ['recordStockMovement'], extensions: { code: 'FORBIDDEN' } });
    expect(data ?? null).toBeNull();
    expect(await everything()).toEqual(before);
  });
});

describe('with an idempotency key', () => {
  test('the same command again is answered with the first outcome, and sent once', async () => {
    const input = { idempotencyKey: 'k1', partId: ids.seal, receive: { locationId: ids.store, quantity: 7 } };
    const first = await recorded(input);
    const second = await recorded({ ...input, receive: { quantity: '7.0', locationId: ids.store } });
    expect(first).toMatchObject({ part: { onHand: 7 }, command: { status: 'SUCCEEDED' } });
    expect(second).toEqual(first);
    expect(wire.writes).toEqual(['POST /movements']);
  });

  test('ten at once are one', async () => {
    const input = { idempotencyKey: 'k2', partId: ids.seal, receive: { locationId: ids.van, quantity: 1 } };
    const answers = await Promise.all(Array.from({ length: 10 }, () => recorded(input)));
    expect(new Set(answers.map(({ command }) => command.id)).size).toBe(1);
    expect(answers.map(({ userErrors }) => userErrors.length)).toEqual(answers.map(() => 0));
    expect(wire.writes).toEqual(['POST /movements']);
  });

  test('another input under the same key is a conflict, and not sent', async () => {
    const input = { idempotencyKey: 'k3', partId: ids.seal, receive: { locationId: ids.store, quantity: 1 } };
    await recorded(input);
    const other = await recorded({ ...input, receive: { locationId: ids.store, quantity: 2 } });
    expect(other).toMatchObject({
      part: null,
      command: null,
      userErrors: [{ field: ['idempotencyKey'], code: 'CONFLICT' }],
    });
    expect(wire.writes).toEqual(['POST /movements']);
  });

  test('a refusal is repeated as it was', async () => {
    const input = { idempotencyKey: 'k4', partId: ids.seal, consume: { locationId: ids.store, quantity: 500 } };
    const first = await recorded(input);
    expect(first).toMatchObject({ command: { status: 'REJECTED' }, userErrors: [{ code: 'INSUFFICIENT_STOCK' }] });
    expect(await recorded(input)).toEqual(first);
    expect(wire.writes).toEqual(['POST /movements']);
  });
});

describe('when the way to the service breaks', () => {
  test.each(['cut', '502'] as const)(
    'after sending (%s), the outcome is uncertain, and it is sent once',
    async (how) => {
      const before = (await world.maintainkit.send<unknown[]>('GET', '/movements')).length;
      const input = { idempotencyKey: how, partId: ids.seal, receive: { locationId: ids.store, quantity: 3 } };
      wire.breaks = how;
      const lost = await recorded(input);
      expect(lost).toMatchObject({
        part: null,
        movement: null,
        command: { status: 'UNCERTAIN', attempts: 1 },
        userErrors: [{ field: [], code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('look before') }],
      });
      wire.breaks = null;
      expect(await recorded(input)).toEqual(lost);
      expect(wire.writes).toEqual(['POST /movements']);
      expect(await world.maintainkit.send('GET', '/movements')).toHaveLength(before + 1);
      await world.sync();
      const seen = await world.ask('{ part(sku: "SEAL") { movements(first: 1) { nodes { kind quantity } } } }');
      expect(seen.data.part.movements.nodes).toEqual([{ kind: 'RECEIVE', quantity: 3 }]);
    },
  );

  test.each(['unreachable', '503'] as const)(
    'before sending (%s), it is rejected and may be tried again',
    async (how) => {
      const before = await everything();
      wire.breaks = how;
      const { errors } = await record({ partId: ids.seal, receive: { locationId: ids.store, quantity: 3 } });
      expect(errors[0]).toMatchObject({
        extensions: { code: 'UPSTREAM_UNAVAILABLE', upstream: { service: 'MAINTAINKIT' } },
      });
      expect(wire.writes).toEqual(['POST /movements']);
      expect(await everything()).toEqual(before);
      const { prisma } = world.gateway.database;
      const [last] = await prisma.command.findMany({ orderBy: { createdAt: 'desc' }, take: 1 });
      expect(last).toMatchObject({ status: 'REJECTED' });
    },
  );
});
