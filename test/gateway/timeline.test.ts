import Big from 'big.js';
import { asset, maintenance, observe, workOrder, type Observed } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';

const at = (text: string) => new Date(text);
const inspection = (assetId: string, date: string) =>
  ({
    kind: 'inspection',
    assetId,
    type: 'VISUAL_EXTERNAL',
    date,
    inspectorName: 'Ada Berg',
    effectiveness: 'D',
    coveragePercent: null,
    thicknessMm: new Big(9),
  }) as const;
const action = (assetId: string, dueDate: string | null) =>
  ({
    kind: 'action',
    assetId,
    failureModeId: null,
    title: 'Replace the seal',
    description: null,
    status: 'APPROVED',
    priority: 'HIGH',
    assigneeId: null,
    dueDate,
  }) as const;

/** A machine that four services tell of, each of one thing and another machine of which nobody does. */
async function settle(world: World): Promise<void> {
  const reliatic: Observed = {
    r1: { ...asset('EXC-A'), serialNumber: 'S1' },
    r2: asset('EXC-B'),
    i1: inspection('r1', '2026-03-01'),
    a1: action('r1', '2026-06-01'),
    k1: {
      kind: 'riskAssessment',
      assetId: 'r1',
      probabilityOfFailure: 4,
      consequenceOfFailure: 3,
      level: null,
      assessedAt: at('2026-02-01T00:00:00Z'),
    },
    l1: {
      kind: 'alert',
      assetId: 'r1',
      actionId: null,
      title: 'Seal is overdue',
      severity: 'HIGH',
      level: 2,
      escalatedTo: 'Bo Lind',
      slaDueAt: null,
    },
  };
  const maintainx: Observed = {
    m1: { ...asset('EXC-A'), tagNumber: null, serialNumber: 'S1' },
    w1: workOrder('Replace the boom pin', {
      number: '7',
      assetId: 'm1',
      createdAt: at('2026-01-05T08:00:00Z'),
      completedAt: at('2026-03-02T08:00:00Z'),
    }),
    w2: workOrder('Grease the boom', { assetId: 'm1', createdAt: at('2026-03-03T08:00:00Z') }),
    w3: workOrder('Nobody knows when', { assetId: 'm1' }),
  };
  const maintio: Observed = {
    n1: { ...asset('EXC-A'), tagNumber: null, serialNumber: 'S1' },
    s1: maintenance('n1', '2026-03-02T08:00:00Z', { description: 'New hose', type: 'REPAIR' }),
    s2: maintenance('n1', '2026-03-02T08:00:00Z', { type: 'SERVICE' }),
  };
  await observe(world, reliatic);
  await observe(world, maintainx, { service: 'MAINTAINX' });
  await observe(world, maintio, { service: 'MAINTIO' });
}

const timeline = (args: string, selection: string) =>
  `{ assetByTag(tagNumber: "EXC-A") { timeline${args} { ${selection} } } }`;

async function entries(world: World, args: string, selection = 'nodes { __typename summary }') {
  const { data, errors } = await world.ask(timeline(args, selection));
  expect(errors).toEqual([]);
  return data.assetByTag.timeline;
}

test('everything that happened on a machine stands in one list, the latest first, each as what it is', async () => {
  await using world = await startWorld({ webhooks: false });
  await settle(world);
  const { nodes, totalCount } = await entries(
    world,
    '',
    `totalCount nodes { __typename occurredAt summary asset { tagNumber } sources { service }
       ... on Inspection { inspectorName } ... on WorkOrder { number status } ... on MaintenanceRecord { type }
       ... on Action { dueDate } ... on Alert { level } ... on RiskAssessment { cell } }`,
  );
  expect(totalCount).toBe(8);
  expect(nodes.map(({ summary }: { summary: string }) => summary)).toEqual([
    'Replace the seal',
    'Seal is overdue (escalation level 2)',
    'Grease the boom',
    ...['New hose', 'Service', 'Replace the boom pin'].toSorted(
      (one, other) => place(nodes, one) - place(nodes, other),
    ),
    'Inspection (visual external) by Ada Berg',
    'Risk ranked 4C, medium high',
  ]);
  const named = (type: string) => nodes.filter((node: { __typename: string }) => node.__typename === type);
  expect(named('Inspection')).toEqual([
    {
      __typename: 'Inspection',
      occurredAt: '2026-03-01T00:00:00Z',
      summary: 'Inspection (visual external) by Ada Berg',
      asset: { tagNumber: 'EXC-A' },
      sources: [{ service: 'RELIATIC' }],
      inspectorName: 'Ada Berg',
    },
  ]);
  expect(named('WorkOrder')).toMatchObject([
    { number: null, occurredAt: '2026-03-03T08:00:00Z' },
    { number: '7', occurredAt: '2026-03-02T08:00:00Z', sources: [{ service: 'MAINTAINX' }] },
  ]);
  expect(named('Action')).toMatchObject([{ dueDate: '2026-06-01', occurredAt: '2026-06-01T00:00:00Z' }]);
  expect(named('RiskAssessment')).toMatchObject([{ cell: '4C' }]);
});

const place = (nodes: { summary: string }[], summary: string) => nodes.findIndex((node) => node.summary === summary);

test('a timeline is narrowed to types and to a span of time', async () => {
  await using world = await startWorld({ webhooks: false });
  await settle(world);
  const typesOf = async (filter: string) =>
    (await entries(world, `(filter: ${filter})`)).nodes.map((node: { __typename: string }) => node.__typename);
  expect(await typesOf('{ type: [INSPECTION, ALERT] }')).toEqual(['Alert', 'Inspection']);
  expect(await typesOf('{ type: [] }')).toEqual([]);
  expect(await typesOf('{ occurredFrom: "2026-03-03T08:00:00Z", occurredTo: "2026-03-31T00:00:00Z" }')).toEqual([
    'WorkOrder',
  ]);
});

test('pages of any size, forwards and backwards, are the whole timeline, also where times are equal', async () => {
  await using world = await startWorld({ webhooks: false });
  await settle(world);
  const whole = (await entries(world, '', 'nodes { id }')).nodes.map(({ id }: { id: string }) => id);
  for (const size of [1, 2, 3, 5]) {
    const forwards: string[] = [];
    for (let after: string | null = null; ;) {
      const from = after === null ? '' : `, after: "${after}"`;
      const page = await entries(
        world,
        `(first: ${size}${from})`,
        'edges { cursor node { id } } pageInfo { hasNextPage }',
      );
      forwards.push(...page.edges.map(({ node }: { node: { id: string } }) => node.id));
      if (!page.pageInfo.hasNextPage) break;
      after = page.edges.at(-1).cursor;
    }
    expect(forwards).toEqual(whole);
    const backwards: string[] = [];
    for (let before: string | null = null; ;) {
      const from = before === null ? '' : `, before: "${before}"`;
      const page = await entries(
        world,
        `(last: ${size}${from})`,
        'nodes { id } pageInfo { hasPreviousPage startCursor }',
      );
      backwards.unshift(...page.nodes.map(({ id }: { id: string }) => id));
      if (!page.pageInfo.hasPreviousPage) break;
      before = page.pageInfo.startCursor;
    }
    expect(backwards).toEqual(whole);
  }
});

test('what an entry says of itself is the same wherever it is met, and what has no date says so', async () => {
  await using world = await startWorld({ webhooks: false });
  await settle(world);
  const { nodes } = await entries(world, '', 'nodes { id occurredAt summary }');
  const ids = nodes.map(({ id }: { id: string }) => id);
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on TimelineEntry { id occurredAt summary } } }';
  expect((await world.ask(query, { ids })).data.nodes).toEqual(nodes);
  const undated = await world.ask('{ workOrders(filter: { search: "nobody" }) { nodes { occurredAt summary } } }');
  expect(undated.data.workOrders.nodes).toEqual([{ occurredAt: null, summary: 'Nobody knows when' }]);
});

test("another tenant's machine of the same name has a timeline of its own, and a bad cursor is refused", async () => {
  await using world = await startWorld({ webhooks: false });
  await settle(world);
  const other = await world.other();
  await observe(world, { r1: asset('EXC-A') }, { plant: other });
  const foreign = await other.graph.ask(timeline('', 'totalCount nodes { id }'));
  expect(foreign.data.assetByTag.timeline).toEqual({ totalCount: 0, nodes: [] });
  const { errors } = await world.ask(timeline('(after: "x")', 'nodes { id }'));
  expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } });
});

test("the statements of many machines' timelines are those of one, and no more is counted or read than is asked", async () => {
  await using world = await startWorld({ webhooks: false });
  await settle(world);
  const statementsOf = async (query: string) => {
    await world.ask('{ viewer { tenant } }');
    world.statements.length = 0;
    const { errors } = await world.ask(query);
    expect(errors).toEqual([]);
    return [...world.statements];
  };
  const query = (selection: string) => `{ assets(first: 100) { nodes { timeline(first: 20) { ${selection} } } } }`;
  const whole = query('nodes { summary ... on WorkOrder { number } ... on Inspection { type } }');
  expect(await statementsOf(query('nodes { id occurredAt summary }'))).toHaveLength(2);
  const one = await statementsOf(whole);
  expect(one).toHaveLength(4);
  expect(one.join()).not.toContain('count(');
  await observe(
    world,
    Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        [`x${index}`, asset(`X-${index}`)] as const,
        [`xi${index}`, inspection(`x${index}`, '2026-03-01')] as const,
      ]).flat(),
    ),
  );
  expect(await statementsOf(whole)).toHaveLength(4);
  expect(world.warnings).toEqual([]);
});
