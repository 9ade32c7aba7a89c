import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createApiKey, revokeApiKey } from '../../src/tenancy/api-keys.ts';
import { startWorld, type Plant, type World } from '../world/world.ts';

const viewer = '{ viewer { tenant keyName access expiresAt } }';
/** Ids of a plant's objects, by what they are. */
type Ids = Record<'asset' | 'failureMode' | 'action' | 'part' | 'location' | 'connection' | 'command', string>;
const neverIssued = `mg_${'x'.repeat(43)}`;

/** How the gateway closes a socket that opens with these parameters. */
function closingOf(world: World, parameters: object | undefined): Promise<{ code: number; reason: string }> {
  const socket = new WebSocket(`${world.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: parameters })));
  return new Promise((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
}

describe('without a key of its own nobody gets in', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test.each([
    ['no key', null],
    ['a key that was never issued', neverIssued],
    ['something else', 'password'],
    ['a sandbox key', 'rl_live_x'],
  ])('%s: 401 and UNAUTHENTICATED over HTTP, closed with 4401 over WebSocket', async (_, key) => {
    const answer = await world.ask(viewer, {}, key);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(answer.errors).toEqual([
      { message: expect.stringContaining('API key'), extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    expect(answer.data).toBeUndefined();
    const closing = await closingOf(world, key === null ? undefined : { authorization: `Bearer ${key}` });
    expect(closing).toEqual({ code: 4401, reason: expect.stringContaining('UNAUTHENTICATED') });
  });

  test('parameters that are no strings close the socket and break nothing', async () => {
    expect(await closingOf(world, { authorization: { $ne: null } })).toMatchObject({ code: 4401 });
    expect(await closingOf(world, { authorization: ['Bearer', world.keys.read] })).toMatchObject({ code: 4401 });
    expect((await world.ask(viewer)).data.viewer.tenant).toBe('Plant plant');
  });

  test.each(['read', 'write', 'admin'] as const)('a %s key shows whose it is', async (access) => {
    const { data } = await world.ask(viewer, {}, world.keys[access]);
    expect(data.viewer).toEqual({
      tenant: 'Plant plant',
      keyName: access,
      access: access.toUpperCase(),
      expiresAt: null,
    });
  });
});

test('a revoked key is trusted for at most five seconds more, an expired one not at all', async () => {
  await using world = await startWorld();
  const { prisma } = world.gateway.database;
  const expiresAt = new Date(world.clock.now().getTime() + 60_000);
  const issued = await createApiKey(prisma, { tenantId: world.tenant.id, name: 'short', access: 'read', expiresAt });
  const { data } = await world.ask(viewer, {}, issued.key);
  expect(Date.parse(data.viewer.expiresAt)).toBe(expiresAt.getTime());
  const revoked = await createApiKey(prisma, { tenantId: world.tenant.id, name: 'gone', access: 'read' });
  expect((await world.ask(viewer, {}, revoked.key)).status).toBe(200);
  await revokeApiKey(prisma, world.tenant.id, revoked.id, world.clock.now());

  world.clock.advance({ ms: 5000 });
  expect((await world.ask(viewer, {}, revoked.key)).status).toBe(401);
  world.clock.advance({ ms: 55_000 });
  expect((await world.ask(viewer, {}, issued.key)).status).toBe(401);
  expect(await closingOf(world, { authorization: `Bearer ${issued.key}` })).toMatchObject({ code: 4401 });
});

test('a key that was trusted before it expired is refused the moment it expires', async () => {
  await using world = await startWorld();
  const expiresAt = new Date(world.clock.now().getTime() + 2000);
  const options = { tenantId: world.tenant.id, name: 'short', access: 'read', expiresAt } as const;
  const { key } = await createApiKey(world.gateway.database.prisma, options);
  expect((await world.ask(viewer, {}, key)).status).toBe(200);
  world.clock.advance({ seconds: 2 });
  expect((await world.ask(viewer, {}, key)).status).toBe(401);
});

describe('two plants', () => {
  let world: World;
  let theirs: Ids;
  beforeAll(async () => {
    world = await startWorld();
    const other = await world.other();
    for (const plant of [world, other]) {
      const { id } = await plant.reliatic.createAsset({ tag_number: 'EXC-A' });
      await plant.reliatic.createFailureMode(id, [9, 6, 4]);
      await plant.reliatic.createAction(id);
      await plant.reliatic.assess(id, 4, 3);
      await plant.maintainkit.createLocation('Store');
      await plant.maintainkit.createPart('OIL', { reorderPoint: 10 });
      await plant.maintainkit.receive('OIL', plant === other ? 50 : 20);
      await syncAll(world, plant);
    }
    theirs = await idsOf(other);
    await idsOf(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test('have different ids for the same records', async () => {
    const own = await idsOf(world);
    expect(Object.values(own).filter((id) => Object.values(theirs).includes(id))).toEqual([]);
  });

  test("do not find each other's objects by id, one by one or together", async () => {
    const { data, errors } = await world.ask(
      `query ($asset: ID!, $part: ID, $command: ID!, $ids: [ID!]!) {
        asset(id: $asset) { id } part(id: $part) { id } node(id: $asset) { id } command(id: $command) { id }
        nodes(ids: $ids) { id } }`,
      { ...theirs, ids: Object.values(theirs) },
    );
    expect(errors).toEqual([]);
    const nodes = Object.values(theirs).map(() => null);
    expect(data).toEqual({ asset: null, part: null, node: null, command: null, nodes });
  });

  test("do not see each other's objects in lists, filters, counts and sums", async () => {
    const { data, errors } = await world.ask(
      `query ($asset: ID!, $part: ID!, $location: ID!) {
        assets { totalCount nodes { sources { externalId } } }
        under: assets(filter: { parentId: [$asset] }) { totalCount }
        failureModes(filter: { assetId: [$asset] }) { totalCount }
        actions(filter: { assetId: [$asset] }) { totalCount }
        riskAssessments(filter: { assetId: [$asset] }) { totalCount }
        stockLevels(filter: { partId: [$part] }) { totalCount }
        stockMovements(filter: { locationId: [$location] }) { totalCount }
        parts { totalCount nodes { onHand stockLevels { nodes { onHand } } } }
        riskMatrix { cells { count } }
        serviceConnections { totalCount }
      }`,
      theirs,
    );
    expect(errors).toEqual([]);
    const none = { totalCount: 0 };
    expect(data).toMatchObject({
      assets: { totalCount: 1 },
      under: none,
      failureModes: none,
      actions: none,
      riskAssessments: none,
      stockLevels: none,
      stockMovements: none,
      parts: { totalCount: 1, nodes: [{ onHand: 20.001, stockLevels: { nodes: [{ onHand: 20.001 }] } }] },
      serviceConnections: { totalCount: 2 },
    });
    const counts = data.riskMatrix.cells.map(({ count }: { count: number }) => count) as number[];
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  test("do not write to each other: what names the other's object is NOT_FOUND and not sent", async () => {
    const own = await idsOf(world);
    const other = await world.other();
    const before = await theirState(other);
    const quantity = 1;
    const inputs = {
      part: { partId: theirs.part, consume: { locationId: own.location, quantity } },
      location: { partId: own.part, consume: { locationId: theirs.location, quantity } },
      mode: { assetId: theirs.asset, description: 'x', severity: 1, occurrence: 1, detection: 1 },
      step: { actionId: theirs.action, to: 'PROPOSED' },
    };
    const { data, errors } = await world.ask(
      `mutation ($part: RecordStockMovementInput!, $location: RecordStockMovementInput!,
        $mode: CreateFailureModeInput!, $step: TransitionActionInput!) {
        part: recordStockMovement(input: $part) { command { id } userErrors { code field } }
        location: recordStockMovement(input: $location) { command { id } userErrors { code field } }
        mode: createFailureMode(input: $mode) { command { id } userErrors { code field } }
        step: transitionAction(input: $step) { command { id } userErrors { code field } } }`,
      inputs,
    );
    expect(errors).toEqual([]);
    const unknown = (...field: string[]) => ({ command: null, userErrors: [{ code: 'NOT_FOUND', field }] });
    expect(data).toEqual({
      part: unknown('partId'),
      location: unknown('consume', 'locationId'),
      mode: unknown('assetId'),
      step: unknown('actionId'),
    });
    expect(await theirState(other)).toEqual(before);
  });

  test("do not hear each other's events", async () => {
    const heard = await world.subscribe('subscription { stockLow { part { sku } onHand } }');
    const other = await world.other();
    const heardThere = await other.graph.subscribe('subscription { stockLow { onHand } }');
    await other.maintainkit.consume('OIL', 43);
    expect(await heardThere.next()).toEqual({ stockLow: { onHand: 7.001 } });
    await world.maintainkit.consume('OIL', 12);
    expect(await heard.next()).toEqual({ stockLow: { part: { sku: 'OIL' }, onHand: 8.001 } });
    expect([heard.waiting(), heardThere.waiting()]).toEqual([0, 0]);
    expect(world.warnings).toEqual([]);
  });
});

test('a socket whose key is revoked hears no further event and is closed with 4401', async () => {
  await using world = await startWorld();
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL', { reorderPoint: 10 });
  await world.maintainkit.receive('OIL', 20);
  await world.sync();
  const { prisma } = world.gateway.database;
  const { id, key } = await createApiKey(prisma, { tenantId: world.tenant.id, name: 'gone', access: 'read' });
  const heard: unknown[] = [];
  let close: (event: { code: number }) => void = () => undefined;
  const closed = new Promise<{ code: number }>((resolve) => (close = resolve));
  const client = createClient({
    url: `${world.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${key}` },
    retryAttempts: 0,
    on: { closed: (event) => close(event as { code: number }) },
  });
  const ended = new Promise<void>((resolve) => {
    client.subscribe(
      { query: 'subscription { stockLow { onHand } }' },
      { next: (item) => heard.push(item), error: () => resolve(), complete: () => resolve() },
    );
  });
  for await (const _ of client.iterate({ query: viewer })) break;

  await revokeApiKey(prisma, world.tenant.id, id, world.clock.now());
  world.clock.advance({ seconds: 5 });
  await world.maintainkit.consume('OIL', 12);
  expect(await closed).toMatchObject({ code: 4401 });
  await ended;
  expect(heard.filter((item) => JSON.stringify(item).includes('"onHand"'))).toEqual([]);
});

async function syncAll(world: World, plant: Plant): Promise<void> {
  for (const connection of Object.values(plant.connections))
    await world.gateway.sync.sync(connection, { pace: 'swift' });
}

async function idsOf(plant: Plant): Promise<Ids> {
  const { data } = await plant.graph
    .ask(`{ assets { nodes { id } } failureModes { nodes { id } } actions { nodes { id } }
    parts { nodes { id } } locations { nodes { id } } serviceConnections { nodes { id } } }`);
  const part = data.parts.nodes[0].id as string;
  const location = data.locations.nodes[0].id as string;
  const commands = await plant.graph.ask(
    `mutation ($input: RecordStockMovementInput!) { recordStockMovement(input: $input) { command { id } } }`,
    { input: { idempotencyKey: 'once', partId: part, receive: { locationId: location, quantity: '0.001' } } },
  );
  return {
    asset: data.assets.nodes[0].id,
    failureMode: data.failureModes.nodes[0].id,
    action: data.actions.nodes[0].id,
    part,
    location,
    connection: data.serviceConnections.nodes[0].id,
    command: commands.data.recordStockMovement.command.id,
  };
}

async function theirState({ maintainkit, reliatic }: Plant): Promise<unknown[]> {
  return [
    await maintainkit.send('GET', '/movements'),
    await reliatic.send('GET', '/failure-modes'),
    await reliatic.send('GET', '/actions'),
  ];
}
