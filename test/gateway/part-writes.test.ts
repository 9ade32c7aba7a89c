import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';
import { faultsAt, faultsOf, mutate, nobody, payloadOf, refusedAtOnce } from './mutating.ts';

let world: World<'maintainkit'>;
const wire = new BreakableWire();
beforeAll(async () => {
  world = await startWorld({
    services: ['maintainkit'],
    webhooks: false,
    // An open breaker goes by the machine's clock, which no test sets.
    gateway: { fetch: wire.fetch, limits: { breakerPauseMs: 1 } },
  });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  // No two things happen at once.
  world.clock.advance({ seconds: 10 });
  wire.writes.length = 0;
  wire.breaks = null;
});

const [bad, unknown] = ['BAD_USER_INPUT', 'NOT_FOUND'];
const usd = (amountMinor: number, currency = 'USD') => ({ amountMinor, currency });
const part = `part { id sku name description unit reorderPoint unitCost { amountMinor currency } onHand isLow
  sources { service via externalId updatedAt } }`;
const create = (sku: string, input: object = {}) =>
  payloadOf(world, 'createPart', part, { sku, name: `Part ${sku}`, ...input });
const update = (partId: string, input: object) => payloadOf(world, 'updatePart', part, { partId, ...input });
const locate = (name: string, input: object = {}) =>
  payloadOf(world, 'createStockLocation', 'location { id name sources { service via externalId } }', {
    name,
    ...input,
  });

const succeeded = {
  id: expect.stringMatching(/^cmd_/),
  status: 'SUCCEEDED',
  service: 'MAINTAINKIT',
  attempts: 1,
  upstreamId: expect.stringMatching(/^\d+$/),
};

const inMaintainKit = (externalId: string) => world.maintainkit.send('GET', `/parts/${externalId}`);

type Payload = Awaited<ReturnType<typeof payloadOf>>;

/** The faults of an input that MaintainKit itself refuses. */
async function refusedThere(work: () => Promise<Payload>) {
  const payload = await work();
  expect(payload.command).toMatchObject({ status: 'REJECTED', attempts: 1 });
  return faultsOf(payload);
}

describe('createPart', () => {
  test('adds it in MaintainKit, and the payload already shows it, low since there is none', async () => {
    const made = await create('OIL', {
      description: 'Engine oil',
      unit: 'L',
      reorderPoint: '18.125',
      unitCost: usd(18_500),
    });
    const { upstreamId } = made.command;
    expect(made).toEqual({
      part: {
        id: expect.stringMatching(/^prt_/),
        sku: 'OIL',
        name: 'Part OIL',
        description: 'Engine oil',
        unit: 'L',
        reorderPoint: 18.125,
        unitCost: usd(18_500),
        onHand: 0,
        isLow: true,
        sources: [{ service: 'MAINTAINKIT', via: 'WRITE', externalId: upstreamId, updatedAt: expect.any(String) }],
      },
      userErrors: [],
      command: succeeded,
    });
    expect(await inMaintainKit(upstreamId)).toMatchObject({ sku: 'OIL', reorderPoint: 18.125, unitCost: 18_500 });
    expect(wire.writes).toEqual(['POST /parts']);
    await world.sync();
    const { data } = await world.ask('{ parts { nodes { id } } }');
    expect(data.parts.nodes).toEqual([{ id: made.part.id }]);
  });

  test('takes a sku and a name alone, nulls for what there is nothing of, and zeros', async () => {
    const nothing = { description: null, reorderPoint: null, unitCost: null };
    expect((await create('RAG', { ...nothing, unit: null })).part).toMatchObject({ ...nothing, unit: 'ea' });
    const zeros = { reorderPoint: 0, unitCost: usd(0) };
    expect((await create('AIR', zeros)).part).toMatchObject({ ...zeros, isLow: true });
  });

  test.each<[object, string[]]>([
    [{ sku: '' }, ['sku']],
    [{ sku: ' ', name: '\n' }, ['sku', 'name']],
    [
      { sku: 'a\u0000', name: '\uD800', description: '\u0000', unit: 'L\u0000' },
      ['sku', 'name', 'description', 'unit'],
    ],
    [{ unit: ' ' }, ['unit']],
    [{ unit: '' }, ['unit']],
    [{ reorderPoint: -1 }, ['reorderPoint']],
    [{ unitCost: usd(1, 'EUR') }, ['unitCost']],
    [{ unitCost: usd(1, 'usd') }, ['unitCost']],
    [{ unitCost: usd(-1), reorderPoint: '-0.001', idempotencyKey: '' }, ['unitCost', 'reorderPoint', 'idempotencyKey']],
  ])('refuses %j beside its fields, and nothing is sent', async (input, fields) => {
    expect(await refusedAtOnce(world, wire, () => create('BAD', input))).toEqual(faultsAt(input, fields));
  });

  test.each<[object, string]>([
    [{ reorderPoint: '1.0005' }, 'reorderPoint'],
    [{ reorderPoint: 'many' }, 'reorderPoint'],
    [{ unitCost: usd(2 ** 31) }, 'amountMinor'],
    [{ unitCost: usd(0.5) }, 'amountMinor'],
  ])('%j is no value of its type', async (input, field) => {
    const { errors } = await mutate(world, 'createPart', '', { sku: 'BAD', name: 'Bad', ...input });
    expect(errors).toMatchObject([{ message: expect.stringContaining(field), extensions: { code: bad } }]);
    expect(wire.writes).toEqual([]);
  });

  test('a sku that another part has is a conflict beside it', async () => {
    await create('SKU-1');
    expect(await refusedThere(() => create('SKU-1', { name: 'Another' }))).toEqual({ sku: 'CONFLICT' });
  });

  test('MaintainKit out of reach, it waits when asked to and is added when MaintainKit is back', async () => {
    wire.breaks = 'unreachable';
    const { errors } = await mutate(world, 'createPart', '', { sku: 'NOW', name: 'At once or never' });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    const queued = { whenUnavailable: 'QUEUE', idempotencyKey: 'later', reorderPoint: '0.5', unitCost: usd(7) };
    expect(await create('LATER', queued)).toMatchObject({ part: null, userErrors: [], command: { status: 'PENDING' } });
    wire.breaks = null;
    await world.gateway.seeToCommands(world.connections.maintainkit);
    expect(await create('LATER', queued)).toMatchObject({
      part: { sku: 'LATER', reorderPoint: 0.5, unitCost: usd(7), sources: [{ via: 'WRITE' }] },
      command: { status: 'SUCCEEDED' },
    });
    const { data } = await world.ask('{ part(sku: "NOW") { id } }');
    expect(data.part).toBeNull();
  });

  test('its answer lost, it is found by its sku, also with blanks around it', async () => {
    wire.breaks = 'cut';
    const input = { idempotencyKey: 'blanks', name: ' Blank ' };
    expect(await create(' BLANK ', input)).toMatchObject({ command: { status: 'UNCERTAIN' } });
    wire.breaks = null;
    await world.gateway.seeToCommands(world.connections.maintainkit);
    expect(await create(' BLANK ', input)).toMatchObject({
      part: { sku: 'BLANK', name: 'Blank' },
      command: { status: 'SUCCEEDED' },
    });
    expect(wire.writes).toHaveLength(1);
  });
});

describe('updatePart', () => {
  test('changes what is given and keeps what is left out', async () => {
    const { part: before } = await create('U-1', { description: 'Old', reorderPoint: 5, unitCost: usd(100) });
    world.clock.advance({ seconds: 1 });
    const changed = await update(before.id, { name: 'Renamed', reorderPoint: '2.5' });
    expect(changed).toMatchObject({
      part: { ...before, name: 'Renamed', reorderPoint: 2.5, sources: [{ via: 'WRITE' }] },
      userErrors: [],
      command: { ...succeeded, upstreamId: before.sources[0].externalId },
    });
    expect(changed.part.sources[0].updatedAt > before.sources[0].updatedAt).toBe(true);
    expect(wire.writes).toEqual(['POST /parts', `PATCH /parts/${before.sources[0].externalId}`]);
    expect(await inMaintainKit(before.sources[0].externalId)).toMatchObject({ name: 'Renamed', description: 'Old' });
  });

  test('null empties a field, and is refused by MaintainKit of what no part is without', async () => {
    const { part: before } = await create('U-2', { description: 'Old', reorderPoint: 5, unitCost: usd(100) });
    const nothing = { description: null, reorderPoint: null, unitCost: null };
    expect(await update(before.id, nothing)).toMatchObject({
      part: { ...nothing, sku: 'U-2', isLow: false },
      userErrors: [],
    });
    expect(await inMaintainKit(before.sources[0].externalId)).toMatchObject(nothing);
    expect(await refusedThere(() => update(before.id, { unit: null }))).toEqual({ unit: bad });
  });

  test('what was changed since it was seen is not overwritten, and is shown as it is now', async () => {
    const { part: before } = await create('U-3');
    const [{ externalId, updatedAt }] = before.sources;
    await world.maintainkit.send('PATCH', `/parts/${externalId}`, { name: 'By another' });
    wire.writes.length = 0;
    const stale = await update(before.id, { name: 'Mine', expectedUpdatedAt: updatedAt });
    expect(stale).toMatchObject({ part: { id: before.id, name: 'By another' }, command: { status: 'REJECTED' } });
    expect(faultsOf(stale)).toEqual({ expectedUpdatedAt: 'STALE_WRITE' });
    expect(wire.writes).toEqual([]);
    const expectedUpdatedAt = stale.part.sources[0].updatedAt;
    expect(await update(before.id, { name: 'Mine', expectedUpdatedAt })).toMatchObject({
      part: { name: 'Mine' },
      userErrors: [],
    });
  });

  test.each<[object, string[]]>([
    [{}, ['']],
    [{ expectedUpdatedAt: '2026-04-01T12:00:00Z', idempotencyKey: 'nothing' }, ['']],
    [{ name: null }, ['name']],
    [{ name: ' ', unit: '', description: '\u0000' }, ['name', 'unit', 'description']],
    [{ reorderPoint: -1 }, ['reorderPoint']],
    [{ unitCost: usd(1, 'EUR') }, ['unitCost']],
    [{ partId: nobody('prt'), name: '', unitCost: usd(-5) }, ['partId', 'name', 'unitCost']],
    [{ partId: 'U-4', name: 'x' }, ['partId']],
    [{ partId: 'loc_1', name: 'x' }, ['partId']],
  ])('refuses %j beside its fields, and nothing is sent', async (input, fields) => {
    const known = (await world.ask('{ part(sku: "OIL") { id } }')).data.part.id;
    expect(await refusedAtOnce(world, wire, () => update(known, input))).toEqual(faultsAt(input, fields));
  });

  test('a part that was deleted meanwhile is not found, whatever state is expected', async () => {
    const { part: gone } = await create('U-5');
    const [{ externalId, updatedAt }] = gone.sources;
    await world.sandbox.pool.query('delete from sandbox.maintainkit_part where id = $1', [externalId]);
    for (const more of [{}, { expectedUpdatedAt: updatedAt }]) {
      expect(await refusedThere(() => update(gone.id, { name: 'x', ...more }))).toEqual({ partId: unknown });
    }
  });
});

describe('createStockLocation', () => {
  test('adds it in MaintainKit, and the payload already shows it', async () => {
    const made = await locate('Main store');
    const { upstreamId } = made.command;
    expect(made).toEqual({
      location: {
        id: expect.stringMatching(/^loc_/),
        name: 'Main store',
        sources: [{ service: 'MAINTAINKIT', via: 'WRITE', externalId: upstreamId }],
      },
      userErrors: [],
      command: succeeded,
    });
    expect(await world.maintainkit.send('GET', '/locations')).toEqual([{ id: Number(upstreamId), name: 'Main store' }]);
    expect(wire.writes).toEqual(['POST /locations']);
  });

  test.each(['', '\t', 'a\u0000b', '\uDC00', 'x'.repeat(10_001)])('refuses the name %j', async (name) => {
    expect(await refusedAtOnce(world, wire, () => locate(name))).toEqual({ name: bad });
  });

  test('a name that another place has is a conflict beside it', async () => {
    await locate('Van');
    expect(await refusedThere(() => locate('Van'))).toEqual({ name: 'CONFLICT' });
  });
});

describe.each<[string, object]>([
  ['createPart', { sku: 'ONCE', name: 'Once' }],
  ['updatePart', { name: 'Twice' }],
  ['createStockLocation', { name: 'Once' }],
])('%s', (name, changes) => {
  const inputOf = async () => {
    if (name !== 'updatePart') return changes;
    return { partId: (await world.ask('{ part(sku: "OIL") { id } }')).data.part.id, ...changes };
  };

  test('a key that may only read changes nothing', async () => {
    const { errors } = await mutate(world, name, '', await inputOf(), world.keys.read);
    expect(errors).toMatchObject([{ path: [name], extensions: { code: 'FORBIDDEN' } }]);
    expect(wire.writes).toEqual([]);
  });

  test('twice with one key is once', async () => {
    const input = { ...(await inputOf()), idempotencyKey: `once-${name}` };
    const send = () => payloadOf(world, name, '', input);
    const [first, second] = await Promise.all([send(), send()]);
    expect(first.command.status).toBe('SUCCEEDED');
    expect([second, await send()]).toEqual([first, first]);
    expect(wire.writes).toHaveLength(1);
  });
});
