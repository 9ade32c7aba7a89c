/** A query that comes again is compiled: its answer must stay the same, byte for byte. */
import { readdir, readFile } from 'node:fs/promises';
import { startWorld, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const { reliatic, maintainkit } = world;
  const { id: parent } = await reliatic.createAsset({ tag_number: 'EXC-A' });
  const { id } = await reliatic.createAsset({ tag_number: 'EXC-A-BOOM', parent_id: parent });
  await reliatic.createFailureMode(id, [9, 6, 4]);
  await reliatic.createFailureMode(id, [5, 5, 5]);
  await reliatic.createInspection(id);
  await reliatic.createAction(id, { due_date: '2026-03-01' });
  await reliatic.assess(id, 4, 5);
  await maintainkit.createLocation('Store');
  await maintainkit.createPart('OIL-15W40', { reorderPoint: 18 });
  await maintainkit.receive('OIL-15W40', 12.125);
  await world.sync();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The answer's bytes, and how many statements it took, at the first asking and at the fourth: long compiled by then. */
async function firstAndFourth(query: string, variables: object = {}): Promise<[string, string]> {
  const answers: string[] = [];
  await world.ask('{ viewer { tenant } }');
  for (let time = 0; time < 4; time += 1) {
    world.statements.length = 0;
    const { data, errors, status } = await world.ask(query, variables);
    // A compiled query that fails is executed again: with an error that is right, without one it would be a waste.
    const statements = errors.length > 0 ? 'any' : world.statements.length;
    answers.push(JSON.stringify({ status, data, errors, statements }));
  }
  return [answers[0] ?? '', answers[3] ?? ''];
}

const folder = 'schema/operations';
const files = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).toSorted();
const operations = await Promise.all(
  files.map(async (name) => {
    const text = await readFile(`${folder}/${name}`, 'utf8');
    const variables = await readFile(`${folder}/${name.replace('.graphql', '.variables.json')}`, 'utf8').catch(
      () => '{}',
    );
    return { name, text, variables: JSON.parse(variables) as object };
  }),
);

test.each(operations.filter(({ text }) => /^query /m.test(text)))('$name', async ({ text, variables }) => {
  const [first, fourth] = await firstAndFourth(text, variables);
  expect(fourth).toBe(first);
  expect(first).toContain('"errors":[]');
});

const shapes: Record<string, [string, object?]> = {
  aliases: ['{ a: assets(first: 1) { nodes { n: name t: tagNumber } } b: assets(last: 1) { nodes { name } } }'],
  'named and inline fragments': [
    `{ assets { ...page nodes { ... on Node { id } ... { name } } } }
     fragment page on AssetConnection { totalCount pageInfo { hasNextPage endCursor } nodes { ...deep } }
     fragment deep on Asset { riskRanking { cell } failureModes(first: 1) { edges { cursor node { rpn } } } }`,
  ],
  __typename: ['{ __typename assets { __typename nodes { __typename parent { __typename tagNumber } } } }'],
  '@skip and @include': [
    'query ($yes: Boolean!) { assets { nodes { name @skip(if: $yes) tagNumber @include(if: $yes) } totalCount @skip(if: true) } }',
    { yes: true },
  ],
  'a variable with a default': ['query ($first: Int = 1) { assets(first: $first) { nodes { tagNumber } } }'],
  introspection: ['{ __schema { queryType { name fields { name } } } __type(name: "Asset") { kind } }'],
  'an error in a field': ['{ viewer { tenant } assets(first: 0) { nodes { id } } }'],
  'an error in a nullable field': ['{ viewer { tenant } asset(id: "no id") { name } }'],
  'a variable of a wrong type': ['query ($first: Int) { assets(first: $first) { nodes { id } } }', { first: 'many' }],
  'an unknown field': ['{ viewer { shoeSize } }'],
};

test.each(Object.entries(shapes))('%s', async (_name, [query, variables]) => {
  const [first, fourth] = await firstAndFourth(query, variables);
  expect(fourth.replace(/error [\w-]{36}/, '')).toBe(first.replace(/error [\w-]{36}/, ''));
});

test('the type of a node is told by its id', async () => {
  const { data } = await world.ask('{ assets(first: 1) { nodes { id } } parts { nodes { id } } }');
  const ids = [data.assets.nodes[0].id, data.parts.nodes[0].id];
  const query =
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Asset { tagNumber } ... on Part { sku onHand } } }';
  const [first, fourth] = await firstAndFourth(query, { ids });
  expect(fourth).toBe(first);
  expect(first).toContain('"sku":"OIL-15W40","onHand":12.125');
});

test('several operations in one document are told apart by name', async () => {
  const query = 'query A { viewer { tenant } } query B { viewer { access } }';
  const send = async (operationName: string) => {
    const response = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.keys.admin}` },
      body: JSON.stringify({ query, operationName }),
    });
    return response.json();
  };
  for (let time = 0; time < 3; time += 1) {
    expect(await send('A')).toEqual({ data: { viewer: { tenant: 'Plant plant' } } });
    expect(await send('B')).toEqual({ data: { viewer: { access: 'ADMIN' } } });
  }
});
