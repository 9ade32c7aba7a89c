import { mutate, nobody, payloadOf } from './mutating.ts';
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
});

const assign = (input: object) =>
  payloadOf(
    plant.world,
    'assignAsset',
    'assignment { assignedToEmail place asset { name } sources { via externalId } }',
    {
      assetId: plant.ids['Truck'],
      ...input,
    },
  );

describe('assignAsset', () => {
  test.each([
    [{ assignedToEmail: 'ada.berg@plant.example' }, { assignedToEmail: 'ada.berg@plant.example', place: null }],
    [
      { place: 'site-quarry', assignedToEmail: null },
      { assignedToEmail: null, place: 'site-quarry' },
    ],
  ])('%j is taken by UniAsset, and the payload already shows it', async (to, shown) => {
    const made = await assign(to);
    expect(made).toMatchObject({
      assignment: {
        ...shown,
        asset: { name: 'Truck' },
        sources: [{ via: 'WRITE', externalId: made.command.upstreamId }],
      },
      userErrors: [],
      command: { status: 'SUCCEEDED', service: 'UNIASSET' },
    });
    expect((await plant.written('assignment')).at(-1)).toMatchObject({ id: made.command.upstreamId });
  });

  test('what the webhook tells of it later is the same assignment', async () => {
    await plant.tellOnly(null);
    const { command } = await assign({ place: 'yard-2' });
    await plant.world.sandbox.deliverDueWebhooks();
    await plant.tellOnly(['asset.created']);
    const rows = await plant.world.gateway.database.prisma.assignment.findMany({ where: { place: 'yard-2' } });
    const { data } = await plant.world.ask(
      `{ node(id: "${rows[0]?.id}") { ... on Assignment { sources { via externalId } } } }`,
    );
    expect(rows).toHaveLength(1);
    expect(data.node.sources).toEqual([{ via: 'WEBHOOK', externalId: command.upstreamId }]);
  });

  test.each<[object, Record<string, string>]>([
    [{ assetId: 'Truck' }, { assetId: 'BAD_USER_INPUT', '': 'BAD_USER_INPUT' }],
    [
      { assetId: nobody('ast'), assignedToEmail: 'ada@plant.example', place: 'yard-2' },
      { assetId: 'NOT_FOUND', assignedToEmail: 'BAD_USER_INPUT', place: 'BAD_USER_INPUT' },
    ],
    [{ assignedToEmail: 'Ada' }, { assignedToEmail: 'BAD_USER_INPUT' }],
    [{ place: ' ' }, { place: 'BAD_USER_INPUT' }],
    [{ place: 'x'.repeat(201) }, { place: 'BAD_USER_INPUT' }],
  ])('refuses %j beside its fields, and nothing is written', async (input, faults) => {
    expect(await plant.refused(() => assign(input))).toEqual(faults);
  });

  test('refuses an asset that UniAsset does not have', async () => {
    expect(await plant.refused(() => assign({ assetId: plant.ids['TNK-1'], place: 'x' }))).toEqual({
      assetId: 'NOT_FOUND',
    });
  });

  test('given twice with one key it is given once; its answer lost, nobody can tell', async () => {
    const input = { place: 'yard-3', idempotencyKey: 'assign' };
    const first = await assign(input);
    expect(await assign(input)).toEqual(first);
    expect(plant.wire.writes).toEqual(['POST /api/integrations/assets/assignment']);
    plant.wire.breaks = 'cut';
    expect(await assign({ place: 'yard-4', idempotencyKey: 'lost' })).toMatchObject({
      assignment: null,
      command: { status: 'UNCERTAIN' },
    });
    plant.wire.breaks = null;
    await plant.world.gateway.seeToCommands(plant.world.connections.uniasset);
    expect(await assign({ place: 'yard-4', idempotencyKey: 'lost' })).toMatchObject({
      command: { status: 'UNCERTAIN', attempts: 1 },
    });
    expect(plant.wire.writes).toHaveLength(2);
  });
});

describe('reportPosition', () => {
  const report = (input: object) =>
    payloadOf(
      plant.world,
      'reportPosition',
      'position { latitude longitude accuracyMetres reportedAt asset { name } sources { via externalId } }',
      { assetId: plant.ids['Truck'], latitude: -23.65, longitude: -70.4, ...input },
    );

  test('is taken by UniAsset, and the payload and the asset already show it', async () => {
    const made = await report({ latitude: 59.913868, longitude: -180, accuracyMetres: '4.5' });
    expect(made).toMatchObject({
      position: {
        latitude: 59.913868,
        longitude: -180,
        accuracyMetres: 4.5,
        asset: { name: 'Truck' },
        sources: [{ via: 'WRITE', externalId: made.command.upstreamId }],
      },
      userErrors: [],
      command: { status: 'SUCCEEDED' },
    });
    const { data } = await plant.world.ask(
      `{ node(id: "${plant.ids['Truck']}") { ... on Asset { position { latitude } } } }`,
    );
    expect(data.node.position).toEqual({ latitude: 59.913868 });
    expect(await plant.written('position')).toMatchObject([{ latitude: 59.913868, longitude: -180, accuracy: 4.5 }]);
  });

  test.each<[object, Record<string, string>]>([
    [
      { latitude: 90.000001, longitude: -180.5, accuracyMetres: -1, assetId: 'x' },
      {
        latitude: 'BAD_USER_INPUT',
        longitude: 'BAD_USER_INPUT',
        accuracyMetres: 'BAD_USER_INPUT',
        assetId: 'BAD_USER_INPUT',
      },
    ],
    [
      { accuracyMetres: 900_000_000_000, assetId: nobody('ast') },
      { accuracyMetres: 'BAD_USER_INPUT', assetId: 'NOT_FOUND' },
    ],
  ])('refuses %j beside its fields, and nothing is written', async (input, faults) => {
    expect(await plant.refused(() => report(input))).toEqual(faults);
  });

  test('reported twice with one key it is reported once', async () => {
    const first = await report({ idempotencyKey: 'here' });
    expect(await report({ idempotencyKey: 'here' })).toEqual(first);
    expect(plant.wire.writes).toHaveLength(1);
  });
});

test.each([
  ['assignAsset', { assetId: nobody('ast'), place: 'x' }],
  ['reportPosition', { assetId: nobody('ast'), latitude: 0, longitude: 0 }],
  ['ingestSignals', { signals: [] }],
])('%s takes a key that may write, and a connection', async (name, input) => {
  const reading = await mutate(plant.world, name, '', input, plant.world.keys.read);
  expect(reading.errors[0]).toMatchObject({ path: [name], extensions: { code: 'FORBIDDEN' } });
  const other = await plant.world.other();
  await plant.world.gateway.database.prisma.serviceConnection.deleteMany({
    where: { tenantId: other.tenant.id },
  });
  const unconnected = await mutate(plant.world, name, '', input, other.keys.write);
  expect(unconnected.errors[0]).toMatchObject({
    message: 'UNIASSET is not connected',
    extensions: { code: 'UPSTREAM_UNAVAILABLE' },
  });
  expect(plant.wire.writes).toEqual([]);
});
