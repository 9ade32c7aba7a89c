import Big from 'big.js';
import { asset, maintenance, observe, workOrder, type Observed } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';

const mode = (assetId: string, ratings: [number, number, number], statedRpn: number | null) =>
  ({
    kind: 'failureMode',
    assetId,
    description: 'Seal leaks',
    effect: null,
    cause: null,
    severity: ratings[0],
    occurrence: ratings[1],
    detection: ratings[2],
    statedRpn,
    priority: 'HIGH',
  }) as const;

const part = {
  kind: 'part',
  sku: 'OIL',
  name: 'Oil',
  description: null,
  unit: 'L',
  reorderPoint: null,
  unitCost: null,
};
const reliatic: Observed = {
  r1: asset('EXC-A'),
  good: mode('r1', [9, 6, 4], 216),
  wrong: mode('r1', [9, 6, 4], 200),
  silent: mode('r1', [9, 6, 4], null),
  wild: mode('r1', [11, 6, 0], 0),
  lost: mode('nobody', [1, 1, 1], 1),
};
const maintainkit: Observed = {
  p1: part as Observed[string],
  store: { kind: 'location', name: 'Store', description: null, address: null, barcode: null, parentId: null },
  l1: { kind: 'stockLevel', partId: 'p1', locationId: 'store', onHand: new Big('3.5') },
};

async function settle(world: World): Promise<void> {
  await observe(world, reliatic);
  await observe(world, maintainkit, { service: 'MAINTAINKIT' });
  await observe(
    world,
    { m1: { ...asset('x'), tagNumber: null, name: 'Lathe' }, w1: workOrder('Oil it', { assetId: 'gone' }) },
    { service: 'MAINTAINX' },
  );
  await observe(world, { s1: maintenance('m9', '2026-03-01T08:00:00Z') }, { service: 'MAINTIO' });
  await world.gateway.database.prisma.quarantinedRow.create({
    data: {
      connectionId: world.connections.reliatic.id,
      resource: 'failure modes',
      rowKey: 'fm-7',
      tenantId: world.tenant.id,
      payload: { id: 'fm-7' },
      reason: 'severity: Too big: expected number to be <=10',
      seenAt: new Date('2026-04-01T00:00:00Z'),
    },
  });
}

const fields = 'id kind severity message field service externalId detectedAt';
const query = `query ($first: Int, $after: String, $filter: DataQualityIssueFilter) {
  dataQualityIssues(first: $first, after: $after, filter: $filter) { totalCount pageInfo { hasNextPage endCursor }
    nodes { ${fields} object { __typename id ... on FailureMode { description asset { tagNumber } }
      ... on StockLevel { onHand part { sku } } ... on Asset { name } } } } }`;

async function issues(world: World, variables: object = {}) {
  const { data, errors } = await world.ask(query, variables);
  expect(errors).toEqual([]);
  return data.dataQualityIssues;
}

test('what is wrong with the data is listed, the gravest first, each with its record and where to mend it', async () => {
  await using world = await startWorld({ webhooks: false });
  await settle(world);
  const { nodes, totalCount } = await issues(world);
  expect(totalCount).toBe(9);
  expect(nodes.map(({ severity }: { severity: string }) => severity)).toEqual([
    ...Array.from({ length: 3 }, () => 'ERROR'),
    ...Array.from({ length: 5 }, () => 'WARNING'),
    'INFO',
  ]);
  expect(nodes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'UNREADABLE_RECORD',
        service: 'RELIATIC',
        externalId: 'fm-7',
        object: null,
        message: 'A record of failure modes can not be understood: severity: Too big: expected number to be <=10',
        detectedAt: '2026-04-01T00:00:00Z',
      }),
      expect.objectContaining({
        kind: 'STATED_RPN_DIFFERS',
        field: 'statedRpn',
        service: 'RELIATIC',
        externalId: 'wrong',
        message: 'The service states an RPN of 200, but 9 × 6 × 4 is 216',
        object: expect.objectContaining({ __typename: 'FailureMode', asset: { tagNumber: 'EXC-A' } }),
      }),
      expect.objectContaining({ kind: 'VALUE_OUT_OF_RANGE', field: 'severity', externalId: 'wild' }),
      expect.objectContaining({ kind: 'VALUE_OUT_OF_RANGE', field: 'detection', externalId: 'wild' }),
      expect.objectContaining({
        kind: 'ON_HAND_DIFFERS',
        service: 'MAINTAINKIT',
        message: 'The ledger comes to 0, but the service reports 3.5',
        object: expect.objectContaining({ onHand: 0, part: { sku: 'OIL' } }),
      }),
      expect.objectContaining({ kind: 'UNRESOLVED_REFERENCE', field: 'asset', externalId: 'lost' }),
      expect.objectContaining({ kind: 'UNRESOLVED_REFERENCE', field: 'asset', externalId: 'w1', service: 'MAINTAINX' }),
      expect.objectContaining({ kind: 'UNRESOLVED_REFERENCE', field: 'asset', externalId: 's1', service: 'MAINTIO' }),
      expect.objectContaining({
        kind: 'ASSET_NOT_REGISTERED',
        service: 'MAINTAINX',
        object: expect.objectContaining({ name: 'Lathe' }),
      }),
    ]),
  );
});

test('an issue keeps its id, is found by it, and is gone when its cause is', async () => {
  await using world = await startWorld({ webhooks: false });
  await settle(world);
  const filter = { kind: ['STATED_RPN_DIFFERS'] };
  const [issue] = (await issues(world, { filter })).nodes;
  world.clock.advance({ minutes: 1 });
  await observe(world, reliatic);
  expect((await issues(world, { filter })).nodes[0].id).toBe(issue.id);
  const byId = 'query ($id: ID!) { node(id: $id) { __typename ... on DataQualityIssue { kind field } } }';
  expect((await world.ask(byId, { id: issue.id })).data.node).toMatchObject({ field: 'statedRpn' });
  const other = await world.other();
  expect((await other.graph.ask(byId, { id: issue.id })).data.node).toBeNull();
  world.clock.advance({ minutes: 1 });
  await observe(world, { wrong: mode('r1', [9, 6, 4], 216), nobody: asset('EXC-N') });
  expect((await issues(world, { filter })).totalCount).toBe(0);
  expect((await issues(world, { filter: { kind: ['UNRESOLVED_REFERENCE'], service: ['RELIATIC'] } })).nodes).toEqual(
    [],
  );
  expect((await world.ask(byId, { id: issue.id })).data.node).toBeNull();
});

test('issues are narrowed by kind, severity, service and object, paged, and walled by tenant', async () => {
  await using world = await startWorld({ webhooks: false });
  await settle(world);
  const whole = (await issues(world)).nodes as { id: string; object: { id: string } | null }[];
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await issues(world, { first: 2, after });
    ids.push(...page.nodes.map(({ id }: { id: string }) => id));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(ids).toEqual(whole.map(({ id }) => id));
  expect((await issues(world, { filter: { severity: ['INFO'] } })).totalCount).toBe(1);
  expect((await issues(world, { filter: { service: ['MAINTAINKIT'] } })).totalCount).toBe(1);
  const wild = whole.find(({ object }) => object !== null)?.object?.id;
  for (const { object } of (await issues(world, { filter: { objectId: [wild] } })).nodes) expect(object.id).toBe(wild);
  const other = await world.other();
  expect((await other.graph.ask(query)).data.dataQualityIssues).toMatchObject({ totalCount: 0, nodes: [] });
  expect(world.warnings).toEqual([]);
});
