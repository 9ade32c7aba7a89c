import fc from 'fast-check';
import { startWorld, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ webhooks: false });
  const { reliatic } = world;
  const root = await reliatic.createAsset({ tag_number: 'ROOT', name: 'Plant' });
  const kinds = ['rotating', 'tank', 'vessel'];
  // Names, kinds and remaining lives are few and partly missing, so that every order has ties and empty values.
  for (let index = 0; index < 22; index += 1) {
    const hasWall = index % 3 === 0;
    const asset = await reliatic.createAsset({
      tag_number: `T-${String((index * 7) % 22).padStart(2, '0')}`,
      name: `Name ${index % 4}`,
      asset_type: kinds[index % 3],
      ...(index % 2 === 0 && { parent_id: root.id }),
      ...(hasWall && { required_thickness_mm: 5 }),
    });
    if (!hasWall) continue;
    await reliatic.createInspection(asset.id, { inspection_date: '2016-03-01', thickness_mm: 12 });
    await reliatic.createInspection(asset.id, { inspection_date: '2026-03-01', thickness_mm: 11 - (index % 4) });
  }
  await world.sync();
  await world.gateway.sync.readDetails(world.connections.reliatic, { most: 100 });
});
afterAll(() => world[Symbol.asyncDispose]());

interface Row {
  tagNumber: string;
  name: string;
  type: string;
  remainingLifeYears: number | null;
}
interface Page {
  totalCount: number;
  nodes: Row[];
  edges: { cursor: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

const selection = `totalCount nodes { tagNumber name type remainingLifeYears } edges { cursor }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
const query = `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: [AssetOrder!], $filter: AssetFilter) {
  assets(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy, filter: $filter) { ${selection} } }`;

async function page(variables: object): Promise<Page> {
  const { data, errors } = await world.ask(query, variables);
  expect(errors).toEqual([]);
  return data.assets as Page;
}

/** What the schema calls the fields that assets can be ordered by. */
const fieldOf = {
  TAG_NUMBER: 'tagNumber',
  NAME: 'name',
  TYPE: 'type',
  REMAINING_LIFE_YEARS: 'remainingLifeYears',
} as const satisfies Record<string, keyof Row>;

interface Order {
  field: keyof typeof fieldOf;
  direction: 'ASC' | 'DESC';
}
const order: fc.Arbitrary<Order[]> = fc.uniqueArray(
  fc.record({
    field: fc.constantFrom('TAG_NUMBER', 'NAME', 'TYPE', 'REMAINING_LIFE_YEARS'),
    direction: fc.constantFrom('ASC', 'DESC'),
  }),
  { selector: ({ field }) => field, minLength: 0, maxLength: 3 },
);

/** Rows without a value come last when ascending and first when descending. */
function compare(left: Row, right: Row, orderBy: readonly Order[]): number {
  for (const { field, direction } of orderBy) {
    const [one, other] = [left[fieldOf[field]], right[fieldOf[field]]];
    if (one === other) continue;
    const ascending = one === null || (other !== null && one > other) ? 1 : -1;
    return direction === 'ASC' ? ascending : -ascending;
  }
  return 0;
}

const tagsOf = (rows: readonly Row[]) => rows.map(({ tagNumber }) => tagNumber);

test('pages of any size in any order, put together forwards or backwards, are the whole list', async () => {
  const filter = fc.constantFrom(null, { type: ['ROTATING', 'TANK'] });
  await fc.assert(
    fc.asyncProperty(order, filter, fc.integer({ min: 1, max: 9 }), async (orderBy, which, size) => {
      const whole = await page({ first: 100, orderBy, filter: which });
      expect(whole.totalCount).toBe(whole.nodes.length);
      for (const [index, row] of whole.nodes.slice(1).entries()) {
        expect(compare(whole.nodes[index]!, row, orderBy)).toBeLessThanOrEqual(0);
      }
      const forwards: Row[] = [];
      for (let after: string | null = null; ;) {
        const { nodes, pageInfo, totalCount }: Page = await page({ first: size, after, orderBy, filter: which });
        forwards.push(...nodes);
        expect(totalCount).toBe(whole.totalCount);
        expect(pageInfo.hasPreviousPage).toBe(after !== null);
        expect(pageInfo.hasNextPage).toBe(forwards.length < whole.nodes.length);
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
      }
      expect(tagsOf(forwards)).toEqual(tagsOf(whole.nodes));
      const backwards: Row[] = [];
      for (let before: string | null = null; ;) {
        const { nodes, pageInfo }: Page = await page({ last: size, before, orderBy, filter: which });
        backwards.unshift(...nodes);
        expect(pageInfo.hasNextPage).toBe(before !== null);
        if (!pageInfo.hasPreviousPage) break;
        before = pageInfo.startCursor;
      }
      expect(tagsOf(backwards)).toEqual(tagsOf(whole.nodes));
    }),
    { numRuns: 25 },
  );
});

test("every edge's cursor is a place to go on from, and the last one has nothing behind it", async () => {
  const { edges, nodes } = await page({ first: 23 });
  expect(edges).toHaveLength(23);
  for (const [index, { cursor }] of edges.entries()) {
    const behind = await page({ first: 2, after: cursor });
    expect(tagsOf(behind.nodes)).toEqual(tagsOf(nodes.slice(index + 1, index + 3)));
  }
  const last = await page({ first: 5, after: edges.at(-1)!.cursor });
  expect(last).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, startCursor: null, endCursor: null } });
});

test('the children of each asset are paged by themselves', async () => {
  const { data, errors } = await world.ask(
    `{ assets(filter: { tagNumber: ["ROOT", "T-00"] }) { nodes { children(first: 3) { ${selection} } } } }`,
  );
  expect(errors).toEqual([]);
  const [root, leaf] = data.assets.nodes.map(({ children }: { children: Page }) => children) as [Page, Page];
  expect(root).toMatchObject({ totalCount: 11, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
  expect(leaf).toMatchObject({ totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } });
  const next = await world.ask(
    `query ($after: String) { assetByTag(tagNumber: "ROOT") { children(first: 100, after: $after) { nodes { tagNumber } } } }`,
    { after: root.pageInfo.endCursor },
  );
  expect([...tagsOf(root.nodes), ...tagsOf(next.data.assetByTag.children.nodes)]).toHaveLength(11);
  expect(new Set([...tagsOf(root.nodes), ...tagsOf(next.data.assetByTag.children.nodes)]).size).toBe(11);
});

test('a row that is added between two pages is neither lost nor told twice', async () => {
  const first = await page({ first: 4, filter: { search: 'Name' } });
  await world.reliatic.createAsset({ tag_number: 'A-FRONT', name: 'Name 9' });
  await world.reliatic.createAsset({ tag_number: 'T-99', name: 'Name 9' });
  await world.sync();
  const rest = await page({ first: 100, after: first.pageInfo.endCursor, filter: { search: 'Name' } });
  expect(rest.nodes).toHaveLength(22 - 4 + 1);
  expect(tagsOf(rest.nodes)).toContain('T-99');
  expect(tagsOf(rest.nodes)).not.toContain('A-FRONT');
});

test('none of this was a fault of the gateway', () => {
  expect(world.warnings).toEqual([]);
});
