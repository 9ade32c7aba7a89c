import { startReadingPlant, type ReadingPlant } from './reading-plant.ts';

let plant: ReadingPlant;
beforeAll(async () => {
  plant = await startReadingPlant();
});
afterAll(() => plant.world[Symbol.asyncDispose]());

/** Tag numbers of the assets that pass. */
async function tagsOf(filter: string): Promise<string[]> {
  const { data, errors } = await plant.world.ask(`{ assets(filter: ${filter}) { totalCount nodes { tagNumber } } }`);
  expect(errors).toEqual([]);
  const tags = data.assets.nodes.map(({ tagNumber }: { tagNumber: string }) => tagNumber);
  expect(data.assets.totalCount).toBe(tags.length);
  return tags;
}

describe('assets are filtered', () => {
  test.each([
    ['{}', ['EXC-A', 'EXC-A-HEX', 'EXC-A-PMP', 'TNK-1', 'VES-1']],
    ['{ type: [TANK, VESSEL] }', ['TNK-1', 'VES-1']],
    ['{ type: [] }', []],
    ['{ lifecycle: [INACTIVE] }', ['TNK-1']],
    ['{ tagNumber: ["EXC-A", "NONE"] }', ['EXC-A']],
    ['{ riskLevel: [MEDIUM_HIGH] }', ['EXC-A', 'EXC-A-PMP', 'VES-1']],
    ['{ cell: ["4C"] }', ['EXC-A', 'EXC-A-PMP']],
    ['{ cell: ["2B"] }', []],
    ['{ cell: ["4C"], type: [ROTATING], search: "pump" }', ['EXC-A-PMP']],
  ])('by %s', async (filter, expected) => {
    expect(await tagsOf(filter)).toEqual(expected);
  });

  test('by their parent', async () => {
    expect(await tagsOf(`{ parentId: ["${plant.assetIds['EXC-A']}"] }`)).toEqual(['EXC-A-HEX', 'EXC-A-PMP']);
  });
});

describe('a search finds an asset when every word stands in its tag number, name or description', () => {
  test.each([
    ['PUMP main', ['EXC-A-PMP']],
    ['exc oil', ['EXC-A-HEX']],
    ['mondays', ['TNK-1']],
    ['pump mondays', []],
    ['   ', ['EXC-A', 'EXC-A-HEX', 'EXC-A-PMP', 'TNK-1', 'VES-1']],
    ['100%', ['TNK-1']],
    ['e%c', []],
    ['E_C', []],
    [String.raw`\ `.trim(), []],
    ["'; drop table asset; --", []],
    ['nul\u0000byte', []],
  ])('%j', async (words, expected) => {
    expect(await tagsOf(`{ search: ${JSON.stringify(words)} }`)).toEqual(expected);
  });
});

test('an asset shows its parent, its children, its latest inspection, its ranking and what is wrong with it', async () => {
  const { data, errors } = await plant.world.ask(`{
    pump: assetByTag(tagNumber: "EXC-A-PMP") {
      name type lifecycle parent { tagNumber children(first: 1) { totalCount nodes { tagNumber } } }
      riskRanking { cell level isCurrent } lastInspection { date inspectorName }
      failureModes { totalCount nodes { description severity occurrence detection rpn statedRpn priority actionPriority
        actions { nodes { title } } } }
      actions { nodes { title status isOverdue dueDate allowedTransitions failureMode { rpn } } }
    }
    excavator: assetByTag(tagNumber: "EXC-A") { location riskAssessments { nodes { cell isCurrent } } }
    vessel: assetByTag(tagNumber: "VES-1") { remainingLifeYears inspections { nodes { date coveragePercent thicknessMm effectiveness } } }
    none: assetByTag(tagNumber: "exc-a") { id }
  }`);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    pump: {
      name: 'Main pump',
      type: 'ROTATING',
      lifecycle: 'ACTIVE',
      parent: { tagNumber: 'EXC-A', children: { totalCount: 2, nodes: [{ tagNumber: 'EXC-A-HEX' }] } },
      riskRanking: { cell: '4C', level: 'MEDIUM_HIGH', isCurrent: true },
      lastInspection: { date: '2026-01-15', inspectorName: 'Boris Lind' },
      failureModes: {
        totalCount: 2,
        nodes: [
          {
            description: 'Seal leaks',
            severity: 9,
            occurrence: 6,
            detection: 4,
            rpn: 216,
            statedRpn: 216,
            priority: 'CRITICAL',
            actionPriority: 'HIGH',
            actions: { nodes: [{ title: 'Replace the seal' }] },
          },
          expect.objectContaining({ description: 'Bearing wears', rpn: 24, priority: 'LOW', actions: { nodes: [] } }),
        ],
      },
      actions: {
        nodes: [
          {
            title: 'Replace the seal',
            status: 'DRAFT',
            isOverdue: true,
            dueDate: '2026-03-30',
            allowedTransitions: ['PROPOSED'],
            failureMode: { rpn: 216 },
          },
          {
            title: 'Order a bearing',
            status: 'PROPOSED',
            isOverdue: false,
            dueDate: '2026-05-01',
            allowedTransitions: ['APPROVED', 'REJECTED'],
            failureMode: null,
          },
        ],
      },
    },
    excavator: {
      location: 'Pit North',
      riskAssessments: {
        nodes: [
          { cell: '4C', isCurrent: true },
          { cell: '2B', isCurrent: false },
        ],
      },
    },
    vessel: {
      remainingLifeYears: expect.closeTo(5, 1),
      inspections: {
        nodes: [
          { date: '2026-03-01', coveragePercent: 80, thicknessMm: 9, effectiveness: 'B' },
          { date: '2016-03-01', coveragePercent: null, thicknessMm: 12, effectiveness: 'C' },
        ],
      },
    },
    none: null,
  });
});

test('the risk matrix counts every ranked asset once, in its present cell', async () => {
  const { data } = await plant.world.ask(`{
    riskMatrix { version cells { cell level count probabilityOfFailure consequenceOfFailure } }
    rotating: riskMatrix(filter: { type: [ROTATING], search: "pump" }) { cells { cell count } }
  }`);
  const { cells } = data.riskMatrix;
  expect(cells).toHaveLength(25);
  expect([cells[0].cell, cells.at(-1).cell]).toEqual(['1A', '5E']);
  const filled = (all: { cell: string; count: number }[]) => all.filter(({ count }) => count > 0);
  expect(filled(cells)).toEqual([
    { cell: '1E', level: 'MEDIUM_HIGH', count: 1, probabilityOfFailure: 1, consequenceOfFailure: 5 },
    { cell: '4C', level: 'MEDIUM_HIGH', count: 2, probabilityOfFailure: 4, consequenceOfFailure: 3 },
  ]);
  expect(filled(data.rotating.cells)).toEqual([{ cell: '4C', count: 1 }]);
});

test('an object is found again by its id, whatever its type, and in the order asked for', async () => {
  const { data } = await plant.world.ask(`{
    assets(first: 1) { nodes { id } } parts(first: 1) { nodes { id } } failureModes(first: 1) { nodes { id } }
    inspections(first: 1) { nodes { id } } actions(first: 1) { nodes { id } } locations(first: 1) { nodes { id } }
    riskAssessments(first: 1) { nodes { id } } stockLevels(first: 1) { nodes { id } }
    stockMovements(first: 1) { nodes { id } } serviceConnections(first: 1) { nodes { id } }
  }`);
  const lists = Object.values(data) as { nodes: { id: string }[] }[];
  const ids = lists.flatMap(({ nodes }) => nodes.map(({ id }) => id));
  expect(ids).toHaveLength(10);
  const nowhere = `ast_${'0'.repeat(26)}`;
  const asked = [...ids, nowhere, ids[0]];
  const again = await plant.world.ask(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Asset { tagNumber } ... on Part { onHand } } }',
    { ids: asked },
  );
  expect(again.errors).toEqual([]);
  expect(again.data.nodes.map((node: { id: string } | null) => node?.id ?? null)).toEqual([...ids, null, ids[0]]);
  expect(again.data.nodes.map((node: { __typename: string } | null) => node?.__typename)).toEqual([
    'Asset',
    'Part',
    'FailureMode',
    'Inspection',
    'Action',
    'Location',
    'RiskAssessment',
    'StockLevel',
    'StockMovement',
    'ServiceConnection',
    undefined,
    'Asset',
  ]);
});

test('sources tell which record of which service an object is made of, and how fresh it is', async () => {
  const { data } = await plant.world.ask(`{ assetByTag(tagNumber: "TNK-1") {
    sources { service externalId observedAt via status url } } part(sku: "SEAL-9") { sources { service via } } }`);
  expect(data.assetByTag.sources).toEqual([
    {
      service: 'RELIATIC',
      externalId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      observedAt: expect.stringMatching(/^2026-04-01T12:/),
      via: expect.stringMatching(/^(POLL|WEBHOOK)$/),
      status: 'inactive',
      url: null,
    },
  ]);
  expect(data.part.sources).toEqual([{ service: 'MAINTAINKIT', via: expect.any(String) }]);
});

test('one fragment on two lists, one of which asks for more, loses no column', async () => {
  const { data, errors } = await plant.world.ask(`
    fragment Modes on Asset { failureModes(first: 5) { nodes { rpn } } }
    { few: assets(filter: { tagNumber: ["EXC-A-PMP"] }) { nodes { ...Modes } }
      more: assets(filter: { tagNumber: ["EXC-A-PMP"] }) { nodes { ...Modes
        failureModes(first: 5) { pageInfo { endCursor } nodes { description } } } } }`);
  expect(errors).toEqual([]);
  expect(data.few.nodes[0].failureModes).toEqual({ nodes: [{ rpn: 216 }, { rpn: 24 }] });
  expect(data.more.nodes[0].failureModes).toEqual({
    pageInfo: { endCursor: expect.stringMatching(/.{4}/) },
    nodes: [
      { rpn: 216, description: 'Seal leaks' },
      { rpn: 24, description: 'Bearing wears' },
    ],
  });
});

test('none of this was a fault of the gateway', () => {
  expect(plant.world.warnings).toEqual([]);
});
