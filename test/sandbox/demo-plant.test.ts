import { demoPlantName, loadDemoPlant, secondPlantName, type LoadedPlant } from '../../src/sandbox/demo-plant/load.ts';
import { openDatabases, type Databases } from './databases.ts';
import { dataOf, rowsOf, startSandboxWorld, type RestClient, type SandboxWorld } from './sandbox-world.ts';
import { payloadOf } from './webhook-receiver.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const lists = ['assets', 'inspections', 'failure-modes', 'actions', 'risk-assessments'] as const;

const reliaticOf = (world: SandboxWorld, plant: LoadedPlant): RestClient => {
  return world.clientOf('reliatic', plant.organizations.reliatic.keys.readWrite);
};
const maintainkitOf = (world: SandboxWorld, plant: LoadedPlant): RestClient => {
  return world.clientOf('maintainkit', plant.organizations.maintainkit.keys.readWrite);
};

async function allRows(client: RestClient, list: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (let page = 1; ; page += 1) {
    const found = rowsOf(await client.get(`/${list}?per_page=100&page=${page}`));
    rows.push(...found);
    if (found.length < 100) return rows;
  }
}

test('the plant is there once, however often it is loaded, and says how much it holds', async () => {
  await using world = await startSandboxWorld(database);
  const loads = await Promise.all([loadDemoPlant(world.sandbox), loadDemoPlant(world.sandbox)]);
  expect(await loadDemoPlant(world.sandbox)).toEqual(loads[0]);
  expect(loads[1]).toEqual(loads[0]);
  expect(loads[0].demo.counts).toEqual({
    actions: 192,
    assets: 319,
    escalations: 90,
    failureModes: 330,
    inspections: 323,
    locations: 4,
    lowParts: 7,
    maintioAssets: 25,
    maintioRecords: 2943,
    maintioTags: 45,
    movements: 2197,
    parts: 92,
    riskAssessments: 611,
    uniassetAssets: 5,
    uniassetAssignments: 5,
    uniassetExpiries: 10,
    uniassetMaintenance: 15,
    uniassetPositions: 5,
    uniassetSignals: 288,
  });
  expect(loads[0].second.counts).toEqual({
    actions: 4,
    assets: 6,
    escalations: 1,
    failureModes: 4,
    inspections: 0,
    locations: 1,
    lowParts: 0,
    maintioAssets: 2,
    maintioRecords: 2,
    maintioTags: 3,
    movements: 3,
    parts: 3,
    riskAssessments: 0,
    uniassetAssets: 2,
    uniassetAssignments: 2,
    uniassetExpiries: 2,
    uniassetMaintenance: 0,
    uniassetPositions: 0,
    uniassetSignals: 0,
  });
});

test('two databases are given the same plant, record by record', async () => {
  await using one = await startSandboxWorld(database);
  await using two = await startSandboxWorld(database);
  const [first, second] = [await loadDemoPlant(one.sandbox), await loadDemoPlant(two.sandbox)];
  for (const plant of ['demo', 'second'] as const) {
    for (const list of lists) {
      const rows = await allRows(reliaticOf(one, first[plant]), list);
      expect(await allRows(reliaticOf(two, second[plant]), list)).toEqual(rows);
    }
    for (const list of ['/parts', '/locations', '/stock', '/movements']) {
      const answer = await maintainkitOf(one, first[plant]).get(list);
      expect((await maintainkitOf(two, second[plant]).get(list)).body).toEqual(answer.body);
    }
  }
});

test('the excavators stand above their locations', async () => {
  await using world = await startSandboxWorld(database);
  const { demo } = await loadDemoPlant(world.sandbox);
  const assets = await allRows(reliaticOf(world, demo), 'assets');
  const machines = assets.filter((asset) => asset['parent_id'] === null);
  expect(machines.map((asset) => asset['tag_number'])).toEqual(['EXC-A', 'EXC-B', 'EXC-C', 'EXC-D', 'EXC-E']);
  const bucket = assets.find((asset) => asset['tag_number'] === 'EXC-A-BUCKET');
  expect(bucket).toMatchObject({ name: 'Bucket, excavator A', parent_id: machines[0]?.['id'] });
  expect(new Set(assets.map((asset) => asset['tag_number'])).size).toBe(assets.length);
});

test('the worksheet comes whole, with its one wrong RPN', async () => {
  await using world = await startSandboxWorld(database);
  const { demo } = await loadDemoPlant(world.sandbox);
  const modes = await allRows(reliaticOf(world, demo), 'failure-modes');
  expect(modes).toHaveLength(330);
  const wrong = modes.filter((mode) => {
    return mode['rpn'] !== Number(mode['severity']) * Number(mode['occurrence']) * Number(mode['detection']);
  });
  expect(wrong).toMatchObject([{ rpn: 0, severity: 4, occurrence: 4, detection: 6, priority: 'medium' }]);
});

test('history is silent, and what happens later is not', async () => {
  await using world = await startSandboxWorld(database);
  const { demo } = await loadDemoPlant(world.sandbox);
  const options = { url: 'http://127.0.0.1:9/hooks', secret: 's' };
  await world.sandbox.addWebhookEndpoint('reliatic', demo.organizations.reliatic.id, {
    ...options,
    events: ['alert.escalated'],
  });
  await world.sandbox.addWebhookEndpoint('maintainkit', demo.organizations.maintainkit.id, {
    ...options,
    events: ['stock.low'],
  });
  expect(demo.counts.escalations).toBeGreaterThan(0);
  expect(await world.sandbox.round('reliatic')).toBe(0);

  world.clock.advance({ days: 1 });
  const climbed = await world.sandbox.round('reliatic');
  expect(climbed).toBeGreaterThan(0);
  const escalations = await world.sandbox.webhookDeliveries('reliatic', demo.organizations.reliatic.id);
  expect(escalations.length).toBeLessThanOrEqual(climbed);
  expect(escalations.length).toBeGreaterThan(0);

  const consume = { kind: 'consume', sku: 'OIL-15W40', location: 'Almacén Central', qty: 2 };
  expect(dataOf(await maintainkitOf(world, demo).post('/movements', consume))).toMatchObject({ onHand: 18 });
  const lows = await world.sandbox.webhookDeliveries('maintainkit', demo.organizations.maintainkit.id);
  expect(lows.map(({ body }) => payloadOf(body)['data'])).toMatchObject([
    { sku: 'OIL-15W40', onHand: 18, reorderPoint: 18 },
  ]);
});

test('no store ever held less than nothing', async () => {
  await using world = await startSandboxWorld(database);
  const { demo } = await loadDemoPlant(world.sandbox);
  const movements = rowsOf(await maintainkitOf(world, demo).get('/movements'));
  expect(movements).toHaveLength(demo.counts.movements);
  const onHand = new Map<string, number>();
  for (const row of movements) {
    const place = `${String(row['partId'])} ${String(row['locationId'])}`;
    onHand.set(place, (onHand.get(place) ?? 0) + Math.round(Number(row['qtyDelta']) * 1000));
    expect(onHand.get(place)).toBeGreaterThanOrEqual(0);
  }
});

test('some assets know their remaining life', async () => {
  await using world = await startSandboxWorld(database);
  const { demo } = await loadDemoPlant(world.sandbox);
  const client = reliaticOf(world, demo);
  const [lube] = rowsOf(await client.get('/assets?search=EXC-D-GREASE-LUBE'));
  expect(dataOf(await client.get(`/assets/${String(lube?.['id'])}`))).toMatchObject({
    required_thickness_mm: 7.5,
    current_risk_ranking: expect.stringMatching(/^(low|medium|medium_high|high)$/),
    last_inspection_date: expect.stringMatching(/^20\d\d-/),
    remaining_life_years: expect.any(Number),
  });
});

test('the two plants are two tenants', async () => {
  await using world = await startSandboxWorld(database);
  const { demo, second } = await loadDemoPlant(world.sandbox);
  const [oil] = rowsOf(await maintainkitOf(world, second).get('/stock?sku=OIL-15W40'));
  expect(oil).toMatchObject({ onHand: 200, location: 'Quay store' });
  const [ours] = rowsOf(await maintainkitOf(world, demo).get('/stock?sku=OIL-15W40'));
  expect(ours).toMatchObject({ onHand: 15, location: 'Almacén Central' });
  expect(rowsOf(await reliaticOf(world, second).get('/assets?search=EXC'))).toEqual([]);
});

test('a plant whose organization was there before keeps the keys it was given', async () => {
  await using world = await startSandboxWorld(database);
  const [readWriteKey, readOnlyKey] = ['rl_live_demo', 'rl_live_second'];
  await world.sandbox.createOrganization('reliatic', { name: demoPlantName, readWriteKey });
  await world.sandbox.createOrganization('reliatic', { name: secondPlantName, readOnlyKey });
  const { demo, second } = await loadDemoPlant(world.sandbox);
  expect(demo.organizations.reliatic.keys.readWrite).toBe(readWriteKey);
  expect(second.organizations.reliatic.keys.readOnly).toBe(readOnlyKey);
  expect(rowsOf(await world.clientOf('reliatic', readWriteKey).get('/assets?search=EXC-A-BUCKET'))).not.toEqual([]);
});
