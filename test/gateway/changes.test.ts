import { asset, maintenance, observe, workOrder } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';

const query = `query ($since: EventCursor!, $first: Int) { changes(since: $since, first: $first) { totalCount
  pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { id } }
  nodes { cursor id type isDeleted changedAt node { __typename id ... on Asset { name } ... on WorkOrder { title }
    ... on Part { sku onHand } ... on MaintenanceRecord { asset { name } } } } } }`;

interface Change {
  cursor: string;
  id: string;
  type: string;
  isDeleted: boolean;
  changedAt: string;
  node: { id: string; name?: string } | null;
}

async function changes(world: World, since: string, first = 100) {
  const { data, errors } = await world.ask(query, { since, first });
  expect(errors).toEqual([]);
  const { nodes, edges, ...rest } = data.changes;
  expect(edges).toEqual(nodes.map(({ cursor, id }: Change) => ({ cursor, node: { id } })));
  return { nodes: nodes as Change[], ...rest } as {
    nodes: Change[];
    totalCount: number;
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  };
}

/** The feed from a place to its end, in pages, with the place where it ended. */
async function readOn(world: World, since: string, first: number): Promise<{ read: Change[]; end: string }> {
  const read: Change[] = [];
  let end = since;
  for (;;) {
    const { nodes, pageInfo } = await changes(world, end, first);
    read.push(...nodes);
    end = pageInfo.endCursor ?? end;
    if (!pageInfo.hasNextPage) return { read, end };
  }
}

const typesOf = (read: readonly Change[]) => read.map(({ type }) => type).toSorted();

test('a client that starts at the start and goes on from where it was has read every object, and then what changes', async () => {
  await using world = await startWorld();
  await observe(world, { a1: asset('EXC-A'), w1: workOrder('Oil it', { assetId: 'a1' }) }, { service: 'MAINTAINX' });
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL');
  await world.sync();
  const whole = await changes(world, 'start');
  expect(typesOf(whole.nodes)).toEqual(['Asset', 'Location', 'Part', 'WorkOrder']);
  expect(whole).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: false, hasPreviousPage: false } });
  const { read, end } = await readOn(world, 'start', 1);
  expect(read).toEqual(whole.nodes);
  expect(await changes(world, end)).toMatchObject({ nodes: [], totalCount: 0, pageInfo: { endCursor: null } });

  await world.maintainkit.receive('OIL', 5);
  await world.sync();
  const later = await readOn(world, end, 2);
  expect(typesOf(later.read)).toEqual(['Part', 'StockLevel', 'StockMovement']);
  expect(later.read.find(({ type }) => type === 'Part')?.node).toMatchObject({ sku: 'OIL', onHand: 5 });
  world.clock.advance({ minutes: 5 });
  await world.sync();
  expect((await changes(world, later.end)).nodes).toEqual([]);
});

test('what a service no longer has is told as deleted, in the place of all that was told of it', async () => {
  await using world = await startWorld({ webhooks: false });
  const { id } = await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  const inspection = await world.reliatic.createInspection(id);
  await world.sync();
  const { read, end } = await readOn(world, 'start', 10);
  const told = read.find(({ type }) => type === 'Inspection');
  await world.sandbox.pool.query('delete from sandbox.reliatic_inspection where id = $1', [inspection.id]);
  world.clock.advance({ seconds: 1 });
  await world.sync();
  expect((await readOn(world, end, 10)).read).toMatchObject([{ id: told?.id, isDeleted: true, node: null }]);
  expect(typesOf((await readOn(world, 'start', 10)).read)).toEqual(['Asset', 'Inspection']);
});

test('when two assets become one, and two again, the feed tells both and everything that went along', async () => {
  await using world = await startWorld({ webhooks: false });
  await observe(world, { r1: asset('EXC-A') });
  await observe(
    world,
    { n1: { ...asset('x'), tagNumber: null, name: 'Digger' }, s1: maintenance('n1', '2026-03-01T08:00:00Z') },
    { service: 'MAINTIO' },
  );
  const { read, end } = await readOn(world, 'start', 10);
  const idOf = (name: string) => read.find(({ node }) => node?.name === name)?.id;
  const [excavator, digger] = [idOf('EXC-A'), idOf('Digger')];
  const link = await world.ask(
    'mutation ($a: ID!, $b: ID!) { linkAsset(input: { assetId: $a, otherAssetId: $b }) { userErrors { code } } }',
    { a: excavator, b: digger },
  );
  expect(link.data.linkAsset.userErrors).toEqual([]);
  const linked = await readOn(world, end, 10);
  expect(new Map(linked.read.map((change) => [change.id, change]))).toEqual(
    new Map([
      [excavator, expect.objectContaining({ isDeleted: false, node: expect.objectContaining({ name: 'EXC-A' }) })],
      [digger, expect.objectContaining({ isDeleted: true, node: null })],
      [
        read.find(({ type }) => type === 'MaintenanceRecord')?.id,
        expect.objectContaining({ node: expect.objectContaining({ asset: { name: 'EXC-A' } }) }),
      ],
    ]),
  );
  await world.ask(
    'mutation ($a: ID!) { unlinkAsset(input: { assetId: $a, service: MAINTIO, externalId: "n1" }) { userErrors { code } } }',
    { a: excavator },
  );
  const apart = await readOn(world, linked.end, 10);
  expect(apart.read.find(({ id }) => id === digger)).toMatchObject({ isDeleted: false, node: { name: 'Digger' } });
  expect(typesOf(apart.read)).toEqual(['Asset', 'Asset', 'MaintenanceRecord']);
});

test('events and changes stand in one order: the cursor of an event is a place in the feed', async () => {
  await using world = await startWorld();
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL', { reorderPoint: 10 });
  await world.maintainkit.receive('OIL', 20);
  await world.sync();
  const listening = await world.subscribe('subscription { stockLow { cursor part { sku } } }');
  await world.maintainkit.consume('OIL', 15);
  const { stockLow } = await listening.next();
  const { nodes } = await changes(world, stockLow.cursor);
  // The part fell in the transaction that told the event, behind which its change stands.
  expect(nodes.find(({ type }) => type === 'Part')?.node).toMatchObject({ sku: 'OIL', onHand: 5 });
  await listening.stop();
});

test('a cursor that is none of the tenant, and a page of no size, are refused', async () => {
  await using world = await startWorld({ webhooks: false });
  const other = await world.other();
  await observe(world, { r1: asset('EXC-A') }, { plant: other });
  await observe(world, { r1: asset('EXC-A') });
  const foreign = (await other.graph.ask(query, { since: 'start' })).data.changes.nodes[0].cursor;
  for (const [variables, argument] of [
    [{ since: foreign }, 'since'],
    [{ since: '' }, 'since'],
    [{ since: 'x' }, 'since'],
    [{ since: Buffer.from(`${world.tenant.id}/-1`).toString('base64url') }, 'since'],
    [{ since: Buffer.from(`${world.tenant.id}/${'9'.repeat(30)}`).toString('base64url') }, 'since'],
    [{ since: 'start', first: 0 }, 'first'],
    [{ since: 'start', first: 101 }, 'first'],
  ] as const) {
    const { errors } = await world.ask(query, variables);
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument } });
  }
  expect((await changes(world, 'start')).nodes).toHaveLength(1);
  expect(world.warnings).toEqual([]);
});
