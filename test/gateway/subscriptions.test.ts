import { GraphClient } from '../world/graph-client.ts';
import { startWorld, type World } from '../world/world.ts';

/** Two parts at 20 whose reorder point is 10, known to the gateway, and the ids of them. */
async function stocked(world: World): Promise<Record<'oil' | 'seal', string>> {
  const { maintainkit } = world;
  await maintainkit.createLocation('Store');
  for (const sku of ['OIL', 'SEAL']) {
    await maintainkit.createPart(sku, { reorderPoint: 10 });
    await maintainkit.receive(sku, 20);
  }
  await world.sync();
  const { data } = await world.ask('{ parts { nodes { id } } }');
  const [oil, seal] = data.parts.nodes as { id: string }[];
  return { oil: oil!.id, seal: seal!.id };
}

const lowOf = (fields: string, argument = '') => `subscription { stockLow${argument} { ${fields} } }`;

test('every event is answered with the part as it is then, and not as the first event found it', async () => {
  await using world = await startWorld();
  await stocked(world);
  const low = await world.subscribe(
    lowOf('onHand part { sku onHand isLow stockLevels { nodes { onHand } } movements(first: 1) { totalCount } }'),
  );
  await world.maintainkit.consume('OIL', 12);
  expect(await low.next()).toMatchObject({ stockLow: { onHand: 8, part: { onHand: 8, isLow: true } } });
  await world.maintainkit.receive('OIL', 12);
  await world.maintainkit.consume('OIL', 15);
  await world.gateway.sync.catchUp(world.connections.maintainkit);
  expect(await low.next()).toMatchObject({
    stockLow: { onHand: 5, part: { sku: 'OIL', onHand: 5, stockLevels: { nodes: [{ onHand: 5 }] } } },
  });
  expect(low.waiting()).toBe(0);
});

test('each subscription hears only the parts it named', async () => {
  await using world = await startWorld();
  const { oil, seal } = await stocked(world);
  const ofSeal = await world.subscribe(lowOf('part { sku }', `(partIds: ["${seal}"])`));
  const ofNone = await world.subscribe(lowOf('part { sku }', '(partIds: [])'));
  const ofBoth = await world.subscribe(lowOf('part { sku }', `(partIds: ["${oil}", "${seal}"])`));
  await world.maintainkit.consume('OIL', 12);
  expect(await ofBoth.next()).toEqual({ stockLow: { part: { sku: 'OIL' } } });
  await world.maintainkit.consume('SEAL', 12);
  expect(await ofBoth.next()).toEqual({ stockLow: { part: { sku: 'SEAL' } } });
  expect(await ofSeal.next()).toEqual({ stockLow: { part: { sku: 'SEAL' } } });
  expect([ofSeal.waiting(), ofNone.waiting(), ofBoth.waiting()]).toEqual([0, 0, 0]);
});

test('two clients hear the same event with the same cursor', async () => {
  await using world = await startWorld();
  await stocked(world);
  const first = await world.subscribe(lowOf('cursor occurredAt'));
  const second = await world.subscribe(lowOf('cursor occurredAt'));
  await world.maintainkit.consume('OIL', 12);
  const heard = await first.next();
  expect(await second.next()).toEqual(heard);
  expect(Date.parse(heard.stockLow.occurredAt)).toBe(world.clock.now().getTime());
});

test('a subscription that was stopped is told nothing more, and the others are', async () => {
  await using world = await startWorld();
  await stocked(world);
  const stays = await world.subscribe(lowOf('part { sku }'));
  const goes = await world.subscribe(lowOf('part { sku }'));
  await goes.stop();
  world.statements.length = 0;
  await world.maintainkit.consume('OIL', 12);
  expect(await stays.next()).toEqual({ stockLow: { part: { sku: 'OIL' } } });
  expect(goes.waiting()).toBe(0);
  // The part was read for one client.
  expect(world.statements.filter((sql) => sql.includes('"sku"') && sql.includes('from part t'))).toHaveLength(1);
});

const partsRead = (world: World) => world.statements.filter((sql) => sql.includes('from part t')).length;

test('clients that ask the same of an event are answered by one reading, and others by one of their own', async () => {
  await using world = await startWorld();
  const { oil } = await stocked(world);
  const readOnly = new GraphClient(world.url, world.keys.read);
  const query = lowOf('cursor part { sku onHand }');
  const same = [await world.subscribe(query), await world.subscribe(query), await world.subscribe(query)];
  const others = [
    await world.subscribe(lowOf('part { name }')),
    await world.subscribe(lowOf('part { sku onHand }', `(partIds: ["${oil}"])`)),
    await readOnly.subscribe(query),
  ];
  world.statements.length = 0;
  await world.maintainkit.consume('OIL', 12);
  const [first, ...rest] = await Promise.all([...same, ...others].map((each) => each.next()));
  expect(first).toMatchObject({ stockLow: { part: { sku: 'OIL', onHand: 8 } } });
  expect(rest.slice(0, 2)).toEqual([first, first]);
  expect(rest.slice(2)).toEqual([
    { stockLow: { part: { name: expect.any(String) } } },
    { stockLow: { part: { sku: 'OIL', onHand: 8 } } },
    first,
  ]);
  expect(partsRead(world)).toBe(4);
  // The next event is answered anew.
  world.statements.length = 0;
  await world.maintainkit.receive('OIL', 12);
  await world.maintainkit.consume('OIL', 15);
  await world.gateway.sync.catchUp(world.connections.maintainkit);
  for (const each of same) expect(await each.next()).toMatchObject({ stockLow: { part: { onHand: 5 } } });
  await readOnly.close();
});

test("an event's part is read once however often it is asked for", async () => {
  await using world = await startWorld();
  await stocked(world);
  const low = await world.subscribe(lowOf('a: part { sku } b: part { sku }'));
  world.statements.length = 0;
  await world.maintainkit.consume('OIL', 12);
  await low.next();
  expect(world.statements.filter((sql) => sql.includes('from part t'))).toHaveLength(1);
});

describe('a subscription that can not be is refused, and nothing is broken by it', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await stocked(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test.each([
    [lowOf('onHand', '(partIds: ["OIL"])'), 'partIds'],
    [lowOf('onHand', `(partIds: ["ast_${'0'.repeat(26)}"])`), 'partIds'],
    ['subscription { alertEscalated(minLevel: 0) { level } }', 'minLevel'],
    ['subscription { alertEscalated(minLevel: 5) { level } }', 'minLevel'],
    ['subscription { alertEscalated(assetIds: ["EXC-A"]) { level } }', 'assetIds'],
  ])('%s', async (query, argument) => {
    const refused = await world.subscribe(query);
    const failure = await refused.next().then(
      () => null,
      (error: Error) => error.message,
    );
    expect(failure).toContain('BAD_USER_INPUT');
    expect(failure).toContain(argument);
  });

  test('a field that is none', async () => {
    const refused = await world.subscribe('subscription { stockLow { nothing } }');
    await expect(refused.next()).rejects.toThrow(/nothing/);
    await expect(world.ask('{ viewer { tenant } }')).resolves.toMatchObject({ status: 200 });
    expect(world.warnings).toEqual([]);
  });
});

test('a query and a mutation are answered over the socket too, each with a context of its own', async () => {
  await using world = await startWorld();
  const { oil } = await stocked(world);
  const { data } = await world.ask('{ locations { nodes { id } } }');
  const low = await world.subscribe(lowOf('part { onHand }'));
  const mutation = await world.subscribe(
    'mutation ($input: RecordStockMovementInput!) { recordStockMovement(input: $input) { part { onHand } } }',
    { input: { partId: oil, consume: { locationId: data.locations.nodes[0].id, quantity: 13 } } },
  );
  expect(await mutation.next()).toEqual({ recordStockMovement: { part: { onHand: 7 } } });
  expect(await low.next()).toEqual({ stockLow: { part: { onHand: 7 } } });
  const query = await world.subscribe('{ part(sku: "OIL") { onHand } }');
  expect(await query.next()).toEqual({ part: { onHand: 7 } });
  expect(low.waiting()).toBe(0);
});

test('a query sent behind a subscription is answered when that one listens, and not before', async () => {
  await using world = await startWorld();
  // The socket stands, so that only the order of its operations is in question.
  await world.subscribe('{ viewer { tenant } }');
  const answered: string[] = [];
  const held = world.gateway.database.prisma.$transaction(async (tx) => {
    // What a subscription begins with: the head of the tenant's log.
    await tx.$executeRaw`lock table event_head in access exclusive mode`;
    const listening = world.subscribe(lowOf('onHand')).then(() => answered.push('behind the subscription'));
    for (let round = 0; round < 20; round += 1) await world.ask('{ viewer { tenant } }');
    answered.push('elsewhere');
    return { listening };
  });
  await (
    await held
  ).listening;
  expect(answered).toEqual(['elsewhere', 'behind the subscription']);
});

test('a subscription that cannot begin holds nobody up', async () => {
  await using world = await startWorld();
  const refused = await world.subscribe(lowOf('onHand', '(partIds: ["nonsense"])'));
  await expect(refused.next()).rejects.toThrow(/BAD_USER_INPUT/);
  const query = await world.subscribe('{ viewer { tenant } }');
  expect(await query.next()).toEqual({ viewer: { tenant: 'Plant plant' } });
});
