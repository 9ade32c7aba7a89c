import { maintenance, observe } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';

let world: World;
let excavator: { id: string };
beforeAll(async () => {
  world = await startWorld({ webhooks: false });
  excavator = await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  const pump = await world.reliatic.createAsset({ tag_number: 'EXC-A-PMP' });
  await world.sync();
  await observe(world, {
    oil: maintenance(excavator.id, '2026-02-01T08:00:00Z', { description: 'Engine oil and filter changed' }),
    seal: maintenance(pump.id, '2026-03-01T08:30:00Z', {
      type: 'REPAIR',
      description: 'Seal replaced, 50% worn',
      cost: { amountMinor: 18_550, currency: 'USD' },
    }),
    gauge: maintenance(pump.id, '2026-03-20T08:00:00Z', { type: 'CALIBRATION' }),
    odd: maintenance(excavator.id, '2025-12-24T08:00:00Z', { type: 'UNKNOWN', description: 'Sang to it' }),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

async function performed(args: string): Promise<string[]> {
  const { data, errors } = await world.ask(`{ maintenanceRecords${args} { totalCount nodes { performedAt } } }`);
  expect(errors).toEqual([]);
  const days = data.maintenanceRecords.nodes.map((node: { performedAt: string }) => node.performedAt.slice(0, 10));
  return days as string[];
}

test('a record tells what was done, when, on what and for how much', async () => {
  const { data, errors } =
    await world.ask(`{ maintenanceRecords(first: 2, orderBy: [{ field: PERFORMED_AT, direction: DESC }]) {
    totalCount nodes { type description performedAt cost { amountMinor currency } asset { tagNumber }
      sources { service externalId via } } } }`);
  expect(errors).toEqual([]);
  const asset = { tagNumber: 'EXC-A-PMP' };
  const source = (externalId: string) => [{ service: 'RELIATIC', externalId, via: 'POLL' }];
  expect(data.maintenanceRecords).toEqual({
    totalCount: 4,
    nodes: [
      {
        type: 'CALIBRATION',
        description: null,
        performedAt: '2026-03-20T08:00:00Z',
        cost: null,
        asset,
        sources: source('gauge'),
      },
      {
        type: 'REPAIR',
        description: 'Seal replaced, 50% worn',
        performedAt: '2026-03-01T08:30:00Z',
        cost: { amountMinor: 18_550, currency: 'USD' },
        asset,
        sources: source('seal'),
      },
    ],
  });
});

test.each([
  ['', ['2026-03-20', '2026-03-01', '2026-02-01', '2025-12-24']],
  ['(filter: { type: [REPAIR, UNKNOWN] })', ['2026-03-01', '2025-12-24']],
  ['(filter: { service: [RELIATIC] }, first: 1)', ['2026-03-20']],
  ['(filter: { service: [MAINTAINKIT] })', []],
  [
    '(filter: { performedFrom: "2026-02-01T08:00:00Z", performedTo: "2026-03-01T09:30:00+01:00" })',
    ['2026-03-01', '2026-02-01'],
  ],
  ['(filter: { search: "50% seal" })', ['2026-03-01']],
  ['(orderBy: [{ field: TYPE }, { field: PERFORMED_AT }])', ['2026-03-20', '2026-03-01', '2026-02-01', '2025-12-24']],
  ['(last: 1)', ['2025-12-24']],
])('maintenanceRecords%s', async (args, days) => {
  expect(await performed(args)).toEqual(days);
});

test('page after page is the whole list', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { data } = await world.ask(
      'query ($after: String) { maintenanceRecords(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    const { nodes, pageInfo } = data.maintenanceRecords;
    seen.push(...nodes.map(({ id }: { id: string }) => id));
    after = pageInfo.hasNextPage ? (pageInfo.endCursor as string) : null;
  } while (after !== null);
  expect(new Set(seen).size).toBe(4);
  expect(seen).toHaveLength(4);
});

test("an asset has its own records, and the plant's are filtered by it", async () => {
  const { data } = await world.ask(
    `{ assetByTag(tagNumber: "EXC-A") { id maintenanceRecords { totalCount nodes { description } } } }`,
  );
  const { id, maintenanceRecords } = data.assetByTag;
  expect(maintenanceRecords).toEqual({
    totalCount: 2,
    nodes: [{ description: 'Engine oil and filter changed' }, { description: 'Sang to it' }],
  });
  expect(await performed(`(filter: { assetId: ["${id}"] })`)).toEqual(['2026-02-01', '2025-12-24']);
});

test('a record is found by its id by its own plant and by no other', async () => {
  const { data } = await world.ask('{ maintenanceRecords(first: 1) { nodes { id } } }');
  const [{ id }] = data.maintenanceRecords.nodes;
  const query = `query ($id: ID!) { maintenanceRecord(id: $id) { type }
    node(id: $id) { __typename ... on MaintenanceRecord { type } } maintenanceRecords { totalCount } }`;
  expect((await world.ask(query, { id })).data).toEqual({
    maintenanceRecord: { type: 'CALIBRATION' },
    node: { __typename: 'MaintenanceRecord', type: 'CALIBRATION' },
    maintenanceRecords: { totalCount: 4 },
  });
  const other = await world.other();
  expect((await other.graph.ask(query, { id })).data).toEqual({
    maintenanceRecord: null,
    node: null,
    maintenanceRecords: { totalCount: 0 },
  });
});

test('an id of something else is refused by name', async () => {
  const { errors } = await world.ask('{ maintenanceRecord(id: "oil") { id } }');
  expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } });
  expect(errors[0]?.message).toContain('mrc_');
});
