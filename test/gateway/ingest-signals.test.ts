import { readFile } from 'node:fs/promises';
import { faultsOf, mutate, nobody, payloadOf } from './mutating.ts';
import { startFieldWorld, type FieldWorld } from './field-world.ts';

let plant: FieldWorld;
beforeAll(async () => {
  plant = await startFieldWorld();
});
afterAll(() => plant.world[Symbol.asyncDispose]());
beforeEach(() => {
  plant.world.clock.advance({ seconds: 10 });
  plant.wire.writes.length = 0;
  plant.wire.breaks = null;
  plant.wire.lasts = Infinity;
});

const signal = (input: object = {}) => ({
  deviceId: 'dev-9',
  source: 'gateway-7',
  signalType: 'temperature.high',
  severity: 'HIGH',
  ...('textValue' in input || 'booleanValue' in input ? {} : { numericValue: 91.25 }),
  ...input,
});
const fields = `signals(first: 100) { totalCount nodes { signalType severity numericValue textValue booleanValue deviceId
  asset { name } sources { via externalId } } } outcomes { index command { id status upstreamId } userErrors { field code message } }`;
const ingest = (signals: object[], more: object = {}) =>
  payloadOf(plant.world, 'ingestSignals', fields, { signals, ...more });

test('each is taken by UniAsset in its order, and the payload already shows them', async () => {
  const before = (await plant.written('signal')).length;
  const payload = { unit: '°C', raw: [1, { deep: null }] };
  const made = await ingest([
    signal({ assetId: plant.ids['Truck'], payload }),
    signal({ signalType: 'door.open', severity: 'INFO', booleanValue: false, payload: null }),
    signal({ signalType: 'mode', severity: 'LOW', textValue: 'idle', assetId: plant.ids['Crane'], deviceId: null }),
  ]);
  const done = { status: 'SUCCEEDED', id: expect.stringMatching(/^cmd_/), upstreamId: expect.any(String) };
  expect(made.outcomes).toEqual([0, 1, 2].map((index) => ({ index, command: done, userErrors: [] })));
  expect(made).toMatchObject({ command: null, userErrors: [], signals: { totalCount: 3 } });
  const shown = new Map(made.signals.nodes.map((node: { signalType: string }) => [node.signalType, node]));
  expect(shown.get('temperature.high')).toMatchObject({
    severity: 'HIGH',
    numericValue: 91.25,
    deviceId: 'dev-9',
    asset: { name: 'Truck' },
    sources: [{ via: 'WRITE' }],
  });
  expect(shown.get('door.open')).toMatchObject({ booleanValue: false, asset: null });
  expect(shown.get('mode')).toMatchObject({ textValue: 'idle', deviceId: null, asset: { name: 'Crane' } });
  const rows = (await plant.written('signal')).slice(before);
  expect(rows).toMatchObject([{ payload }, { boolean_value: false, payload: {} }, { text_value: 'idle' }]);
});

test("GraphiQL's tab for it is taken", async () => {
  const tab = 'schema/operations/20-ingest-signals';
  const { signals } = JSON.parse(await readFile(`${tab}.variables.json`, 'utf8')) as { signals: object[] };
  const variables = { signals: signals.map((each) => ({ ...each, assetId: plant.ids['Truck'] })) };
  const { data, errors } = await plant.world.ask(await readFile(`${tab}.graphql`, 'utf8'), variables);
  expect(errors).toEqual([]);
  expect(data.ingestSignals).toMatchObject({
    signals: { totalCount: 1 },
    outcomes: [{ userErrors: [] }],
    userErrors: [],
  });
});

test('every fault of every signal is named at once, and none is sent', async () => {
  const signals = [
    signal(),
    signal({ source: ' ', signalType: '', severity: 'UNKNOWN', payload: [1] }),
    signal({ assetId: 'Truck', deviceId: '', numericValue: null }),
    signal({ assetId: nobody('ast'), textValue: 'x', booleanValue: true }),
    signal({ deviceId: null, numericValue: 1e18, payload: { a: ['\u0000'] } }),
    signal({ textValue: 'a\u0000', deviceId: 'd\u0000' }),
  ];
  const faults = await plant.refused(() => ingest(signals, { idempotencyKey: '' }));
  const at = Object.fromEntries(Object.keys(faults).map((path) => [path, faults[path]]));
  expect(at).toEqual({
    idempotencyKey: 'BAD_USER_INPUT',
    'signals.1.source': 'BAD_USER_INPUT',
    'signals.1.signalType': 'BAD_USER_INPUT',
    'signals.1.severity': 'BAD_USER_INPUT',
    'signals.1.payload': 'BAD_USER_INPUT',
    'signals.2': 'BAD_USER_INPUT',
    'signals.2.assetId': 'BAD_USER_INPUT',
    'signals.2.deviceId': 'BAD_USER_INPUT',
    'signals.3.assetId': 'NOT_FOUND',
    'signals.3.textValue': 'BAD_USER_INPUT',
    'signals.3.booleanValue': 'BAD_USER_INPUT',
    'signals.4': 'BAD_USER_INPUT',
    'signals.4.numericValue': 'BAD_USER_INPUT',
    'signals.4.payload': 'BAD_USER_INPUT',
    'signals.5.textValue': 'BAD_USER_INPUT',
    'signals.5.deviceId': 'BAD_USER_INPUT',
  });
});

test.each([0, 101])('%i of them are refused', async (count) => {
  const signals = Array.from({ length: count }, () => signal());
  expect(await plant.refused(() => ingest(signals))).toEqual({ signals: 'BAD_USER_INPUT' });
});

test('a hundred are taken', async () => {
  const made = await ingest(Array.from({ length: 100 }, (_, index) => signal({ numericValue: index })));
  expect(made.signals.totalCount).toBe(100);
  expect(plant.wire.writes).toHaveLength(100);
});

test('one that UniAsset refuses does not undo the others', async () => {
  const gone = await plant.world.uniasset.createAsset('Sold');
  await plant.world.sandbox.deliverDueWebhooks();
  const { data } = await plant.world.ask('{ assets(filter: { search: "Sold" }) { nodes { id } } }');
  await plant.world.sandbox.pool.query('delete from sandbox.uniasset_asset where id = $1', [gone]);
  const made = await ingest([signal(), signal({ assetId: data.assets.nodes[0].id }), signal()]);
  expect(made.signals.totalCount).toBe(2);
  expect(made.outcomes).toMatchObject([
    { command: { status: 'SUCCEEDED' }, userErrors: [] },
    { command: { status: 'REJECTED' }, userErrors: [{ field: ['assetId'], code: 'BAD_USER_INPUT' }] },
    { command: { status: 'SUCCEEDED' }, userErrors: [] },
  ]);
});

test('sent twice with one key each is sent once; other signals under that key are refused', async () => {
  const signals = [signal({ numericValue: 1 }), signal({ numericValue: 2 })];
  const first = await ingest(signals, { idempotencyKey: 'two' });
  expect(await ingest(signals, { idempotencyKey: 'two' })).toEqual(first);
  expect(plant.wire.writes).toHaveLength(2);
  const others = await ingest([...signals, signal()], { idempotencyKey: 'two' });
  expect(others).toMatchObject({ outcomes: [], signals: { totalCount: 0 } });
  expect(faultsOf(others)).toEqual({ idempotencyKey: 'CONFLICT' });
  expect(plant.wire.writes).toHaveLength(2);
});

test('an answer that is lost leaves that signal uncertain, and it is not sent again', async () => {
  plant.wire.breaks = 'cut';
  const lost = await ingest([signal()], { idempotencyKey: 'lost signal' });
  expect(lost.outcomes).toMatchObject([{ command: { status: 'UNCERTAIN' } }]);
  plant.wire.breaks = null;
  plant.world.clock.advance({ seconds: 61 });
  await plant.world.gateway.seeToCommands(plant.world.connections.uniasset);
  const again = await ingest([signal()], { idempotencyKey: 'lost signal' });
  expect(again.outcomes).toMatchObject([
    { command: { status: 'UNCERTAIN' }, userErrors: [{ message: expect.stringContaining('can not be read back') }] },
  ]);
  expect(plant.wire.writes).toHaveLength(1);
});

test('a way that breaks before anything is sent is an error; one that breaks later stands beside what was sent', async () => {
  plant.wire.lasts = 0;
  const { errors } = await mutate(plant.world, 'ingestSignals', fields, { signals: [signal(), signal()] });
  expect(errors[0]).toMatchObject({
    extensions: { code: 'UPSTREAM_UNAVAILABLE', upstream: { service: 'UNIASSET' } },
  });
  expect(plant.wire.writes).toHaveLength(1);
  plant.wire.lasts = 2;
  plant.wire.writes.length = 0;
  const made = await ingest([signal(), signal(), signal()]);
  expect(made.signals.totalCount).toBe(2);
  expect(made.outcomes[2]).toMatchObject({
    command: { status: 'REJECTED' },
    userErrors: [{ field: [], code: 'UPSTREAM_UNAVAILABLE' }],
  });
});

test('a plan without signals is an error, and a single request', async () => {
  await plant.world.sandbox.pool.query(`update sandbox.organization set plan = 'Business' where service = 'uniasset'`);
  const { errors } = await mutate(plant.world, 'ingestSignals', fields, { signals: [signal(), signal()] });
  await plant.world.sandbox.pool.query(
    `update sandbox.organization set plan = 'Enterprise' where service = 'uniasset'`,
  );
  expect(errors[0]).toMatchObject({ extensions: { code: 'PLAN_REQUIRED' } });
  expect(plant.wire.writes).toHaveLength(1);
});
