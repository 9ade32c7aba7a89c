/** A notice whose record can't be understood, or held, is kept as a bad row of a list is: with its reason, until it reads well. */
import { serviceDefinitions } from '../../src/sandbox/services.ts';
import { serviceNames, type ServiceName } from '../../src/sandbox/service-name.ts';
import { AnsweringWire } from '../sync/answering-wire.ts';
import { startWorld, type World } from '../world/world.ts';

const never = 3_600_000;

async function startListening() {
  const wire = new AnsweringWire();
  const intervals = { sweepMs: never, escalationMs: never, catchUpMs: never };
  const world = await startWorld({
    services: serviceNames,
    webhooks: false,
    gateway: { fetch: wire.fetch, intervals },
  });
  return { world, wire };
}

/** What the service would send. @returns the status that answers it. */
async function send(world: World<ServiceName>, service: ServiceName, event: string, content: object): Promise<number> {
  const body = Buffer.from(JSON.stringify(content));
  const { webhookSecret: secret } = world.organizations[service];
  const headers = serviceDefinitions[service].delivery?.headers({ event, body, secret, at: world.clock.now() });
  const response = await fetch(`${world.url}/webhooks/${service}/${world.connections[service].id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: new Uint8Array(body),
  });
  return response.status;
}

const kept = ({ gateway: { database } }: World<ServiceName>) =>
  database.prisma.quarantinedRow.findMany({ orderBy: { rowKey: 'asc' } });

test('of Reliatic: a record that is unreadable, or that the replica can not hold, until the sweep reads it', async () => {
  const { world } = await startListening();
  await using _ = world;
  const asset = await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  const mode = await world.reliatic.createFailureMode(asset.id, [2, 3, 4]);
  const notice = (event: string, after: { id: string } & Record<string, unknown>) =>
    send(world, 'reliatic', event, { event, timestamp: world.clock.now(), resource_id: after.id, before: null, after });
  expect(await notice('fmea.rpn_changed', { ...mode, severity: 'grave' })).toBe(200);
  expect(await notice('asset.created', { ...asset, name: 'EXC\u0000A' })).toBe(200);
  expect(await kept(world)).toMatchObject(
    [
      { resource: 'failure-modes', rowKey: mode.id, reason: expect.stringMatching(/^severity: /) },
      { resource: 'assets', rowKey: asset.id, payload: { name: 'EXC\ufffdA' } },
    ].toSorted((left, right) => (left.rowKey < right.rowKey ? -1 : 1)),
  );
  await world.sync();
  expect(await kept(world)).toEqual([]);
  const { data } = await world.ask('{ assets { nodes { name failureModes { nodes { severity } } } } }');
  expect(data.assets.nodes).toEqual([{ name: 'EXC-A', failureModes: { nodes: [{ severity: 2 }] } }]);
});

test('of MaintainKit: a total that is no number, until one comes that is', async () => {
  const { world } = await startListening();
  await using _ = world;
  const { id: partId } = await world.maintainkit.createPart('OIL');
  const notice = (onHand: unknown) =>
    send(world, 'maintainkit', 'stock.low', {
      event: 'stock.low',
      orgId: 1,
      createdAt: world.clock.now().getTime(),
      data: { partId, sku: 'OIL', onHand, reorderPoint: 20, unit: 'L' },
    });
  expect(await notice('few')).toBe(200);
  expect(await kept(world)).toMatchObject([{ resource: 'stockNotice', rowKey: `${partId}:total` }]);
  expect(await notice(12)).toBe(200);
  expect(await kept(world)).toEqual([]);
});

test('of UniAsset, which can not be read: until it is sent again', async () => {
  const { world } = await startListening();
  await using _ = world;
  const notice = (data: object) =>
    send(world, 'uniasset', 'asset.created', { event: 'asset.created', timestamp: world.clock.now(), data });
  expect(await notice({ id: 'clx9', name: 7 })).toBe(200);
  expect(await kept(world)).toMatchObject([{ resource: 'asset', rowKey: 'clx9', payload: { id: 'clx9', name: 7 } }]);
  expect(await notice({ id: 'clx9', name: 'Truck' })).toBe(200);
  expect(await kept(world)).toEqual([]);
  expect((await world.ask('{ assets { nodes { name } } }')).data.assets.nodes).toEqual([{ name: 'Truck' }]);
});

test('of MaintainX: the record it hints at can not be understood when it is read, until a later read can', async () => {
  const { world, wire } = await startListening();
  await using _ = world;
  const id = await world.maintainx.createWorkOrder('Weld');
  wire.change = () => ({ workOrder: { id, title: 7 } });
  await world.gateway.sync.reread(world.connections.maintainx, 'workOrder', String(id));
  expect(await kept(world)).toMatchObject([
    { resource: 'workorders', rowKey: String(id), reason: expect.stringMatching(/^title: /) },
  ]);
  wire.change = (_path, body) => body;
  await world.sync();
  expect(await kept(world)).toEqual([]);
});

test('of Reliatic: a detail that can not be understood does not stop the details behind it', async () => {
  const { world, wire } = await startListening();
  await using _ = world;
  const [odd] = [
    await world.reliatic.createAsset({ tag_number: 'A' }),
    await world.reliatic.createAsset({ tag_number: 'B' }),
  ];
  await world.sync();
  wire.change = (path, body) =>
    path === `/assets/${odd.id}`
      ? { data: { ...(body as { data: object }).data, remaining_life_years: 'long' } }
      : body;
  expect(await world.gateway.sync.readDetails(world.connections.reliatic, { most: 2 })).toBe(2);
  expect(await kept(world)).toMatchObject([{ resource: 'asset-details', rowKey: odd.id }]);
  wire.change = (_path, body) => body;
  await world.gateway.sync.readDetails(world.connections.reliatic, { most: 2 });
  expect(await kept(world)).toEqual([]);
});
