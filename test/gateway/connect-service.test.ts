/** Services connected through the graph, over real HTTP: what is stored, what is read at once, and who sees it. */
import { pino } from 'pino';
import { serviceNames } from '../../src/sandbox/service-name.ts';
import { startService } from '../upstream/recorded-service.ts';
import {
  allConnected,
  connect,
  connectService,
  disconnect,
  inputFor,
  intervals,
  refused,
  serviceOf,
  startOver,
  statusesOf,
} from './connecting-world.ts';

const recordId = '22222222-2222-4222-8222-222222222222';
const pumpId = '11111111-1111-4111-8111-111111111111';

test('each of the five services is connected, and what it has is in the graph soon after', async () => {
  await using world = await startOver();
  await disconnect(world, world);
  await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  await world.maintainkit.createPart('OIL');
  await world.maintio.writeAsset({ id: pumpId, name: 'Pump A' });
  await world.maintio.createRecord(recordId, pumpId);
  await world.maintainx.createWorkOrder('Replace the seal');
  await world.gateway.startWork();
  for (const name of serviceNames) {
    const { payload } = await connect(world, inputFor(world, name));
    expect(payload).toEqual({
      serviceConnection: {
        id: expect.stringMatching(/^con_/),
        service: serviceOf(name),
        baseUrl: world.sandbox[name].url,
        status: expect.stringMatching(/^CONNECT/),
        lastError: null,
      },
      userErrors: [],
      command: { id: expect.stringMatching(/^cmd_/), status: 'SUCCEEDED', service: serviceOf(name) },
    });
  }
  await allConnected(world, 5);
  await world.uniasset.createAsset('Truck');
  await world.sandbox.deliverDueWebhooks();
  const { data } = await world.ask(`{ assets(orderBy: [{ field: NAME }]) { nodes { name } } parts { nodes { sku } }
    maintenanceRecords { totalCount } workOrders { nodes { title } } }`);
  expect(data).toEqual({
    assets: { nodes: [{ name: 'EXC-A' }, { name: 'Pump A' }, { name: 'Truck' }] },
    parts: { nodes: [{ sku: 'OIL' }] },
    maintenanceRecords: { totalCount: 1 },
    workOrders: { nodes: [{ title: 'Replace the seal' }] },
  });
});

test('the same idempotency key connects once, and is a conflict with another secret', async () => {
  await using world = await startOver({ services: ['reliatic'] });
  const input = { ...inputFor(world, 'reliatic'), idempotencyKey: 'once' };
  const first = await connect(world, input);
  const again = await connect(world, input);
  expect(again.payload.command).toEqual(first.payload.command);
  expect(again.payload.serviceConnection.id).toBe(first.payload.serviceConnection.id);
  const other = await refused(world, { ...input, webhookSecret: 'another' });
  expect(other).toMatchObject([{ field: ['idempotencyKey'], code: 'CONFLICT' }]);
});

test("settings that are left out are the vendor's and the gateway's own at first, and stay as they are afterwards", async () => {
  await using service = await startService(() => new Date());
  service.answer('GET /locations', { json: { data: [] } });
  const gateway = { intervals, currency: 'CAD', vendorAddresses: { MAINTAINKIT: service.url } };
  await using world = await startOver({ services: ['maintainkit'], gateway });
  await disconnect(world, world);
  const stored = () => world.gateway.connections.of(world.tenant.id, 'MAINTAINKIT');
  await connect(world, { service: 'MAINTAINKIT', apiKey: 'mk_live_1' });
  expect(await stored()).toMatchObject({ baseUrl: service.url, currency: 'CAD', webhookSecret: null });

  await connect(world, { ...inputFor(world, 'maintainkit'), currency: 'EUR' });
  const { webhookSecret, keys } = world.organizations.maintainkit;
  await connect(world, { service: 'MAINTAINKIT', apiKey: keys.readOnly });
  const kept = { baseUrl: world.sandbox.maintainkit.url, currency: 'EUR', webhookSecret, apiKey: keys.readOnly };
  expect(await stored()).toMatchObject(kept);

  const taken = { baseUrl: null, currency: null, webhookSecret: null };
  await connect(world, { service: 'MAINTAINKIT', apiKey: 'mk_live_1', ...taken });
  expect(await stored()).toMatchObject({ baseUrl: service.url, currency: 'CAD', webhookSecret: null });
});

test('no secret is in an answer, a log line or the journal', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  await using world = await startOver({ services: ['reliatic'], gateway: { logger } });
  await using echo = await startService(() => world.clock.now());
  await world.gateway.startWork();
  const secret = 'rl_live_secret';
  echo.answer('GET /assets', {
    status: 401,
    json: { error: `no such key: ${secret}`, message: secret, detail: secret },
  });
  const answers = [
    await connect(world, inputFor(world, 'reliatic')),
    await connect(world, { service: 'RELIATIC', apiKey: secret, baseUrl: echo.url, webhookSecret: 'hook_secret' }),
    await connect(world, { apiKey: secret }),
    await connect(world, { service: 'RELIATIC', apiKey: [secret] }),
    await connect(world, { service: secret, apiKey: 'x' }),
    await connect(world, { service: 'RELIATIC', apiKey: secret, webhookSecret: 'hook_secret', secret: 1 }),
  ];
  await allConnected(world, 1);
  expect(answers.map(({ errors }) => errors.map(({ message }) => message))).toEqual([
    [],
    [],
    [expect.stringContaining('Field "service" of required type')],
    [expect.stringContaining('not of its type')],
    [expect.stringContaining('not of its type')],
    [expect.stringContaining('Field "secret" is not defined')],
  ]);
  const overSocket = await world.subscribe(connectService, { input: { service: 'RELIATIC', apiKey: [secret] } });
  const said = await overSocket.next().then(String, String);
  expect(said).toContain('BAD_USER_INPUT');

  const journal = await world.gateway.database.prisma.command.findMany({ omit: { sequence: true } });
  expect(journal).toHaveLength(2);
  const written = JSON.stringify([answers.map(({ data, errors }) => [data, errors]), lines, journal, said]);
  const { keys, webhookSecret } = world.organizations.reliatic;
  for (const hidden of [keys.readWrite, webhookSecret, secret, 'hook_secret']) expect(written).not.toContain(hidden);
});

test("a connection is its tenant's own: the other one neither sees nor changes it", async () => {
  await using world = await startOver({ services: ['reliatic'] });
  const other = await world.other();
  await disconnect(world, other);
  const { payload } = await connect(world, inputFor(world, 'reliatic'));
  const { id } = payload.serviceConnection;
  const theirs = await other.graph.ask(
    `query ($id: ID!) { node(id: $id) { id } serviceConnections { nodes { id } } }`,
    { id },
  );
  expect(theirs.data).toEqual({ node: null, serviceConnections: { nodes: [] } });
  const own = await other.graph.ask(connectService, { input: inputFor(world, 'reliatic', other) });
  expect(own.data.connectService.serviceConnection.id).not.toBe(id);
  const before = await world.gateway.connections.of(world.tenant.id, 'RELIATIC');
  expect(before?.apiKey).toBe(world.organizations.reliatic.keys.readWrite);
});

describe('a service that is connected again', () => {
  test('by a new key in place of a revoked one is read and written by it at once', async () => {
    await using world = await startOver({ services: ['reliatic'], webhooks: false });
    await world.reliatic.createAsset({ tag_number: 'EXC-A' });
    await world.sync();
    const { name, id } = world.organizations.reliatic;
    await world.sandbox.revokeKey('reliatic', world.organizations.reliatic.keys.readWrite);
    await expect(world.sync()).rejects.toThrow('revoked');
    expect((await statusesOf(world))[0]).toMatchObject({ status: 'UNAUTHORIZED' });

    const readWriteKey = `rl_live_${'7'.repeat(32)}`;
    expect((await world.sandbox.createOrganization('reliatic', { name, readWriteKey })).id).toBe(id);
    const { payload } = await connect(world, { service: 'RELIATIC', apiKey: readWriteKey });
    expect(payload.serviceConnection).toMatchObject({ status: 'CONNECTING', lastError: null });
    expect(payload.serviceConnection.id).toBe(world.connections.reliatic.id);
    const [{ id: assetId }] = (await world.ask('{ assets { nodes { id } } }')).data.assets.nodes;
    const written = await world.ask(
      `mutation ($assetId: ID!) { createFailureMode(input: { assetId: $assetId, description: "Worn", severity: 1,
        occurrence: 1, detection: 1 }) { command { status } userErrors { message } } }`,
      { assetId },
    );
    expect(written.data.createFailureMode).toEqual({ command: { status: 'SUCCEEDED' }, userErrors: [] });
    await world.gateway.startWork();
    await allConnected(world, 1);
  });

  test('by the key of another organization is read from its start, feeds included', async () => {
    await using world = await startOver({ services: ['maintio'] });
    await world.maintio.writeAsset({ id: pumpId, name: 'Pump A' });
    const other = await world.other();
    await other.maintio.writeAsset({ id: recordId, name: 'Pump B' });
    world.clock.advance({ minutes: 30 });
    await world.sync();
    await world.gateway.startWork();
    const { payload } = await connect(world, inputFor(world, 'maintio', other));
    expect(payload.userErrors).toEqual([]);
    await allConnected(world, 1);
    const { data } = await world.ask('{ assets(orderBy: [{ field: NAME }]) { nodes { name } } }');
    expect(data.assets.nodes).toContainEqual({ name: 'Pump B' });
  });

  test('with a wrong key stays connected by the one it has', async () => {
    await using world = await startOver({ services: ['reliatic'] });
    await world.sync();
    await refused(world, { ...inputFor(world, 'reliatic'), apiKey: 'rl_live_wrong' });
    expect((await statusesOf(world))[0]).toMatchObject({ status: 'CONNECTED' });
    await world.sync();
  });
});
