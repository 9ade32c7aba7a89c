import { startReadingPlant, type ReadingPlant } from './reading-plant.ts';

let plant: ReadingPlant;
beforeAll(async () => {
  plant = await startReadingPlant();
});
afterAll(() => plant.world[Symbol.asyncDispose]());

async function ask(query: string) {
  const { data, errors } = await plant.world.ask(query);
  expect(errors).toEqual([]);
  return data;
}

test('a part shows what is on hand, where, and how it came there', async () => {
  const data = await ask(`{ part(sku: "OIL-15W40") { name unit onHand reorderPoint isLow
    stockLevels(orderBy: [{ field: ON_HAND, direction: DESC }]) { totalCount nodes { onHand reportedOnHand location { name } } }
    movements { totalCount nodes { kind quantity location { name } part { sku } } } } }`);
  expect(data.part).toEqual({
    name: 'Engine oil',
    unit: 'L',
    onHand: 40.5,
    reorderPoint: 18,
    isLow: false,
    stockLevels: {
      totalCount: 2,
      nodes: [
        { onHand: 40, reportedOnHand: 40, location: { name: 'Store' } },
        { onHand: 0.5, reportedOnHand: 0.5, location: { name: 'Van' } },
      ],
    },
    movements: {
      totalCount: 3,
      nodes: [
        { kind: 'TRANSFER', quantity: 0.5, location: { name: 'Van' }, part: { sku: 'OIL-15W40' } },
        { kind: 'TRANSFER', quantity: -0.5, location: { name: 'Store' }, part: { sku: 'OIL-15W40' } },
        { kind: 'RECEIVE', quantity: 40.5, location: { name: 'Store' }, part: { sku: 'OIL-15W40' } },
      ],
    },
  });
});

describe('parts are filtered', () => {
  test.each([
    ['{ lowStock: true }', ['BOLT-M8']],
    ['{ lowStock: false }', ['OIL-15W40', 'SEAL-9']],
    ['{ sku: ["SEAL-9", "NONE"] }', ['SEAL-9']],
    ['{ search: "oil engine" }', ['OIL-15W40']],
    ['{ search: "pump", lowStock: true }', []],
  ])('by %s', async (filter, skus) => {
    const { parts } = await ask(`{ parts(filter: ${filter}) { totalCount nodes { sku } } }`);
    expect(parts).toEqual({ totalCount: skus.length, nodes: skus.map((sku) => ({ sku })) });
  });
});

test('the ledger is filtered by kind, part, place and time', async () => {
  const { part, locations } = await ask('{ part(sku: "BOLT-M8") { id } locations { nodes { id name } } }');
  const [, van] = locations.nodes as { id: string }[];
  const all = await ask(`{ stockMovements { nodes { recordedAt } } }`);
  const latest = all.stockMovements.nodes[0].recordedAt as string;
  const data = await ask(`{
    consumed: stockMovements(filter: { kind: [CONSUME] }) { nodes { quantity part { sku } } }
    bolts: stockMovements(filter: { partId: ["${part.id}"] }) { totalCount }
    van: stockMovements(filter: { locationId: ["${van!.id}"] }) { totalCount }
    last: stockMovements(filter: { recordedFrom: "${latest}" }) { totalCount }
    rest: stockMovements(filter: { recordedTo: "${latest}" }) { totalCount }
    levels: stockLevels(filter: { locationId: ["${van!.id}"] }) { nodes { onHand part { sku } } } }`);
  expect(data).toEqual({
    consumed: { nodes: [{ quantity: -1, part: { sku: 'BOLT-M8' } }] },
    bolts: { totalCount: 2 },
    van: { totalCount: 1 },
    last: { totalCount: 1 },
    rest: { totalCount: 5 },
    levels: { nodes: [{ onHand: 0.5, part: { sku: 'OIL-15W40' } }] },
  });
});

test('failure modes, inspections, actions and assessments are filtered across the plant', async () => {
  const assetId = plant.assetIds['EXC-A-PMP'];
  const data = await ask(`{
    worst: failureModes(filter: { rpnMin: 125 }) { nodes { rpn asset { tagNumber } } }
    mild: failureModes(filter: { rpnMax: 124, severityMin: 2 }) { nodes { rpn } }
    dust: failureModes(filter: { search: "dust GROUND" }) { nodes { cause } }
    critical: failureModes(filter: { priority: [CRITICAL], assetId: ["${assetId}"] }) { totalCount }
    old: inspections(filter: { dateTo: "2025-12-31" }) { nodes { date } }
    visual: inspections(filter: { type: [VISUAL_EXTERNAL], search: "lind" }) { nodes { effectiveness } }
    overdue: actions(filter: { overdue: true }) { nodes { title } }
    onTime: actions(filter: { overdue: false }) { nodes { title } }
    may: actions(filter: { dueFrom: "2026-05-01", dueTo: "2026-05-31", status: [PROPOSED] }) { totalCount }
    current: riskAssessments(filter: { isCurrent: true }) { totalCount }
    earlier: riskAssessments(filter: { isCurrent: false }) { nodes { cell } } }`);
  expect(data).toEqual({
    worst: {
      nodes: [
        { rpn: 216, asset: { tagNumber: 'EXC-A-PMP' } },
        { rpn: 125, asset: { tagNumber: 'EXC-A' } },
      ],
    },
    mild: { nodes: [{ rpn: 24 }] },
    dust: { nodes: [{ cause: 'Dust' }] },
    critical: { totalCount: 1 },
    old: { nodes: [{ date: '2016-03-01' }] },
    visual: { nodes: [{ effectiveness: 'D' }] },
    overdue: { nodes: [{ title: 'Replace the seal' }] },
    onTime: { nodes: [{ title: 'Order a bearing' }] },
    may: { totalCount: 1 },
    current: { totalCount: 3 },
    earlier: { nodes: [{ cell: '2B' }] },
  });
});

test('the connections show both services, how they are doing, and how old the graph is', async () => {
  plant.world.clock.advance({ seconds: 90 });
  const { serviceConnections } = await ask(`{ serviceConnections(first: 1) { totalCount pageInfo { hasNextPage }
    nodes { service status lag lastError baseUrl lastSweep } } }`);
  expect(serviceConnections).toEqual({
    totalCount: 2,
    pageInfo: { hasNextPage: true },
    nodes: [
      {
        service: 'MAINTAINKIT',
        status: 'CONNECTED',
        lag: 90,
        lastError: null,
        baseUrl: plant.world.sandbox.maintainkit.url,
        lastSweep: expect.stringMatching(/^2026-04-01T12:/),
      },
    ],
  });
});
