/** What PostgreSQL writes into an answer is what an execution would have: the same bytes, for every field and value. */
import Big from 'big.js';
import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { buildGraph } from '../../src/graphql/schema.ts';
import { maintenance, observe, person, signal, workOrder } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';

const oddText = `"quoted" \\back\\slash\\ / \t tab \n line \r \b \f \u0001 \u001f \u007f \u2028 é 漢 😀 <a>&'`;

let world: World;
let asset: string;
beforeAll(async () => {
  world = await startWorld({ webhooks: false });
  const { reliatic, maintainkit } = world;
  const { id: parent } = await reliatic.createAsset({ tag_number: 'EXC-A' });
  const { id: child } = await reliatic.createAsset({ tag_number: 'EXC-A-BOOM', parent_id: parent });
  await reliatic.createAsset({ tag_number: 'EMPTY' });
  for (const id of [parent, child]) {
    await reliatic.createFailureMode(id, [9, 6, 4]);
    await reliatic.createFailureMode(id, [5, 5, 5]);
    await reliatic.createInspection(id);
    await reliatic.createAction(id, { due_date: '2026-03-01' });
    await reliatic.assess(id, 4, 5);
  }
  await maintainkit.createLocation('Store');
  await maintainkit.createLocation('Yard');
  await maintainkit.createPart('OIL-15W40', { reorderPoint: 18 });
  await maintainkit.receive('OIL-15W40', 12.125);
  await world.sync();
  await settleWork(parent);
  await makeOdd();
  asset = (await world.ask('{ assetByTag(tagNumber: "EXC-A") { id } }')).data.assetByTag.id as string;
});
afterAll(() => world[Symbol.asyncDispose]());

async function settleWork(assetId: string): Promise<void> {
  const moment = new Date('2026-03-01T08:00:00.120Z');
  const part = { partId: null, name: 'OIL-15W40', quantity: new Big('1.500'), unitCost: null };
  await observe(world, {
    ada: person(oddText, { email: 'ada@plant.example' }),
    bare: workOrder('Bare'),
    full: workOrder(oddText, { assetId, dueAt: moment, createdAt: moment, assigneeIds: ['ada'], parts: [part] }),
    record: maintenance(assetId, '2026-03-01T08:00:00Z', { description: oddText }),
    '0A1B2C3D4E': { kind: 'tag', state: 'ASSIGNED', assetId },
    tiny: signal(assetId, '2026-03-01T08:00:00Z', { numericValue: new Big('0.000001') }),
    great: signal(null, '2026-03-01T08:00:00Z', { numericValue: new Big('123456789012345678.123456') }),
    text: signal(assetId, '2026-03-01T08:00:00Z', { numericValue: null, textValue: oddText }),
    whole: signal(assetId, '2026-03-01T08:00:00Z', { numericValue: new Big('-40'), booleanValue: false }),
    hers: { kind: 'assignment', assetId, assignedToEmail: 'ada@plant.example', locationId: null, assignedAt: moment },
    there: {
      kind: 'position',
      assetId,
      latitude: new Big('-33.868800'),
      longitude: new Big('0.000001'),
      accuracyMetres: null,
      reportedAt: moment,
    },
  });
}

/** Values that are written in more than one way, and ones that no service sends. */
async function makeOdd(): Promise<void> {
  const { prisma } = world.gateway.database;
  await prisma.asset.updateMany({
    where: { tagNumber: 'EXC-A' },
    data: { name: oddText, remainingLifeYears: '10.500' },
  });
  await prisma.failureMode.updateMany({ where: { rpn: 216 }, data: { description: oddText } });
  const tenantId = world.tenant.id;
  const numbers = ['0', '-0.125', '100', '1.100', '999999999999.999', '1234567890123.456', '123456789012345.678'];
  for (const [index, onHand] of numbers.entries()) {
    const part = {
      id: `prt_odd${index}`,
      tenantId,
      sku: `ODD-${index}\t"`,
      name: oddText,
      onHand,
      reorderPoint: onHand,
    };
    await prisma.part.create({ data: part });
    const reportedOnHand = index % 2 === 0 ? null : onHand;
    const level = { id: `lvl_odd${index}`, tenantId, partId: part.id, locationId: 'loc_none', onHand, reportedOnHand };
    await prisma.stockLevel.create({ data: level });
  }
  const alert = { tenantId, assetId: null, title: 'Late', severity: 'HIGH', status: 'OPEN', level: 2 };
  for (const [index, time] of ['2026-04-01T12:00:00Z', '2026-04-01T12:00:00.120Z', '0099-01-01T00:00:00Z'].entries()) {
    const slaDueAt = index === 0 ? null : time;
    await prisma.alert.create({ data: { ...alert, id: `alr_odd${index}`, escalatedAt: time, slaDueAt } });
  }
}

async function send(query: string, variables: object): Promise<{ text: string; statements: string[] }> {
  world.statements.length = 0;
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${world.keys.admin}` },
    body: JSON.stringify({ query, variables }),
  });
  return { text: await response.text(), statements: [...world.statements] };
}

/** The answers of an execution and of the compiled document, and the statements of the latter. */
async function both(query: string, variables: object = {}) {
  await world.ask('{ viewer { tenant } }');
  const executed = await send(query, variables);
  await send(query, variables);
  const compiled = await send(query, variables);
  expect(compiled.text).toBe(executed.text);
  return { ...compiled, executed };
}

const isText = (statement: string): boolean => statement.includes('string_agg(');

const schema = buildGraph();

/** Every leaf of a type that takes no arguments. */
function leavesOf(typeName: string): string[] {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is no object type`);
  return Object.values(type.getFields()).flatMap(({ name, type: each }) =>
    isLeafType(getNamedType(each)) ? [name] : [],
  );
}

const lists = [
  ...(['assets', 'inspections', 'failureModes', 'actions', 'riskAssessments', 'alerts'] as const),
  ...(['parts', 'locations', 'stockLevels', 'stockMovements'] as const),
  ...(['workOrders', 'maintenanceRecords', 'tags', 'people', 'signals'] as const),
];
/** Types without a list of the plant's: they are reached from others alone. */
const belowOthers = ['WorkOrderPart', 'Position', 'Assignment'];
const typeOfList = (list: string): string =>
  getNamedType(schema.getQueryType()!.getFields()[list]!.type).name.replace(/Connection$/, '');

test.each(lists)('%s, each leaf by itself and all together', async (list) => {
  const leaves = leavesOf(typeOfList(list));
  for (const leaf of leaves) await both(`{ ${list} { nodes { ${leaf} } } }`);
  const { text } = await both(`{ ${list} { nodes { ${leaves.join(' ')} } } }`);
  expect(text).toContain('"id":"');
  const { statements } = await both(`{ ${list} { nodes { id } } }`);
  expect(statements).toHaveLength(1);
  expect(statements.filter(isText)).toHaveLength(1);
});

/** Fields of an object that lead to another, and what can be asked of each. */
const links = Object.values(schema.getTypeMap()).flatMap((type) => {
  const list = lists.find((each) => typeOfList(each) === type.name);
  if (!list || !isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap(({ name, type: answer }) => {
    const target = getNamedType(answer).name;
    const node = target.replace(/Connection$/, '');
    if (!belowOthers.includes(node) && !lists.some((each) => typeOfList(each) === node)) return [];
    const selection = target === node ? leavesOf(node).join(' ') : `nodes { ${leavesOf(node).join(' ')} }`;
    const simple = target === node ? 'id' : 'nodes { id }';
    return [
      {
        path: `${type.name}.${name}`,
        query: `{ ${list} { nodes { id ${name} { ${selection} } } } }`,
        simple: `{ ${list} { nodes { id ${name} { ${simple} } } } }`,
      },
    ];
  });
});

test.each(links)('$path', async ({ path, query, simple }) => {
  const { statements, executed } = await both(query);
  expect(statements).toHaveLength(executed.statements.length);
  const asText = await both(simple);
  expect(asText.statements).toHaveLength(asText.executed.statements.length);
  // Between an asset and whoever has it stands the latest assignment, which is read to be understood.
  const below = path === 'Asset.assignee' ? 2 : 1;
  expect(asText.statements.slice(below).every(isText)).toBe(true);
});

const writes: Record<string, [string, object?]> = {
  aliases: ['{ a: assets { n: nodes { b: id a: name a2: name } } z: assets(last: 1) { nodes { name } } }'],
  'a page in every direction': [
    `{ a: assets(first: 1) { nodes { tagNumber } } b: assets(last: 2) { nodes { tagNumber } }
       c: assets(first: 2, orderBy: [{ field: NAME, direction: DESC }]) { nodes { tagNumber } } }`,
  ],
  'child arguments from variables': [
    `query ($first: Int, $min: Int) { assets { nodes { id failureModes(first: $first, filter: { rpnMin: $min }) { nodes { rpn } } } } }`,
    { first: 1, min: 1 },
  ],
  __typename: ['{ __typename assets { __typename nodes { __typename name } t: __typename } }'],
  'fragments, named, inline and on an interface': [
    `{ assets { nodes { id failureModes { ...modes } } } }
     fragment modes on FailureModeConnection { nodes { ... on Node { id } ...mode ... { severity } } }
     fragment mode on FailureMode { rpn description }`,
  ],
  'one row that is not there': [
    '{ assets { nodes { id parent { name } riskRanking { cell } lastInspection { date } } } }',
  ],
  'a row by its tag number': [
    'query ($tag: String!) { assetByTag(tagNumber: $tag) { name tagNumber } }',
    { tag: 'EXC-A' },
  ],
  'a row by a key with odd letters': ['query ($sku: String!) { part(sku: $sku) { name onHand } }', { sku: 'ODD-0\t"' }],
  'a field that is left out': [
    'query ($no: Boolean!) { assets { nodes { id failureModes @include(if: $no) { nodes { rpn } } inspections @skip(if: $no) { nodes { date } } } } }',
    { no: false },
  ],
};

test.each(Object.entries(writes))('%s', async (_name, [query, variables]) => {
  const { statements, text } = await both(query, variables);
  expect(statements.some(isText)).toBe(true);
  expect(text).not.toContain('errors');
});

const leaves: Record<string, [string, object?]> = {
  'two fields of one name': [
    '{ assets { nodes { id failureModes { nodes { rpn } } failureModes { nodes { severity } } } } }',
  ],
  'two fields of one name, one in a fragment that also stands alone': [
    `{ a: assets { nodes { id ...modes } } b: assets { nodes { id ...modes failureModes { nodes { severity } } } } }
     fragment modes on Asset { failureModes { nodes { rpn } } }`,
  ],
  'a column that may be left out': [
    'query ($no: Boolean!) { assets { nodes { name tagNumber @include(if: $no) } } }',
    { no: false },
  ],
  'a fragment that may be left out': [
    'query ($no: Boolean!) { assets { nodes { id ... @include(if: $no) { name } } } }',
    { no: false },
  ],
  'nodes twice': ['{ assets { nodes { name } again: nodes { tagNumber } } }'],
  'edges and pageInfo': ['{ assets { edges { cursor node { name } } pageInfo { endCursor } totalCount } }'],
  'a worked out field': ['{ actions { nodes { isOverdue title } } }'],
};

test.each(Object.entries(leaves))('left to the execution: %s', async (_name, [query, variables]) => {
  const { statements } = await both(query, variables);
  expect(statements.some(isText)).toBe(false);
});

test('rows of one type that are asked for in two ways are read once', async () => {
  const query =
    '{ failureModes { nodes { rpn asset { tagNumber } } } inspections { nodes { date asset { t: tagNumber } } } }';
  const { statements, executed } = await both(query);
  expect(statements).toHaveLength(3);
  expect(executed.statements).toHaveLength(3);
});

test('a row by its id, of a variable', async () => {
  const { statements, text } = await both('query ($id: ID!) { asset(id: $id) { name } }', { id: asset });
  expect(statements.every(isText)).toBe(true);
  expect(text).toBe(`{"data":{"asset":{"name":${JSON.stringify(oddText)}}}}\n`);
});

test('errors are those of the execution', async () => {
  for (const query of [
    '{ assets { nodes { id failureModes(first: 0) { nodes { rpn } } } } }',
    '{ viewer { tenant } asset(id: "no id") { name } }',
    '{ assets(after: "nonsense") { nodes { name } } }',
  ]) {
    const { text } = await both(query);
    expect(text).toContain('BAD_USER_INPUT');
  }
});

test('no client can ask for the twins, and none sees them', async () => {
  const { data, errors } = await world.ask('{ __type(name: "Query") { fields { name } } }');
  expect(errors).toEqual([]);
  expect(JSON.stringify(data)).not.toContain('$');
  expect((await world.ask('{ assets$text }')).status).toBe(400);
});

test('a column that may not be null is not null in the database', async () => {
  const { entityByTypeName } = await import('../../src/graphql/execution/entities.ts');
  const nullable = await world.gateway.database.prisma.$queryRaw<{ place: string }[]>`
    select table_name || '.' || column_name as place from information_schema.columns where is_nullable = 'YES'`;
  const places = new Set(nullable.map(({ place }) => place));
  const entities = Object.values(entityByTypeName);
  expect(entities).toHaveLength(lists.length + belowOthers.length);
  for (const { table, columns } of entities) {
    for (const { sql, isNullable } of Object.values(columns)) {
      expect([`${table}.${sql}`, isNullable]).toEqual([`${table}.${sql}`, places.has(`${table}.${sql}`)]);
    }
  }
});
