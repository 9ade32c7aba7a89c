import { startReadingPlant, type ReadingPlant } from './reading-plant.ts';

let plant: ReadingPlant;
beforeAll(async () => {
  plant = await startReadingPlant();
});
afterAll(() => plant.world[Symbol.asyncDispose]());

const part = `prt_${'0'.repeat(26)}`;
const cursorOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');

describe('an argument that can not be taken is refused by its name and with what is allowed', () => {
  test.each([
    ['assets(first: 0)', 'first', '1 to 100'],
    ['assets(first: -1)', 'first', '1 to 100'],
    ['assets(first: 5000)', 'first', '1 to 100'],
    ['assets(last: 0)', 'last', '1 to 100'],
    ['assets(first: 2, last: 2)', 'last', 'together with first'],
    ['assets(first: 2, before: "x")', 'before', 'last'],
    ['assets(last: 2, after: "x")', 'after', 'first'],
    ['assets(after: "x")', 'after', 'cursor'],
    ['assets(after: "")', 'after', 'cursor'],
    ['assets(last: 2, before: "😀")', 'before', 'cursor'],
    [`assets(after: "${cursorOf(['T', 'T', 'T'])}")`, 'after', 'cursor'],
    [`assets(after: "${cursorOf(['a\u0000b', 'ast'])}")`, 'after', 'cursor'],
    [`assets(orderBy: [{ field: REMAINING_LIFE_YEARS }], after: "${cursorOf(['much', 'ast'])}")`, 'after', 'cursor'],
    [`inspections(after: "${cursorOf(['yesterday', 'ins'])}")`, 'after', 'cursor'],
    [`failureModes(after: "${cursorOf(['99999999999', 'fmo'])}")`, 'after', 'cursor'],
    [`stockMovements(after: "${cursorOf(['2026-13-45', '1', 'mov'])}")`, 'after', 'cursor'],
    [`assets(filter: { search: "${'x'.repeat(201)}" })`, 'filter.search', '200'],
    [`workOrders(filter: { search: "${'w '.repeat(10_000)}" })`, 'filter.search', '200'],
    ['assets(orderBy: [{ field: NAME }, { field: TYPE }, { field: NAME }])', 'orderBy', 'once'],
    [`failureModes(orderBy: [${'{ field: RPN }'.repeat(200)}])`, 'orderBy', 'once'],
  ])('%s', async (field, argument, allowed) => {
    const { errors, data } = await plant.world.ask(`{ ${field} { nodes { id } } }`);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument } });
    expect(errors[0]!.message).toContain(argument);
    expect(errors[0]!.message).toContain(allowed);
    expect(data ?? null).toBeNull();
  });

  test.each([
    ['asset(id: "")', 'id', 'ast_'],
    ['asset(id: "EXC-A")', 'id', 'ast_'],
    [`asset(id: "${part}")`, 'id', 'ast_'],
    ['node(id: "xyz_0")', 'id', 'Node.id'],
    [`node(id: "xyz_${'0'.repeat(26)}")`, 'id', 'Node.id'],
    ['nodes(ids: [])', 'ids', '1 to 100'],
    [`nodes(ids: ${JSON.stringify(Array.from({ length: 101 }, () => part))})`, 'ids', '100'],
    ['part(id: "OIL-15W40")', 'id', 'prt_'],
    ['part', 'id', 'sku'],
    [`part(id: "${part}", sku: "OIL-15W40")`, 'sku', 'id'],
    ['command(id: "7")', 'id', 'cmd_'],
  ])('%s', async (field, argument, allowed) => {
    const { errors } = await plant.world.ask(`{ ${field} { id } }`);
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument } });
    expect(errors[0]!.message).toContain(allowed);
  });

  test('a phrase that a risk matrix is asked for is as short as one that a list is asked for', async () => {
    const { errors } = await plant.world.ask(`{ riskMatrix(filter: { search: "${'x'.repeat(201)}" }) { version } }`);
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.search' } });
  });

  test("a list of an asset's own is refused as a list of the plant's is", async () => {
    const { errors } = await plant.world.ask(
      '{ assets(first: 2) { nodes { failureModes(first: 101) { nodes { id } } } } }',
    );
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } });
  });
});

test.each([
  ['{ assets { nodes { nothing } } }', 'nothing'],
  ['{ assets(filter: { type: [SHIP] }) { nodes { id } } }', 'SHIP'],
  ['{ assets(orderBy: [{ field: SERIAL_NUMBER }]) { nodes { id } } }', 'SERIAL_NUMBER'],
  ['{ assets { nodes { id }', 'Syntax Error'],
  ['', 'query'],
  ['{ inspections(filter: { dateFrom: "2026-02-30" }) { nodes { id } } }', 'Date'],
  ['{ stockMovements(filter: { recordedFrom: "now" }) { nodes { id } } }', 'date'],
  ['{ inspections(filter: { dateFrom: "0000-12-31" }) { nodes { id } } }', '0001'],
  ['{ actions(filter: { dueTo: "0000-01-01" }) { nodes { id } } }', '0001'],
  ['{ stockMovements(filter: { recordedFrom: "0000-12-31T23:59:59Z" }) { nodes { id } } }', '0001'],
  ['{ stockMovements(filter: { recordedTo: "0001-01-01T00:00:00+14:00" }) { nodes { id } } }', '0001'],
  ['{ workOrders(filter: { dueTo: "9999-12-31T23:59:59-14:00" }) { nodes { id } } }', '9999'],
])('a document that does not fit the schema is BAD_USER_INPUT: %s', async (query, said) => {
  const { errors, status } = await plant.world.ask(query);
  expect(status).toBe(400);
  expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  expect(errors[0]!.message).toContain(said);
});

test('dates and numbers at the edges of what PostgreSQL holds are answered', async () => {
  const { errors, data } = await plant.world.ask(`{
    inspections(filter: { dateFrom: "0001-01-01", dateTo: "9999-12-31" }) { totalCount }
    failureModes(filter: { rpnMin: -2147483648, rpnMax: 2147483647 }) { totalCount }
    stockMovements(filter: { recordedFrom: "2026-04-01T00:00:00+14:00", recordedTo: "9999-12-31T23:59:59Z" }) { totalCount }
    parts(filter: { sku: ["\\u0000"] }) { totalCount }
    assetByTag(tagNumber: "\\u0000") { id }
  }`);
  expect(errors).toEqual([]);
  expect(data).toMatchObject({ inspections: { totalCount: 3 }, failureModes: { totalCount: 3 }, assetByTag: null });
});

test('a body that is no JSON, and one that is too large, are refused', async () => {
  const { world } = plant;
  const send = (body: string) =>
    fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.keys.read}`, 'content-type': 'application/json' },
      body,
    });
  const malformed = await send('{"query": ');
  expect(malformed.status).toBe(400);
  expect(await malformed.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  expect((await send(JSON.stringify({ query: `{ viewer { tenant } } #${'x'.repeat(1_100_000)}` }))).status).toBe(413);
});

test('none of this was a fault of the gateway', () => {
  expect(plant.world.warnings).toEqual([]);
});
