/** Requests that say how long they are ready to wait. */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startWorld, type World } from '../world/world.ts';
import { HoldingWire } from './holding-wire.ts';

const services = ['reliatic', 'maintainkit', 'maintainx'] as const;
let world: World<(typeof services)[number]>;
const wire = new HoldingWire();
let movement: object;
beforeAll(async () => {
  world = await startWorld({ services, webhooks: false, gateway: { fetch: wire.fetch } });
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL');
  await world.sync();
  const { data } = await world.ask('{ parts { nodes { id } } locations { nodes { id } } }');
  const locationId = data.locations.nodes[0].id;
  movement = { partId: data.parts.nodes[0].id, receive: { locationId, quantity: 20 } };
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  wire.asked.length = 0;
});
afterEach(() => wire.letGo());

async function ask(query: string, variables: object, timeout: string) {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${world.keys.write}`,
      'x-maintgraph-timeout': timeout,
    },
    body: JSON.stringify({ query, variables }),
  });
  // The shape is the query's.
  // oxlint-disable-next-line typescript/no-explicit-any
  return { status: response.status, ...((await response.json()) as any) };
}

const createAsset = `mutation ($input: CreateAssetInput!) { createAsset(input: $input) {
  asset { id } command { id status parts { service status attempts } } userErrors { code message } } }`;
const updateAsset = `mutation ($input: UpdateAssetInput!) { updateAsset(input: $input) { command { id status } } }`;
const record = `mutation ($input: RecordStockMovementInput!) { recordStockMovement(input: $input) {
  movement { id } command { id status upstreamId } } }`;

const asset = (tagNumber: string, more: object = {}) => ({
  input: { tagNumber, name: tagNumber, type: 'ROTATING', services: ['RELIATIC'], ...more },
});

async function commandOf(id: string) {
  return (await world.ask('query ($id: ID!) { command(id: $id) { status upstreamId } }', { id })).data.command;
}

test('a write whose answer does not come in time may have been done, and is found', async () => {
  wire.holds = ['POST /assets'];
  const { data } = await ask(createAsset, asset('A-1'), '300');
  const { command } = data.createAsset;
  expect(command.status).toBe('UNCERTAIN');
  wire.letGo();
  await world.gateway.seeToCommands(world.connections.reliatic);
  expect(await commandOf(command.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(wire.asked.filter((call) => call === 'POST /assets')).toHaveLength(1);
});

test('nothing begins when the time is up: what was not sent is said not to be done', async () => {
  const { data: made } = await world.ask(createAsset, asset('A-2'));
  const assetId = made.createAsset.asset.id;
  const { data: found } = await world.ask('query ($id: ID!) { asset(id: $id) { sources { externalId } } }', {
    id: assetId,
  });
  const path = `/assets/${found.asset.sources[0].externalId}`;
  wire.asked.length = 0;
  wire.holds = [`GET ${path}`];
  const { errors } = await ask(updateAsset, { input: { assetId, name: 'Mine' } }, '300');
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
  expect(wire.asked).toEqual([`GET ${path}`]);
  expect(await commandOf(errors[0].extensions.commandId)).toMatchObject({ status: 'REJECTED' });
});

test('the time is that of all services together', async () => {
  wire.holds = ['POST /assets'];
  const { data } = await ask(createAsset, asset('A-3', { services: ['RELIATIC', 'MAINTAINX'] }), '300');
  expect(data.createAsset.command.parts).toEqual([
    { service: 'RELIATIC', status: 'UNCERTAIN', attempts: 1 },
    { service: 'MAINTAINX', status: 'REJECTED', attempts: 1 },
  ]);
  expect(wire.asked).toEqual(['POST /assets']);
});

test('who sends the same again and has less time is told that it is under way', async () => {
  wire.holds = ['POST /assets'];
  const input = asset('A-4', { idempotencyKey: 'a4' });
  const first = world.ask(createAsset, input);
  const { data } = await ask(createAsset, input, '300');
  expect(data.createAsset).toMatchObject({ asset: null, userErrors: [], command: { status: 'SENT' } });
  wire.letGo();
  expect((await first).data.createAsset).toMatchObject({
    asset: { id: expect.any(String) },
    command: { id: data.createAsset.command.id, status: 'SUCCEEDED' },
  });
});

test('a write that was answered is done, though there is no time to read its record, which is found all the same', async () => {
  wire.holds = ['GET /movements'];
  const { data } = await ask(record, { input: movement }, '2000');
  const { command, movement: read } = data.recordStockMovement;
  expect([command.status, command.upstreamId, read]).toEqual(['SUCCEEDED', null, null]);
  wire.letGo();
  // The next one is complete only when the one before it is.
  const { data: next } = await world.ask(record, { input: movement });
  expect(next.recordStockMovement.command.upstreamId).toEqual(expect.any(String));
  const { upstreamId } = await commandOf(command.id);
  expect(upstreamId).toEqual(expect.any(String));
  expect(upstreamId).not.toBe(next.recordStockMovement.command.upstreamId);
});

test.each(['', '0', '-1', '30001', '1.5', '1e3', 'soon', '100, 200', '0x10'])(
  'a limit of "%s" is refused, and nothing is done',
  async (timeout) => {
    const { status, errors } = await ask(createAsset, asset('A-5'), timeout);
    const message = 'x-maintgraph-timeout must be a whole number of milliseconds from 1 to 30000';
    expect([status, errors]).toEqual([400, [{ message, extensions: { code: 'BAD_USER_INPUT' } }]]);
    expect(wire.asked).toEqual([]);
  },
);

test('the longest limit is as good as none', async () => {
  const { data } = await ask(createAsset, asset('A-6'), '30000');
  expect(data.createAsset).toMatchObject({ command: { status: 'SUCCEEDED' } });
});

describe('over a WebSocket', () => {
  async function over(variables: object, timeoutMs: unknown) {
    const client = createClient({
      url: `${world.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${world.keys.write}` },
      retryAttempts: 0,
    });
    try {
      const operation = { query: createAsset, variables: variables as Record<string, unknown> };
      for await (const { data } of client.iterate({ ...operation, extensions: { timeoutMs } }))
        return data?.['createAsset'];
      return null;
    } finally {
      await client.dispose();
    }
  }

  test('an operation says it in its extensions', async () => {
    wire.holds = ['POST /assets'];
    expect(await over(asset('A-7'), 300)).toMatchObject({ command: { status: 'UNCERTAIN' } });
  });

  test('what is no limit is refused', async () => {
    const message = 'extensions.timeoutMs must be a whole number of milliseconds from 1 to 30000';
    const refusal = [{ message, extensions: { code: 'BAD_USER_INPUT' } }];
    for (const timeoutMs of [0, 1.5, 'soon']) await expect(over(asset('A-8'), timeoutMs)).rejects.toEqual(refusal);
    expect(wire.asked).toEqual([]);
  });
});
