import {
  demoPlantName,
  loadDemoPlant,
  secondPlantName,
  type DemoPlants,
  type LoadedPlant,
} from '../../src/sandbox/demo-plant/load.ts';
import { openDatabases, type Databases } from './databases.ts';
import { listOf, type Fields, type MaintainxList } from './maintainx-world.ts';
import { dataOf, rowsOf, startSandboxWorld, type RestClient, type SandboxWorld } from './sandbox-world.ts';
import { payloadOf } from './webhook-receiver.ts';

let database: Databases;
/** With both plants, for those that only read them. */
let world: SandboxWorld;
let plants: DemoPlants;
beforeAll(async () => {
  database = openDatabases();
  world = await startSandboxWorld(database);
  plants = await loadDemoPlant(world.sandbox);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const lists = ['assets', 'inspections', 'failure-modes', 'actions', 'risk-assessments'] as const;

const reliaticOf = ({ clientOf }: SandboxWorld, plant: LoadedPlant): RestClient => {
  return clientOf('reliatic', plant.organizations.reliatic.keys.readWrite);
};
const maintainxOf = ({ clientOf }: SandboxWorld, plant: LoadedPlant): RestClient => {
  return clientOf('maintainx', plant.organizations.maintainx.keys.readWrite);
};
const maintainkitOf = ({ clientOf }: SandboxWorld, plant: LoadedPlant): RestClient => {
  return clientOf('maintainkit', plant.organizations.maintainkit.keys.readWrite);
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
  await using own = await startSandboxWorld(database);
  const loads = await Promise.all([loadDemoPlant(own.sandbox), loadDemoPlant(own.sandbox)]);
  expect(await loadDemoPlant(own.sandbox)).toEqual(loads[0]);
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
    unfinishedWorkOrders: 40,
    users: 8,
    workOrders: 5485,
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
    unfinishedWorkOrders: 7,
    users: 3,
    workOrders: 12,
    uniassetAssets: 2,
    uniassetAssignments: 2,
    uniassetExpiries: 2,
    uniassetMaintenance: 0,
    uniassetPositions: 0,
    uniassetSignals: 0,
  });
});

/** All rows of one of MaintainX's lists. */
async function everyRow(client: RestClient, list: MaintainxList): Promise<Fields[]> {
  const rows: Fields[] = [];
  for (let cursor = ''; ;) {
    const answer = await client.get(`/${list.toLowerCase()}?limit=200${cursor}`);
    rows.push(...listOf(answer, list));
    const { nextCursor } = answer.body as { nextCursor: string | null };
    if (nextCursor === null) return rows;
    cursor = `&cursor=${nextCursor}`;
  }
}

test('two databases are given the same plant, record by record', async () => {
  await using other = await startSandboxWorld(database);
  const others = await loadDemoPlant(other.sandbox);
  for (const plant of ['demo', 'second'] as const) {
    for (const list of lists) {
      const rows = await allRows(reliaticOf(world, plants[plant]), list);
      expect(await allRows(reliaticOf(other, others[plant]), list)).toEqual(rows);
    }
    for (const list of ['/parts', '/locations', '/stock', '/movements']) {
      const answer = await maintainkitOf(world, plants[plant]).get(list);
      expect((await maintainkitOf(other, others[plant]).get(list)).body).toEqual(answer.body);
    }
    for (const list of ['workOrders', 'assets', 'locations', 'users'] as const) {
      const rows = await everyRow(maintainxOf(world, plants[plant]), list);
      expect(await everyRow(maintainxOf(other, others[plant]), list)).toEqual(rows);
    }
  }
});

test('the excavators stand above their locations', async () => {
  const { demo } = plants;
  const assets = await allRows(reliaticOf(world, demo), 'assets');
  const machines = assets.filter((asset) => asset['parent_id'] === null);
  expect(machines.map((asset) => asset['tag_number'])).toEqual(['EXC-A', 'EXC-B', 'EXC-C', 'EXC-D', 'EXC-E']);
  const bucket = assets.find((asset) => asset['tag_number'] === 'EXC-A-BUCKET');
  expect(bucket).toMatchObject({ name: 'Bucket, excavator A', parent_id: machines[0]?.['id'] });
  expect(new Set(assets.map((asset) => asset['tag_number'])).size).toBe(assets.length);
});

test('the worksheet comes whole, with its one wrong RPN', async () => {
  const { demo } = plants;
  const modes = await allRows(reliaticOf(world, demo), 'failure-modes');
  expect(modes).toHaveLength(330);
  const wrong = modes.filter((mode) => {
    return mode['rpn'] !== Number(mode['severity']) * Number(mode['occurrence']) * Number(mode['detection']);
  });
  expect(wrong).toMatchObject([{ rpn: 0, severity: 4, occurrence: 4, detection: 6, priority: 'medium' }]);
});

test('history is silent, and what happens later is not', async () => {
  await using own = await startSandboxWorld(database);
  const { demo } = await loadDemoPlant(own.sandbox);
  const options = { url: 'http://127.0.0.1:9/hooks', secret: 's' };
  await own.sandbox.addWebhookEndpoint('reliatic', demo.organizations.reliatic.id, {
    ...options,
    events: ['alert.escalated'],
  });
  await own.sandbox.addWebhookEndpoint('maintainkit', demo.organizations.maintainkit.id, {
    ...options,
    events: ['stock.low'],
  });
  expect(demo.counts.escalations).toBeGreaterThan(0);
  expect(await own.sandbox.round('reliatic')).toBe(0);
  expect(await own.sandbox.round('maintainx')).toBe(0);

  own.clock.advance({ days: 1 });
  const climbed = await own.sandbox.round('reliatic');
  expect(climbed).toBeGreaterThan(0);
  const escalations = await own.sandbox.webhookDeliveries('reliatic', demo.organizations.reliatic.id);
  expect(escalations.length).toBeLessThanOrEqual(climbed);
  expect(escalations.length).toBeGreaterThan(0);

  await own.sandbox.addWebhookEndpoint('maintainx', demo.organizations.maintainx.id, options);
  const late = await own.sandbox.round('maintainx');
  expect(late).toBeGreaterThan(0);
  const overdue = await own.sandbox.webhookDeliveries('maintainx', demo.organizations.maintainx.id);
  expect(overdue.map(({ event }) => event)).toContain('WORK_ORDER_OVERDUE');
  expect(overdue.length).toBeLessThanOrEqual(late);

  const consume = { kind: 'consume', sku: 'OIL-15W40', location: 'Almacén Central', qty: 2 };
  expect(dataOf(await maintainkitOf(own, demo).post('/movements', consume))).toMatchObject({ onHand: 18 });
  const lows = await own.sandbox.webhookDeliveries('maintainkit', demo.organizations.maintainkit.id);
  expect(lows.map(({ body }) => payloadOf(body)['data'])).toMatchObject([
    { sku: 'OIL-15W40', onHand: 18, reorderPoint: 18 },
  ]);
});

test('no store ever held less than nothing', async () => {
  const { demo } = plants;
  const movements = rowsOf(await maintainkitOf(world, demo).get('/movements'));
  expect(movements).toHaveLength(demo.counts.movements);
  const onHand = new Map<string, number>();
  for (const row of movements) {
    const place = `${String(row['partId'])} ${String(row['locationId'])}`;
    onHand.set(place, (onHand.get(place) ?? 0) + Math.round(Number(row['qtyDelta']) * 1000));
    expect(onHand.get(place)).toBeGreaterThanOrEqual(0);
  }
});

test("all the excavators' orders stand in MaintainX, the youngest still to be done", async () => {
  const { demo } = plants;
  const orders = await everyRow(maintainxOf(world, demo), 'workOrders');
  const countBy = (field: string) => {
    const words = orders.map((order) => String(order[field]));
    return Object.fromEntries([...new Set(words)].map((word) => [word, words.filter((one) => one === word).length]));
  };
  expect(countBy('status')).toEqual({ OPEN: 25, IN_PROGRESS: 10, ON_HOLD: 5, DONE: 5445 });
  expect(countBy('type')).toEqual({ REACTIVE: 5217, PREVENTIVE: 153, OTHER: 115 });
  expect(orders.filter((order) => (order['status'] === 'DONE') !== (order['completedAt'] !== null))).toEqual([]);
  expect(orders.filter((order) => order['assetId'] === null)).toEqual([]);
  const unfinished = orders.filter((order) => order['status'] !== 'DONE');
  const days = unfinished.map(
    (order) => (Date.parse(String(order['dueDate'])) - world.clock.now().getTime()) / 86_400_000,
  );
  expect([Math.floor(Math.min(...days)), Math.floor(Math.max(...days))]).toEqual([-10, 30]);

  const weld = orders.find((order) => order['title'] === 'L/H BUCKET CYL LEAKING.');
  expect(weld).toMatchObject({
    priority: 'MEDIUM',
    startDate: '2005-03-20T07:00:00.000Z',
    completedAt: '2005-03-31T05:00:00.000Z',
    estimatedTime: 262 * 3600,
    categories: ['Bucket'],
    parts: [],
  });
  const swapped = orders.find((order) => String(order['description']).startsWith('Order 4039,'));
  expect(swapped).toMatchObject({ status: 'OPEN', parts: [{ name: 'Lift', quantityUsed: 1 }] });
});

test('one machine is recognised in two services by its serial number', async () => {
  const { demo, second } = plants;
  for (const plant of [demo, second]) {
    const reliatic = await allRows(reliaticOf(world, plant), 'assets');
    const maintainx = await everyRow(maintainxOf(world, plant), 'assets');
    const serialNumbers = reliatic.map((asset) => String(asset['serial_number']));
    expect(new Set(serialNumbers).size).toBe(reliatic.length);
    expect(maintainx.map((asset) => String(asset['serialNumber'])).toSorted()).toEqual(serialNumbers.toSorted());
    expect(new Set(maintainx.map((asset) => asset['barcode'])).size).toBe(maintainx.length);
    const nameOf = new Map(reliatic.map((asset) => [asset['serial_number'], asset['name']]));
    for (const asset of maintainx) expect(asset['name']).toBe(nameOf.get(asset['serialNumber']));
  }
  const machines = (await everyRow(maintainxOf(world, demo), 'assets')).filter((asset) => asset['parentId'] === null);
  expect(machines.map((asset) => [asset['serialNumber'], asset['model']])).toEqual([
    ['RH120C-0001', 'RH120C'],
    ['RH120C-0002', 'RH120C'],
    ['SHD23', 'RH120E'],
    ['SHD24', 'RH120E'],
    ['SHD26', 'RH120E'],
  ]);
});

test('some assets know their remaining life', async () => {
  const { demo } = plants;
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
  const { demo, second } = plants;
  const [oil] = rowsOf(await maintainkitOf(world, second).get('/stock?sku=OIL-15W40'));
  expect(oil).toMatchObject({ onHand: 200, location: 'Quay store' });
  const [ours] = rowsOf(await maintainkitOf(world, demo).get('/stock?sku=OIL-15W40'));
  expect(ours).toMatchObject({ onHand: 15, location: 'Almacén Central' });
  expect(rowsOf(await reliaticOf(world, second).get('/assets?search=EXC'))).toEqual([]);
});

test('a plant whose organization was there before keeps the keys it was given', async () => {
  await using own = await startSandboxWorld(database);
  const [readWriteKey, readOnlyKey] = ['rl_live_demo', 'rl_live_second'];
  await own.sandbox.createOrganization('reliatic', { name: demoPlantName, readWriteKey });
  await own.sandbox.createOrganization('reliatic', { name: secondPlantName, readOnlyKey });
  const { demo, second } = await loadDemoPlant(own.sandbox);
  expect(demo.organizations.reliatic.keys.readWrite).toBe(readWriteKey);
  expect(second.organizations.reliatic.keys.readOnly).toBe(readOnlyKey);
  expect(rowsOf(await own.clientOf('reliatic', readWriteKey).get('/assets?search=EXC-A-BUCKET'))).not.toEqual([]);
});
