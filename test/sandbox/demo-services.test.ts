import { loadDemoPlant, type DemoPlants, type LoadedPlant } from '../../src/sandbox/demo-plant/load.ts';
import { announceEverything } from '../../src/sandbox/uniasset/resend.ts';
import { openDatabases, type Databases } from './databases.ts';
import { feedPage } from './maintio-world.ts';
import { startSandboxWorld, type RestClient, type SandboxWorld } from './sandbox-world.ts';
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

type Row = Record<string, unknown>;

const maintioOf = ({ clientOf }: SandboxWorld, plant: LoadedPlant): RestClient =>
  clientOf('maintio', plant.organizations.maintio.keys.readOnly);

const listOf = async (client: RestClient, kind: 'assets' | 'records'): Promise<Row[]> =>
  ((await client.get(`/v1/${kind}`)).body as Record<typeof kind, Row[]>)[kind];

/** What UniAsset tells of a plant when it is asked to send everything again. */
async function resent({ sandbox }: SandboxWorld, plant: LoadedPlant) {
  const { id } = plant.organizations.uniasset;
  await sandbox.addWebhookEndpoint('uniasset', id, { url: 'http://127.0.0.1:9/hooks', secret: 's' });
  await sandbox.change('uniasset', (change) => announceEverything(change, id));
  return (await sandbox.webhookDeliveries('uniasset', id)).map(({ body }) => payloadOf(body));
}

test('Maint.io holds the machines and their busiest locations, under the names of the plant', async () => {
  const { demo } = plants;
  const assets = await listOf(maintioOf(world, demo), 'assets');
  expect(assets).toHaveLength(25);
  const machines = assets.filter(({ name }) => /^Excavator [A-E]$/.test(String(name)));
  expect(machines).toHaveLength(5);
  for (const machine of machines) expect(machine['tag_id']).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
  expect(assets.map(({ name }) => name)).toContain('Grease lube system, excavator D');
});

test('its records are the real orders, in the words of the technicians', async () => {
  const { demo } = plants;
  const records = await listOf(maintioOf(world, demo), 'records');
  const counts = new Map<unknown, number>();
  for (const { record_type } of records) counts.set(record_type, (counts.get(record_type) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual({ Repair: 2502, Service: 392, Inspection: 49 });
  expect(records.find(({ description }) => description === 'SWAP BUCKET')).toMatchObject({
    record_type: 'Repair',
    performed_at: '2006-05-05T00:00:00.000Z',
  });
});

test('the feed of the plant is read in pages, and 45 tags share one timestamp', async () => {
  const { demo } = plants;
  const client = maintioOf(world, demo);
  const seen = new Set<string>();
  let since = '1970-01-01T00:00:00Z';
  for (let isMore = true; isMore;) {
    const page = await feedPage(client, since, 1000);
    for (const row of [...page.assets, ...page.tags, ...page.records]) seen.add(row.id);
    isMore = page.has_more;
    // A millisecond back, because a page may end amid the rows of one day.
    since = isMore ? new Date(Date.parse(page.next_updated_since) - 1).toISOString() : since;
  }
  const { maintioAssets, maintioTags, maintioRecords } = demo.counts;
  expect(seen.size).toBe(maintioAssets + maintioTags + maintioRecords);
  const last = await feedPage(client, '2012-12-31T00:00:00Z');
  expect(new Set(last.tags.map(({ updated_at }) => updated_at)).size).toBe(1);
  expect(last.tags).toHaveLength(45);
});

test('UniAsset tells of five machines with their serial numbers, and who has them', async () => {
  await using own = await startSandboxWorld(database);
  const { demo } = await loadDemoPlant(own.sandbox);
  const events = await resent(own, demo);
  const dataOf = (event: string) => events.filter((told) => told.event === event).map((told) => told['data'] as Row);
  const machines = dataOf('asset.created');
  expect(machines.map(({ tagNumber }) => tagNumber)).toEqual(['EXC-A', 'EXC-B', 'EXC-C', 'EXC-D', 'EXC-E']);
  expect(machines[3]).toMatchObject({ name: 'Excavator D', serialNumber: 'SHD24', category: 'Excavator' });
  expect(dataOf('assignment.changed').map(({ assetId }) => assetId)).toEqual(machines.map(({ id }) => id));
  expect(dataOf('maintenance.created')).toHaveLength(15);
});

test('a warranty comes near its end ten minutes after the load, and more with the days', async () => {
  await using own = await startSandboxWorld(database);
  const { demo } = await loadDemoPlant(own.sandbox);
  const { id } = demo.organizations.uniasset;
  await own.sandbox.addWebhookEndpoint('uniasset', id, { url: 'http://127.0.0.1:9/hooks', secret: 's' });
  expect(await own.sandbox.round('uniasset')).toBe(0);
  own.clock.advance({ minutes: 10 });
  expect(await own.sandbox.round('uniasset')).toBe(1);
  const [told] = await own.sandbox.webhookDeliveries('uniasset', id);
  expect(payloadOf(told!.body)).toMatchObject({
    event: 'warranty.expiring',
    data: { name: 'Power train warranty, EXC-A' },
  });
  own.clock.advance({ days: 1 });
  expect(await own.sandbox.round('uniasset')).toBe(1);
});

test('two databases are given the same, record by record, and the plants are two tenants', async () => {
  await using one = await startSandboxWorld(database);
  await using two = await startSandboxWorld(database);
  const [first, second] = [await loadDemoPlant(one.sandbox), await loadDemoPlant(two.sandbox)];
  for (const plant of ['demo', 'second'] as const) {
    for (const kind of ['assets', 'records'] as const) {
      const rows = await listOf(maintioOf(one, first[plant]), kind);
      expect(await listOf(maintioOf(two, second[plant]), kind)).toEqual(rows);
    }
    expect(await resent(two, second[plant])).toEqual(await resent(one, first[plant]));
  }
  const names = (await listOf(maintioOf(one, first.second), 'assets')).map(({ name }) => name);
  expect(new Set(names)).toEqual(new Set(['Ship-to-shore crane 1', 'Ship-to-shore crane 2']));
});
