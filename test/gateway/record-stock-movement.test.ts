import { startMovementWorld, type MovementWorld } from './movement-world.ts';

let plant: MovementWorld;
beforeAll(async () => {
  plant = await startMovementWorld();
});
afterAll(() => plant.world[Symbol.asyncDispose]());
beforeEach(() => {
  plant.wire.writes.length = 0;
  plant.wire.breaks = null;
});

test('the five kinds are carried out by the service, and the payload already sees them', async () => {
  const { oil, store, van } = plant.ids;
  const unitCost = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
  expect(
    await plant.recorded({ partId: oil, receive: { locationId: store, quantity: 20, unitCost: unitCost(18_500) } }),
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
    await plant.recorded({ partId: oil, receive: { locationId: store, quantity: '10', unitCost: unitCost(20_000) } }),
  ).toMatchObject({ part: { onHand: 30, averageCost: { amountMinor: 19_000 } } });
  expect(await plant.recorded({ partId: oil, consume: { locationId: store, quantity: '6.000' } })).toMatchObject({
    part: { onHand: 24, averageCost: { amountMinor: 19_000 } },
    movement: { kind: 'CONSUME', quantity: -6 },
  });
  expect(await plant.recorded({ partId: oil, adjust: { locationId: store, quantityDelta: -0.125 } })).toMatchObject({
    part: { onHand: 23.875 },
    movement: { kind: 'ADJUST', quantity: -0.125 },
  });
  expect(
    await plant.recorded({ partId: oil, transfer: { fromLocationId: store, toLocationId: van, quantity: 10 } }),
  ).toMatchObject({
    part: { onHand: 23.875, stockLevels: { nodes: [{ onHand: 13.875 }, { onHand: 10 }] } },
    movement: { kind: 'TRANSFER', quantity: -10, location: { name: 'Store' } },
  });
  expect(await plant.recorded({ partId: oil, count: { locationId: van, counted: 0 } })).toMatchObject({
    part: { onHand: 13.875, stockLevels: { nodes: [{ onHand: 13.875 }, { onHand: 0 }] } },
    movement: { kind: 'COUNT', quantity: -10, location: { name: 'Van' } },
  });
  expect(plant.wire.writes).toEqual(Array.from({ length: 6 }, () => 'POST /movements'));
  expect(plant.world.warnings).toEqual([]);
});

describe('a movement that can not be is refused beside its field, and nothing is written anywhere', () => {
  test.each<[string, (all: MovementWorld['ids']) => object, string, string[][], string]>([
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
    const before = await plant.everything();
    const { part, movement: row, userErrors } = await plant.recorded({ partId: plant.ids.oil, ...movement(plant.ids) });
    expect([part, row]).toEqual([null, null]);
    expect(userErrors.map((error: { field: string[] }) => error.field)).toEqual(fields);
    for (const error of userErrors) expect(error).toMatchObject({ code, message: expect.stringContaining(said) });
    expect(await plant.everything()).toEqual(before);
    expect(plant.wire.writes).toEqual(code === 'INSUFFICIENT_STOCK' ? ['POST /movements'] : []);
  });

  test.each(['1.0005', 0.0005, 'many', '', '1e400', '99999999999999999999', 'NaN', true, null])(
    'the quantity %p',
    async (quantity) => {
      const before = await plant.everything();
      const { errors, data } = await plant.record({
        partId: plant.ids.oil,
        consume: { locationId: plant.ids.store, quantity },
      });
      expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      expect(errors[0]!.message).toMatch(/quantity/);
      expect(data ?? null).toBeNull();
      expect(await plant.everything()).toEqual(before);
      expect(plant.wire.writes).toEqual([]);
    },
  );

  test('a key that may only read', async () => {
    const before = await plant.everything();
    const input = { partId: plant.ids.oil, consume: { locationId: plant.ids.store, quantity: 1 } };
    const { errors, data } = await plant.record(input, plant.world.keys.read);
    expect(errors[0]).toMatchObject({ path: ['recordStockMovement'], extensions: { code: 'FORBIDDEN' } });
    expect(data ?? null).toBeNull();
    expect(await plant.everything()).toEqual(before);
  });
});
