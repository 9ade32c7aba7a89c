import { startWorld, type World } from '../world/world.ts';
import { AnsweringWire } from './answering-wire.ts';

async function startWatched(): Promise<{ world: World; wire: AnsweringWire }> {
  const wire = new AnsweringWire();
  const world = await startWorld({ webhooks: false, gateway: { fetch: wire.fetch } });
  return { world, wire };
}

const sourcesOf = (world: World, kind: string) =>
  world.gateway.database.prisma.sourceRecord.findMany({ where: { kind, tenantId: world.tenant.id } });

async function inspections(world: World): Promise<number> {
  const { data } = await world.ask('{ inspections { totalCount } }');
  return data.inspections.totalCount as number;
}

/** An asset with so many inspections, in Reliatic. */
async function inspected(world: World, count: number): Promise<string[]> {
  const { id } = await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  const ids: string[] = [];
  while (ids.length < count) {
    const some = Array.from({ length: Math.min(15, count - ids.length) }, () => world.reliatic.createInspection(id));
    ids.push(...(await Promise.all(some)).map((inspection) => inspection.id));
  }
  return ids;
}

const remove = (world: World, id: string) =>
  world.sandbox.pool.query('delete from sandbox.reliatic_inspection where id = $1', [id]);

async function sync(world: World): Promise<void> {
  world.clock.advance({ seconds: 1 });
  await world.sync();
}

describe('what a service no longer has', () => {
  test('leaves the graph after a complete pass, and stays as a tombstone', async () => {
    const { world } = await startWatched();
    await using _ = world;
    const [first] = await inspected(world, 3);
    await sync(world);
    await remove(world, first!);
    expect(await inspections(world)).toBe(3);
    await sync(world);
    expect(await inspections(world)).toBe(2);
    const tombstones = (await sourcesOf(world, 'inspection')).filter(({ deletedAt }) => deletedAt);
    expect(tombstones).toMatchObject([{ externalId: first, deletedAt: world.clock.now() }]);
    const { data } = await world.ask(`{ node(id: "${tombstones[0]!.objectId}") { id } }`);
    expect(data.node).toBeNull();
  });

  test('stays while the service counts more rows than it shows, and while its pages do not fit together', async () => {
    const { world, wire } = await startWatched();
    await using _ = world;
    const [first] = await inspected(world, 3);
    await sync(world);
    await remove(world, first!);
    wire.change = (path, body) =>
      path.startsWith('/inspections') ? { ...(body as object), meta: { page: 1, total: 3, total_pages: 1 } } : body;
    await sync(world);
    expect(await inspections(world)).toBe(3);
    wire.change = (_path, body) => body;
    await sync(world);
    expect(await inspections(world)).toBe(2);
  });

  test('comes back when the service shows it again', async () => {
    const { world, wire } = await startWatched();
    await using _ = world;
    await inspected(world, 2);
    await sync(world);
    const none = { data: [], meta: { page: 1, per_page: 100, total: 0, total_pages: 1 } };
    wire.change = (path, body) => (path.startsWith('/inspections') ? none : body);
    await sync(world);
    expect(await inspections(world)).toBe(0);
    wire.change = (_path, body) => body;
    await sync(world);
    expect(await inspections(world)).toBe(2);
    expect((await sourcesOf(world, 'inspection')).filter(({ deletedAt }) => deletedAt)).toEqual([]);
  });
});

test('a pass that was cut goes on where it was, and proves nothing gone', async () => {
  const { world, wire } = await startWatched();
  await using _ = world;
  const ids = await inspected(world, 230);
  await sync(world);
  expect(await inspections(world)).toBe(230);
  await remove(world, ids[0]!);
  await remove(world, ids[229]!);
  wire.answer = (path) => (/^\/inspections.*page=2/.test(path) ? new Response('{}', { status: 400 }) : null);
  await expect(sync(world)).rejects.toThrow(/400/);

  wire.answer = () => null;
  wire.requests.length = 0;
  await sync(world);
  const pages = wire.requests.filter((path) => path.startsWith('/inspections'));
  expect(pages.map((path) => /page=(\d+)/.exec(path)?.[1])).toEqual(['2', '3']);
  expect(await inspections(world)).toBe(230);
  await sync(world);
  expect(await inspections(world)).toBe(228);
});

test('a row that can not be understood is kept with its reason, and the rest of its page goes on', async () => {
  const { world, wire } = await startWatched();
  await using _ = world;
  const [odd] = await inspected(world, 3);
  wire.change = (path, body) => {
    if (!path.startsWith('/inspections')) return body;
    const { data } = body as { data: { id: string }[] };
    return { ...(body as object), data: data.map((row) => (row.id === odd ? { id: odd, inspection_date: 7 } : row)) };
  };
  await sync(world);
  expect(await inspections(world)).toBe(2);
  const { prisma } = world.gateway.database;
  expect(await prisma.quarantinedRow.findMany()).toMatchObject([
    { resource: 'inspections', rowKey: odd, reason: expect.stringContaining('inspection_date') },
  ]);
  wire.change = (_path, body) => body;
  await sync(world);
  expect(await inspections(world)).toBe(3);
  expect(await prisma.quarantinedRow.count()).toBe(0);
});

describe('the ledger', () => {
  async function moved(world: World, count: number): Promise<void> {
    await world.maintainkit.createLocation('Store');
    await world.maintainkit.createPart('OIL');
    for (let index = 0; index < count; index += 1) await world.maintainkit.receive('OIL', 1);
  }
  const onHand = async (world: World) =>
    (await world.ask('{ part(sku: "OIL") { onHand } }')).data.part.onHand as number;

  test('is read on behind the last row known', async () => {
    const { world, wire } = await startWatched();
    await using _ = world;
    await moved(world, 5);
    await sync(world);
    await world.maintainkit.receive('OIL', 1);
    wire.requests.length = 0;
    await sync(world);
    expect(wire.requests.filter((path) => path.startsWith('/movements'))).toEqual(['/movements?limit=500&offset=4']);
    expect(await onHand(world)).toBe(6);
  });

  test('is read from its start when a row turns up in the middle, and no row is counted twice', async () => {
    const { world, wire } = await startWatched();
    await using _ = world;
    await moved(world, 5);
    // The second movement is written by a transaction that ends after those behind it.
    wire.change = (path, body) => {
      if (!path.startsWith('/movements')) return body;
      const { data } = body as { data: unknown[] };
      return { data: data.filter((_row, index) => index !== 1) };
    };
    await sync(world);
    expect(await onHand(world)).toBe(4);
    wire.change = (_path, body) => body;
    wire.requests.length = 0;
    await sync(world);
    expect(wire.requests.filter((path) => path.startsWith('/movements'))).toEqual([
      '/movements?limit=500&offset=3',
      '/movements?limit=500&offset=0',
    ]);
    expect(await onHand(world)).toBe(5);
    await world.maintainkit.receive('OIL', 1);
    await sync(world);
    expect(await onHand(world)).toBe(6);
  });
});
