import { asset, observe, workOrder } from '../world/observe.ts';
import { startReadingPlant, type ReadingPlant } from './reading-plant.ts';

let plant: ReadingPlant;
beforeAll(async () => {
  plant = await startReadingPlant({ webhooks: false });
  await observe(
    plant.world,
    {
      x1: { ...asset('x'), tagNumber: null, name: 'Digger', serialNumber: 'SHD-23', manufacturer: 'O&K' },
      w1: workOrder('Replace the pump seal', { number: '1042', description: 'It has been leaking for days' }),
      w2: workOrder('Change the engine oil', { number: '10420' }),
      w3: workOrder('ÖLWECHSEL am Getriebe', { number: '77', description: 'Смазать ПОДШИПНИК' }),
    },
    { service: 'MAINTAINX' },
  );
  const other = await plant.world.other();
  await observe(plant.world, { r1: asset('EXC-A') }, { plant: other });
});
afterAll(() => plant.world[Symbol.asyncDispose]());

const names = `__typename ... on Asset { name } ... on Part { name } ... on WorkOrder { name: title }
  ... on FailureMode { name: description }`;
const query = `query ($query: String!, $types: [SearchType!], $first: Int, $after: String) {
  search(query: $query, types: $types, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    edges { cursor matchedIn excerpt node { id ${names} } } nodes { ${names} } } }`;

interface Edge {
  cursor: string;
  matchedIn: string[];
  excerpt: string;
  node: { id: string; name: string };
}

async function search(text: string, variables: object = {}) {
  const { data, errors } = await plant.world.ask(query, { query: text, ...variables });
  expect(errors).toEqual([]);
  const edges = data.search.edges as Edge[];
  expect(data.search.nodes.map(({ name }: { name: string }) => name)).toEqual(edges.map(({ node }) => node.name));
  return { ...data.search, edges, names: edges.map(({ node }) => node.name) } as {
    edges: Edge[];
    names: string[];
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

test.each([
  ['EXC-A', 'Excavator', 'tagNumber'],
  ['exc a', 'Excavator', 'tagNumber'],
  ['exca', 'Excavator', 'tagNumber'],
  ['oil-15w40', 'Engine oil', 'sku'],
  ['OIL15W40', 'Engine oil', 'sku'],
  ['shd23', 'Digger', 'serialNumber'],
  ['SHD-23', 'Digger', 'serialNumber'],
  ['1042', 'Replace the pump seal', 'number'],
])('%s is first of all the one whose number it is: %s', async (text, name, field) => {
  const { edges } = await search(text);
  expect(edges[0]).toMatchObject({ node: { name } });
  expect(edges[0]!.matchedIn).toContain(field);
});

test('words are found from their beginning on, in any order, in another form and in any text of an object', async () => {
  expect((await search('seal pump')).names.slice(0, 2).toSorted()).toEqual(['Pump seal', 'Replace the pump seal']);
  expect((await search('exc')).names).toContain('Excavator');
  expect((await search('leaks')).names).toContain('Replace the pump seal');
  expect((await search('dust')).edges).toMatchObject([{ matchedIn: ['cause'], excerpt: 'Dust' }]);
  expect((await search('oil ground')).edges).toMatchObject([{ matchedIn: ['effect'], excerpt: 'Oil on the ground' }]);
});

test.each([
  ['excavatr', 'Excavator'],
  ['Exavator', 'Excavator'],
  ['enigne oil', 'Engine oil'],
  ['replce the pump seal', 'Replace the pump seal'],
])('what is misspelt is found all the same: %s', async (text, name) => {
  expect((await search(text)).names).toContain(name);
});

test.each(['ölwechsel', 'Ölwechs', 'подшипник'])('upper and lower case are one in every script: %s', async (text) => {
  expect((await search(text)).names).toEqual(['ÖLWECHSEL am Getriebe']);
  const { data } = await plant.world.ask(`{ workOrders(filter: { search: "${text}" }) { nodes { title } } }`);
  expect(data.workOrders.nodes).toEqual([{ title: 'ÖLWECHSEL am Getriebe' }]);
});

test('what has the words in its name comes before what has them in its text', async () => {
  const { names: found } = await search('pump');
  expect(found.indexOf('Main pump')).toBeGreaterThanOrEqual(0);
  const { names: leaks } = await search('boom');
  expect(leaks).toEqual(['Boom cracks']);
});

test('a search is narrowed to types', async () => {
  const typesOf = async (types: string[]) =>
    (await search('pump', { types })).edges.map(({ node }) => (node as unknown as { __typename: string }).__typename);
  expect(new Set(await typesOf(['ASSET', 'WORK_ORDER']))).toEqual(new Set(['Asset', 'WorkOrder']));
  expect(new Set(await typesOf(['PART']))).toEqual(new Set(['Part']));
  expect(await typesOf([])).toEqual([]);
});

test('pages put together are the whole search, and count all of it', async () => {
  const whole = await search('e');
  expect(whole.totalCount).toBeGreaterThanOrEqual(5);
  expect(whole.edges).toHaveLength(whole.totalCount);
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await search('e', { first: 2, after });
    ids.push(...page.edges.map(({ node }) => node.id));
    expect(page.totalCount).toBe(whole.totalCount);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(ids).toEqual(whole.edges.map(({ node }) => node.id));
  const { errors } = await plant.world.ask(query, { query: 'e', after: 'x' });
  expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } });
});

test.each([
  ['nothing', '', 0],
  ['blanks', '   ', 0],
  ['operators alone', '&|!():*<->\'"\\%_', 0],
  ['a NUL', '\0', 0],
  ['a quote', "pump' | 'boom", 0],
  ['a stop word', 'the', 0],
  ['words among operators', '(pump & !seal):*', 2],
  ['words around a NUL', 'pump\0seal', 2],
  ['one endless word', 'x'.repeat(100_000), 0],
  ['endless words', 'pump '.repeat(5_000), 3],
  ['a picture', '🚜', 0],
])('strange input is answered and never an error: %s', async (_name, text, atLeast) => {
  const { edges, totalCount } = await search(text);
  expect(edges.length).toBe(totalCount);
  expect(edges.length).toBeGreaterThanOrEqual(atLeast);
  if (!/[a-z]/.test(text)) expect(edges).toEqual([]);
});

test("nobody finds what is another tenant's", async () => {
  const other = await plant.world.other();
  const { data } = await other.graph.ask(query, { query: 'exca' });
  expect(data.search).toMatchObject({ totalCount: 1, nodes: [{ name: 'EXC-A' }] });
  expect((await search('pump')).totalCount).toBeGreaterThan(1);
  expect((await other.graph.ask(query, { query: 'pump' })).data.search.totalCount).toBe(0);
});

test('a search is one statement, and one more for each type of which more is asked than what the search knows', async () => {
  const { world } = plant;
  const statementsOf = async (selection: string) => {
    await world.ask('{ viewer { tenant } }');
    world.statements.length = 0;
    expect((await world.ask(`{ search(query: "pump") { ${selection} } }`)).errors).toEqual([]);
    return world.statements.length;
  };
  expect(await statementsOf('edges { excerpt node { __typename id } }')).toBe(1);
  for (let time = 0; time < 3; time += 1)
    expect(await statementsOf('nodes { ... on Asset { name } ... on Part { sku } }')).toBe(3);
});

/** A plant large enough that an index is worth its while. */
const bulk = [
  `insert into asset (id, tenant_id, name, type, lifecycle, operational) select 'ast' || n, 'bulk', 'Gearbox ' || n, '', '', '' from generate_series(1, 3000) n`,
  `insert into part (id, tenant_id, sku, name) select 'prt' || n, 'bulk', 'S' || n, 'Bolt' from generate_series(1, 3000) n`,
  `insert into work_order (id, tenant_id, service, title, status, priority, type, categories) select 'wor' || n, 'bulk', '', 'Grease ' || n, '', '', '', '[]' from generate_series(1, 3000) n`,
  `insert into failure_mode (id, tenant_id, asset_id, description, severity, occurrence, detection, rpn, priority) select 'fmo' || n, 'bulk', 'ast' || n, 'Cracks ' || n, 1, 1, 1, 1, '' from generate_series(1, 3000) n`,
  `vacuum analyze asset, part, work_order, failure_mode`,
];

test('a search in a large plant reads by the indexes that are made for it', async () => {
  const { pool } = plant.world.sandbox;
  for (const statement of bulk) await pool.query(statement);
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
    `explain select id from search_document where tenant_id = 'bulk' and type = any('{ASSET,PART,WORK_ORDER,FAILURE_MODE}')
       and (words @@ (select to_tsquery('english', 'pump')) or 'pump' <% label)`,
  );
  const text = rows.map((row) => row['QUERY PLAN']).join('\n');
  for (const table of ['asset', 'part', 'work_order', 'failure_mode']) expect(text).toContain(`${table}_search_idx`);
});

test('none of this was a fault of the gateway', () => {
  expect(plant.world.warnings).toEqual([]);
});
