import { startMovementWorld, type MovementWorld } from './movement-world.ts';

let plant: MovementWorld;
beforeEach(async () => {
  // An open breaker goes by the machine's clock, which no test sets.
  plant = await startMovementWorld({ limits: { breakerPauseMs: 1 } });
});
afterEach(() => plant.world[Symbol.asyncDispose]());

const look = () => plant.world.gateway.seeToCommands(plant.world.connections.maintainkit);
const ledger = () =>
  plant.world.maintainkit.send<{ kind: string; sku: string; qtyDelta: number }[]>('GET', '/movements');

async function statusOf(id: string): Promise<{ status: string; isQueued: boolean }> {
  const { data } = await plant.world.ask('query ($id: ID!) { command(id: $id) { status isQueued } }', { id });
  return data.command;
}

async function mutate(name: 'cancelCommand' | 'retryCommand', commandId: string) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const answer = await plant.world.ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { field code message } command { status isQueued } } }`,
    { input: { commandId } },
  );
  return { ...answer, payload: answer.data?.[name] };
}

const queued = { whenUnavailable: 'QUEUE' };

test('down for ten minutes: what was queued arrives in its order, and on hand is what the ledger says', async () => {
  const { ids, wire, world } = plant;
  const at = { locationId: ids.store };
  wire.breaks = 'unreachable';
  const asked: string[] = [];
  const ask = async (input: object) => {
    const payload = await plant.recorded({ ...queued, ...input });
    expect(payload).toMatchObject({ userErrors: [], command: { status: 'PENDING' }, movement: null });
    asked.push(payload.command.id);
  };
  await ask({ partId: ids.oil, receive: { ...at, quantity: 20 } });
  await ask({ partId: ids.seal, receive: { ...at, quantity: 9 } });
  await ask({ partId: ids.oil, consume: { ...at, quantity: 5 } });
  for (let minute = 0; minute < 10; minute += 1) {
    world.clock.advance({ minutes: 1 });
    await look();
  }
  expect(await Promise.all(asked.map(statusOf))).toEqual(asked.map(() => ({ status: 'PENDING', isQueued: true })));
  await ask({ partId: ids.oil, count: { ...at, counted: 12 } });
  await ask({ partId: ids.oil, consume: { ...at, quantity: 2 } });
  wire.breaks = null;
  await look();
  expect(await Promise.all(asked.map(statusOf))).toEqual(asked.map(() => ({ status: 'SUCCEEDED', isQueued: false })));
  expect((await ledger()).map(({ kind, sku, qtyDelta }) => [sku, kind, qtyDelta])).toEqual([
    ['OIL', 'receive', 20],
    ['SEAL', 'receive', 9],
    ['OIL', 'consume', -5],
    ['OIL', 'count', -3],
    ['OIL', 'consume', -2],
  ]);
  await world.sync();
  const { data } = await world.ask('{ parts { nodes { sku onHand movements { nodes { quantity } } } } }');
  for (const { onHand, movements } of data.parts.nodes) {
    const sum = movements.nodes.reduce((total: number, { quantity }: { quantity: number }) => total + quantity, 0);
    expect(onHand).toBe(sum);
  }
  expect(data.parts.nodes.map(({ sku, onHand }: { sku: string; onHand: number }) => [sku, onHand])).toEqual([
    ['OIL', 10],
    ['SEAL', 9],
  ]);
});

test('what would overtake the queue is refused, or waits in it; what is about another part is sent', async () => {
  const { ids, wire } = plant;
  const at = { locationId: ids.store };
  wire.breaks = 'unreachable';
  const first = await plant.recorded({ ...queued, partId: ids.oil, receive: { ...at, quantity: 20 } });
  wire.breaks = null;
  const { errors } = await plant.record({ partId: ids.oil, count: { ...at, counted: 3 } });
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', commandId: expect.any(String) } }]);
  const behind = await plant.recorded({ ...queued, partId: ids.oil, consume: { ...at, quantity: 1 } });
  expect(behind.command).toMatchObject({ status: 'PENDING', attempts: 0 });
  const other = await plant.recorded({ partId: ids.seal, receive: { ...at, quantity: 1 } });
  expect(other.command.status).toBe('SUCCEEDED');
  await look();
  expect((await ledger()).map(({ kind }) => kind)).toEqual(['receive', 'receive', 'consume']);
  expect(await statusOf(first.command.id)).toEqual({ status: 'SUCCEEDED', isQueued: false });
});

test('a queued command can be cancelled until it is sent, and is never sent then', async () => {
  const { ids, wire } = plant;
  wire.breaks = 'unreachable';
  const { command } = await plant.recorded({
    ...queued,
    partId: ids.oil,
    receive: { locationId: ids.store, quantity: 1 },
  });
  expect((await mutate('cancelCommand', command.id)).payload).toEqual({
    userErrors: [],
    command: { status: 'REJECTED', isQueued: false },
  });
  wire.breaks = null;
  await look();
  expect(await ledger()).toEqual([]);
  const again = await mutate('cancelCommand', command.id);
  expect(again.payload.userErrors).toMatchObject([{ field: ['commandId'], code: 'CONFLICT' }]);
  const unknown = await mutate('cancelCommand', `cmd_${'0'.repeat(26)}`);
  expect(unknown.payload).toMatchObject({ command: null, userErrors: [{ code: 'NOT_FOUND' }] });
});

test('a refusal in the queue is written down, and what comes behind it goes on', async () => {
  const { ids, wire } = plant;
  const at = { locationId: ids.store };
  wire.breaks = '503';
  const taken = await plant.recorded({ ...queued, partId: ids.oil, consume: { ...at, quantity: 5 } });
  const given = await plant.recorded({ ...queued, partId: ids.oil, receive: { ...at, quantity: 5 } });
  wire.breaks = null;
  await look();
  const { data } = await plant.world.ask('query ($id: ID!) { command(id: $id) { status userErrors { code } } }', {
    id: taken.command.id,
  });
  expect(data.command).toEqual({ status: 'REJECTED', userErrors: [{ code: 'INSUFFICIENT_STOCK' }] });
  expect(await statusOf(given.command.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect((await mutate('retryCommand', taken.command.id)).payload).toMatchObject({
    userErrors: [],
    command: { status: 'SUCCEEDED' },
  });
  expect((await ledger()).map(({ qtyDelta }) => qtyDelta)).toEqual([5, -5]);
  expect((await mutate('retryCommand', taken.command.id)).payload.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
});

test('one that is tried again does not overtake what waits about the same', async () => {
  const { ids, wire } = plant;
  const at = { locationId: ids.store };
  const failed = async (input: object) => String((await plant.record(input)).errors[0]?.extensions['commandId']);
  wire.breaks = 'unreachable';
  const count = await failed({ partId: ids.oil, count: { ...at, counted: 3 } });
  const other = await failed({ partId: ids.seal, receive: { ...at, quantity: 1 } });
  await plant.recorded({ ...queued, partId: ids.oil, receive: { ...at, quantity: 20 } });
  wire.breaks = null;
  expect((await mutate('retryCommand', count)).payload).toEqual({
    userErrors: [{ field: ['commandId'], code: 'CONFLICT', message: expect.stringContaining('wait') }],
    command: { status: 'REJECTED', isQueued: false },
  });
  expect((await mutate('retryCommand', other)).payload).toMatchObject({ command: { status: 'SUCCEEDED' } });
  await look();
  expect((await mutate('retryCommand', count)).payload).toMatchObject({ command: { status: 'SUCCEEDED' } });
  expect((await ledger()).map(({ sku, kind }) => [sku, kind])).toEqual([
    ['SEAL', 'receive'],
    ['OIL', 'receive'],
    ['OIL', 'count'],
  ]);
});

test('one that failed is tried again by its id, once', async () => {
  const { ids, wire } = plant;
  wire.breaks = 'unreachable';
  const { errors } = await plant.record({ partId: ids.oil, receive: { locationId: ids.store, quantity: 2 } });
  const commandId = String(errors[0]?.extensions['commandId']);
  expect((await mutate('retryCommand', commandId)).errors).toMatchObject([
    { extensions: { code: 'UPSTREAM_UNAVAILABLE', commandId } },
  ]);
  wire.breaks = null;
  const tries = await Promise.all([1, 2, 3].map(() => mutate('retryCommand', commandId)));
  expect(tries.filter(({ payload }) => payload.userErrors.length === 0).length).toBeGreaterThan(0);
  expect(await ledger()).toHaveLength(1);
});

test('an answer that is lost in the queue holds back what is about the same, until it is found', async () => {
  const { ids, wire } = plant;
  const at = { locationId: ids.store };
  wire.breaks = 'unreachable';
  const first = await plant.recorded({ ...queued, partId: ids.oil, receive: { ...at, quantity: 7 } });
  await plant.recorded({ ...queued, partId: ids.oil, count: { ...at, counted: 6 } });
  await plant.recorded({ ...queued, partId: ids.seal, receive: { ...at, quantity: 1 } });
  wire.breaks = 'swallowed';
  wire.breaksNext = 1;
  await look();
  expect(await statusOf(first.command.id)).toMatchObject({ status: 'UNCERTAIN' });
  expect((await ledger()).map(({ sku }) => sku)).toEqual(['SEAL']);
  plant.world.clock.advance({ seconds: 61 });
  await look();
  expect(await statusOf(first.command.id)).toMatchObject({ status: 'REJECTED' });
  expect((await ledger()).map(({ sku, kind }) => [sku, kind])).toEqual([
    ['SEAL', 'receive'],
    ['OIL', 'count'],
  ]);
});
