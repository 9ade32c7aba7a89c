import { startMovementWorld, type MovementWorld } from './movement-world.ts';

let plant: MovementWorld;
beforeEach(async () => {
  plant = await startMovementWorld();
});
afterEach(() => plant.world[Symbol.asyncDispose]());

const look = () => plant.world.gateway.seeToCommands(plant.world.connections.maintainkit);
const receipt = (quantity: number) => ({ partId: plant.ids.seal, receive: { locationId: plant.ids.store, quantity } });

async function commandOf(id: string) {
  const { data } = await plant.world.ask(
    'query ($id: ID!) { command(id: $id) { status settledAt isQueued upstreamId attempts userErrors { code message } } }',
    { id },
  );
  return data.command;
}

const ledger = () => plant.world.maintainkit.send<{ id: number; qtyDelta: number }[]>('GET', '/movements');

/** The journal's id of a movement whose answer never came. */
async function lose(quantity: number, how: 'cut' | '502' = 'cut'): Promise<string> {
  plant.wire.breaks = how;
  const { command } = await plant.recorded(receipt(quantity));
  plant.wire.breaks = null;
  expect(command.status).toBe('UNCERTAIN');
  return command.id;
}

test.each(['cut', '502'] as const)('what was done (%s) is found in the ledger, and who waits is told', async (how) => {
  const listening = await plant.world.subscribe(
    'subscription { commandSettled { cursor command { id status upstreamId } } }',
  );
  const id = await lose(3, how);
  await look();
  const [row] = await ledger();
  expect(await commandOf(id)).toEqual({
    status: 'SUCCEEDED',
    settledAt: expect.any(String),
    isQueued: false,
    upstreamId: String(row?.id),
    attempts: 1,
    userErrors: [],
  });
  const told = { id, status: 'SUCCEEDED', upstreamId: String(row?.id) };
  expect(await listening.next()).toEqual({ commandSettled: { cursor: expect.any(String), command: told } });
  expect(plant.wire.writes).toEqual(['POST /movements']);
  await look();
  expect(listening.waiting()).toBe(0);
});

test('what was not done is known for certain only when the request can be under way no longer', async () => {
  plant.wire.breaks = 'swallowed';
  const { command } = await plant.recorded(receipt(3));
  plant.wire.breaks = null;
  await look();
  expect(await commandOf(command.id)).toMatchObject({ status: 'UNCERTAIN', settledAt: null });
  plant.world.clock.advance({ seconds: 61 });
  await look();
  expect(await commandOf(command.id)).toMatchObject({
    status: 'REJECTED',
    userErrors: [{ code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('not done') }],
  });
  expect(await ledger()).toEqual([]);
});

test('a late subscriber to a command that has come to its end is told so at once', async () => {
  const { command } = await plant.recorded(receipt(1));
  const listening = await plant.world.subscribe(
    'subscription ($ids: [ID!]) { commandSettled(ids: $ids) { command { id status } } }',
    { ids: [command.id] },
  );
  expect(await listening.next()).toEqual({ commandSettled: { command: { id: command.id, status: 'SUCCEEDED' } } });
  await plant.recorded(receipt(2));
  expect(listening.waiting()).toBe(0);
});

test('two that ask for the very same, of which one was done, are one done and one not', async () => {
  const first = await lose(4);
  plant.wire.breaks = 'swallowed';
  const { command: second } = await plant.recorded(receipt(4));
  plant.wire.breaks = null;
  plant.world.clock.advance({ seconds: 61 });
  await look();
  const statuses = new Set([(await commandOf(first)).status, (await commandOf(second.id)).status]);
  expect(statuses).toEqual(new Set(['REJECTED', 'SUCCEEDED']));
  expect(await ledger()).toHaveLength(1);
});

test('while another that asks for the very same is under way, nothing is decided', async () => {
  const id = await lose(4);
  const { prisma } = plant.world.gateway.database;
  const twin = await prisma.command.findUniqueOrThrow({ where: { id } });
  const { sequence: _, basis: __, ...fields } = twin;
  const underWay = { ...fields, id: `${id.slice(0, -1)}x`, status: 'SENT', lookAt: null };
  await prisma.command.create({ data: { ...underWay, input: {}, call: twin.call ?? {}, outcome: {} } });
  await look();
  expect(await commandOf(id)).toMatchObject({ status: 'UNCERTAIN' });
});

test('when somebody else has done the very same, nobody can tell, and a person is told so', async () => {
  const id = await lose(5);
  await plant.world.maintainkit.receive('SEAL', 5);
  await look();
  plant.world.clock.advance({ seconds: 61 });
  await look();
  const unclear = {
    status: 'UNCERTAIN',
    userErrors: [{ code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('2 that are the same') }],
  };
  expect(await commandOf(id)).toMatchObject(unclear);
  plant.world.clock.advance({ minutes: 60 });
  await look();
  expect(await commandOf(id)).toMatchObject(unclear);
  const { data } = await plant.world.ask(
    'mutation ($input: RetryCommandInput!) { retryCommand(input: $input) { userErrors { field code message } command { status } } }',
    { input: { commandId: id } },
  );
  expect(data.retryCommand).toMatchObject({
    userErrors: [{ field: ['commandId'], code: 'CONFLICT' }],
    command: { status: 'UNCERTAIN' },
  });
  expect(plant.wire.writes).toEqual(['POST /movements']);
});

test('a service that can not be asked now is asked later', async () => {
  const id = await lose(6);
  plant.wire.reads = 'down';
  await look();
  expect(await commandOf(id)).toMatchObject({ status: 'UNCERTAIN' });
  plant.wire.reads = null;
  await look();
  expect(await commandOf(id)).toMatchObject({ status: 'UNCERTAIN' });
  plant.world.clock.advance({ seconds: 30 });
  await look();
  expect(await commandOf(id)).toMatchObject({ status: 'SUCCEEDED' });
});
