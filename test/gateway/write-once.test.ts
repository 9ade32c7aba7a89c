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

describe('with an idempotency key', () => {
  test('the same command again is answered with the first outcome, and sent once', async () => {
    const input = {
      idempotencyKey: 'k1',
      partId: plant.ids.seal,
      receive: { locationId: plant.ids.store, quantity: 7 },
    };
    const first = await plant.recorded(input);
    const second = await plant.recorded({ ...input, receive: { quantity: '7.0', locationId: plant.ids.store } });
    expect(first).toMatchObject({ part: { onHand: 7 }, command: { status: 'SUCCEEDED' } });
    expect(second).toEqual(first);
    expect(plant.wire.writes).toEqual(['POST /movements']);
  });

  test('ten at once are one', async () => {
    const input = { idempotencyKey: 'k2', partId: plant.ids.seal, receive: { locationId: plant.ids.van, quantity: 1 } };
    const answers = await Promise.all(Array.from({ length: 10 }, () => plant.recorded(input)));
    expect(answers[0]).toMatchObject({
      command: { status: 'SUCCEEDED' },
      movement: { kind: 'RECEIVE' },
      userErrors: [],
    });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(plant.wire.writes).toEqual(['POST /movements']);
  });

  test('another input under the same key is a conflict, and not sent', async () => {
    const input = {
      idempotencyKey: 'k3',
      partId: plant.ids.seal,
      receive: { locationId: plant.ids.store, quantity: 1 },
    };
    await plant.recorded(input);
    const other = await plant.recorded({ ...input, receive: { locationId: plant.ids.store, quantity: 2 } });
    expect(other).toMatchObject({
      part: null,
      command: null,
      userErrors: [{ field: ['idempotencyKey'], code: 'CONFLICT' }],
    });
    expect(plant.wire.writes).toEqual(['POST /movements']);
  });

  test('a refusal is repeated as it was', async () => {
    const input = {
      idempotencyKey: 'k4',
      partId: plant.ids.seal,
      consume: { locationId: plant.ids.store, quantity: 500 },
    };
    const first = await plant.recorded(input);
    expect(first).toMatchObject({ command: { status: 'REJECTED' }, userErrors: [{ code: 'INSUFFICIENT_STOCK' }] });
    expect(await plant.recorded(input)).toEqual(first);
    expect(plant.wire.writes).toEqual(['POST /movements']);
  });
});

describe('when the way to the service breaks', () => {
  test.each(['cut', '502'] as const)(
    'after sending (%s), the outcome is uncertain, and it is sent once',
    async (how) => {
      const before = (await plant.world.maintainkit.send<unknown[]>('GET', '/movements')).length;
      const input = {
        idempotencyKey: how,
        partId: plant.ids.seal,
        receive: { locationId: plant.ids.store, quantity: 3 },
      };
      plant.wire.breaks = how;
      const lost = await plant.recorded(input);
      expect(lost).toMatchObject({
        part: null,
        movement: null,
        command: { status: 'UNCERTAIN', attempts: 1 },
        userErrors: [{ field: [], code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('look before') }],
      });
      plant.wire.breaks = null;
      expect(await plant.recorded(input)).toEqual(lost);
      expect(plant.wire.writes).toEqual(['POST /movements']);
      expect(await plant.world.maintainkit.send('GET', '/movements')).toHaveLength(before + 1);
      await plant.world.sync();
      const seen = await plant.world.ask('{ part(sku: "SEAL") { movements(first: 1) { nodes { kind quantity } } } }');
      expect(seen.data.part.movements.nodes).toEqual([{ kind: 'RECEIVE', quantity: 3 }]);
    },
  );

  test.each(['unreachable', '503'] as const)(
    'before sending (%s), it is rejected and may be tried again',
    async (how) => {
      const before = await plant.everything();
      plant.wire.breaks = how;
      const { errors } = await plant.record({
        partId: plant.ids.seal,
        receive: { locationId: plant.ids.store, quantity: 3 },
      });
      expect(errors[0]).toMatchObject({
        extensions: { code: 'UPSTREAM_UNAVAILABLE', upstream: { service: 'MAINTAINKIT' } },
      });
      expect(plant.wire.writes).toEqual(['POST /movements']);
      expect(await plant.everything()).toEqual(before);
      const { prisma } = plant.world.gateway.database;
      const [last] = await prisma.command.findMany({ orderBy: { createdAt: 'desc' }, take: 1 });
      expect(last).toMatchObject({ status: 'REJECTED' });
    },
  );
});

test('an answer that can not be stored leaves the command uncertain, and is not sent again', async () => {
  const { world, wire, ids } = plant;
  const { prisma } = world.gateway.database;
  const input = { idempotencyKey: 'unstored', partId: ids.seal, receive: { locationId: ids.store, quantity: 4 } };
  await prisma.$executeRaw`alter table stock_watch rename to stock_watch_elsewhere`;
  const { errors } = await plant.record(input);
  await prisma.$executeRaw`alter table stock_watch_elsewhere rename to stock_watch`;
  expect(errors[0]).toMatchObject({ extensions: { code: 'INTERNAL' } });
  expect(errors[0]!.message).not.toContain('stock_watch');
  expect(await plant.recorded(input)).toMatchObject({ part: null, command: { status: 'UNCERTAIN', attempts: 1 } });
  expect(wire.writes).toEqual(['POST /movements']);
});
