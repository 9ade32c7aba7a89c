import { readFile } from 'node:fs/promises';
import Big from 'big.js';
import type { AssignmentRecord, PositionRecord, TagRecord } from '../../src/domain/work-records.ts';
import { asset, maintenance, observe, person, signal, workOrder, type Observed } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';

const tag = (state: TagRecord['state'], assetId: string | null): TagRecord => ({ kind: 'tag', state, assetId });

const position = (latitude: string, longitude: string, reportedAt: string): PositionRecord => ({
  kind: 'position',
  assetId: 'exc',
  latitude: new Big(latitude),
  longitude: new Big(longitude),
  accuracyMetres: new Big('4.5'),
  reportedAt: new Date(reportedAt),
});

const assignment = (assetId: string, to: { email?: string; place?: string }, assignedAt: string): AssignmentRecord => ({
  kind: 'assignment',
  assetId,
  assignedToEmail: to.email ?? null,
  locationId: to.place ?? null,
  assignedAt: new Date(assignedAt),
});

let world: World;
beforeAll(async () => {
  world = await startWorld({ webhooks: false });
  await observe(world, {
    exc: asset('EXC-A'),
    tank: asset('TNK-1'),
    truck: asset('TRK-1'),
    ada: person('Ada Berg'),
    '0A1B2C3D4E': tag('ASSIGNED', 'exc'),
    ZZZZZZZZZZ: tag('RETIRED', 'exc'),
    '7H8J9KMNPQ': tag('UNLINKED', null),
    p1: position('59.913868', '10.752245', '2026-03-01T08:00:00Z'),
    p2: position('-33.868800', '151.209300', '2026-03-05T08:00:00Z'),
    p3: position('0', '-180', '2026-03-02T08:00:00Z'),
    a1: assignment('exc', { place: 'Yard 2' }, '2026-02-01T08:00:00Z'),
    a2: assignment('exc', { email: 'ada.berg@plant.example' }, '2026-03-01T08:00:00Z'),
    a3: assignment('tank', { email: 'ada.berg@plant.example' }, '2026-02-01T08:00:00Z'),
    a4: assignment('tank', { place: 'Yard 2' }, '2026-03-01T08:00:00Z'),
    a5: assignment('truck', { email: 'stranger@else.example' }, '2026-03-01T08:00:00Z'),
    s1: signal('exc', '2026-03-01T08:00:00Z', { severity: 'HIGH', numericValue: new Big('91.123456') }),
    s2: signal('exc', '2026-03-02T08:00:00Z', { signalType: 'door.open', numericValue: null, booleanValue: true }),
    s3: signal(null, '2026-03-03T08:00:00Z', {
      deviceId: 'dev-9',
      severity: 'UNKNOWN',
      signalType: 'mode',
      numericValue: null,
      textValue: 'idle',
    }),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

async function asked(query: string, variables: object = {}) {
  const { data, errors } = await world.ask(query, variables);
  expect(errors).toEqual([]);
  return data;
}

test('a scanned label leads to the machine that it is on', async () => {
  const data = await asked('{ tag(id: "0A1B2C3D4E") { id code state asset { tagNumber } sources { externalId } } }');
  expect(data.tag).toMatchObject({
    code: '0A1B2C3D4E',
    state: 'ASSIGNED',
    asset: { tagNumber: 'EXC-A' },
    sources: [{ externalId: '0A1B2C3D4E' }],
  });
  expect((await asked('query ($id: String!) { tag(id: $id) { code } }', data.tag)).tag.code).toBe('0A1B2C3D4E');
});

test.each(['EXC-A', 'XXXXXXXXXX', '', 'a\0b', `tag_${'0'.repeat(26)}`, `ast_${'0'.repeat(26)}`])(
  'a code that is on no label, %j, leads nowhere: a tag number is no label',
  async (id) => {
    expect((await asked('query ($id: String!) { tag(id: $id) { code } }', { id })).tag).toBeNull();
  },
);

test('labels are listed by code, by state and by what they are on', async () => {
  const { assetByTag, ...lists } = await asked(`{
    all: tags { totalCount nodes { code } }
    spare: tags(filter: { state: [UNLINKED] }) { nodes { code asset { id } } }
    backward: tags(last: 1) { nodes { code } pageInfo { hasPreviousPage } }
    assetByTag(tagNumber: "EXC-A") { id tags { totalCount nodes { code state } } } }`);
  expect(lists).toEqual({
    all: { totalCount: 3, nodes: [{ code: '0A1B2C3D4E' }, { code: '7H8J9KMNPQ' }, { code: 'ZZZZZZZZZZ' }] },
    spare: { nodes: [{ code: '7H8J9KMNPQ', asset: null }] },
    backward: { nodes: [{ code: 'ZZZZZZZZZZ' }], pageInfo: { hasPreviousPage: true } },
  });
  expect(assetByTag.tags).toEqual({
    totalCount: 2,
    nodes: [
      { code: '0A1B2C3D4E', state: 'ASSIGNED' },
      { code: 'ZZZZZZZZZZ', state: 'RETIRED' },
    ],
  });
  const filtered = await asked('query ($id: ID!) { tags(filter: { assetId: [$id] }) { totalCount } }', assetByTag);
  expect(filtered.tags.totalCount).toBe(2);
});

test('a machine is where it was reported last, to the last decimal place', async () => {
  const { assets } = await asked(`{ assets { nodes { tagNumber position {
    latitude longitude accuracyMetres reportedAt asset { tagNumber } sources { externalId } } } } }`);
  expect(assets.nodes).toEqual([
    {
      tagNumber: 'EXC-A',
      position: {
        latitude: -33.8688,
        longitude: 151.2093,
        accuracyMetres: 4.5,
        reportedAt: '2026-03-05T08:00:00Z',
        asset: { tagNumber: 'EXC-A' },
        sources: [{ externalId: 'p2' }],
      },
    },
    { tagNumber: 'TNK-1', position: null },
    { tagNumber: 'TRK-1', position: null },
  ]);
});

test('whoever has a machine is who it was assigned to last; a place or a stranger is nobody', async () => {
  const { assets } = await asked(`{ assets { nodes { tagNumber assignee { name }
    assignments { totalCount nodes { assignedToEmail place assignedAt person { name } asset { tagNumber } } } } } }`);
  const [excavator, tank, truck] = assets.nodes;
  const ada = { name: 'Ada Berg' };
  const inYard = { assignedToEmail: null, place: 'Yard 2', person: null };
  expect(excavator.assignee).toEqual(ada);
  expect(excavator.assignments.nodes).toEqual([
    {
      assignedToEmail: 'ada.berg@plant.example',
      place: null,
      assignedAt: '2026-03-01T08:00:00Z',
      person: ada,
      asset: { tagNumber: 'EXC-A' },
    },
    { ...inYard, assignedAt: '2026-02-01T08:00:00Z', asset: { tagNumber: 'EXC-A' } },
  ]);
  expect(tank.assignee).toBeNull();
  expect(tank.assignments.nodes).toMatchObject([inYard, { person: ada }]);
  expect(truck).toMatchObject({
    assignee: null,
    assignments: { totalCount: 1, nodes: [{ assignedToEmail: 'stranger@else.example', person: null }] },
  });
});

test('signals keep the form in which they came: number, text, or yes and no', async () => {
  const { signals } = await asked(`{ signals { totalCount nodes { source signalType severity numericValue textValue
    booleanValue deviceId receivedAt asset { tagNumber } } } }`);
  const none = { numericValue: null, textValue: null, booleanValue: null, deviceId: null, source: 'gateway-7' };
  const onMachine = { ...none, asset: { tagNumber: 'EXC-A' } };
  expect(signals).toEqual({
    totalCount: 3,
    nodes: [
      {
        ...none,
        signalType: 'mode',
        severity: 'UNKNOWN',
        textValue: 'idle',
        deviceId: 'dev-9',
        receivedAt: '2026-03-03T08:00:00Z',
        asset: null,
      },
      {
        ...onMachine,
        signalType: 'door.open',
        severity: 'INFO',
        booleanValue: true,
        receivedAt: '2026-03-02T08:00:00Z',
      },
      {
        ...onMachine,
        signalType: 'temperature.high',
        severity: 'HIGH',
        numericValue: 91.123456,
        receivedAt: '2026-03-01T08:00:00Z',
      },
    ],
  });
});

test.each([
  ['(filter: { severity: [HIGH, CRITICAL] })', ['temperature.high']],
  ['(filter: { signalType: ["mode", "door.open"] })', ['mode', 'door.open']],
  ['(filter: { receivedFrom: "2026-03-02T08:00:00Z", receivedTo: "2026-03-02T08:00:00Z" })', ['door.open']],
  ['(first: 1, orderBy: [{ field: NUMERIC_VALUE }])', ['temperature.high']],
  ['(last: 2)', ['door.open', 'temperature.high']],
])('signals%s', async (args, types) => {
  const { signals } = await asked(`{ signals${args} { nodes { signalType } } }`);
  expect(signals.nodes.map(({ signalType }: { signalType: string }) => signalType)).toEqual(types);
});

const nodes = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename
  ... on Tag { code } ... on Signal { signalType } ... on Position { longitude } ... on Assignment { place } } }`;

test('all of it is found again by id, by its own plant and by no other', async () => {
  const { assetByTag, signals } = await asked(`{ signals(first: 1) { nodes { id } } assetByTag(tagNumber: "EXC-A") {
    id tags(first: 1) { nodes { id } } position { id } assignments(last: 1) { nodes { id } } } }`);
  const { tags, position: latest, assignments } = assetByTag;
  const ids = [...tags.nodes, ...signals.nodes, latest, ...assignments.nodes].map(({ id }: { id: string }) => id);
  expect((await asked(nodes, { ids })).nodes).toEqual([
    { __typename: 'Tag', code: '0A1B2C3D4E' },
    { __typename: 'Signal', signalType: 'mode' },
    { __typename: 'Position', longitude: 151.2093 },
    { __typename: 'Assignment', place: 'Yard 2' },
  ]);
  const other = await world.other();
  expect((await other.graph.ask(nodes, { ids })).data.nodes).toEqual([null, null, null, null]);
  const others = await other.graph.ask(
    `query ($tag: String!, $asset: ID!) { tag(id: "0A1B2C3D4E") { id } byId: tag(id: $tag) { id }
      tags { totalCount } signals(filter: { assetId: [$asset] }) { totalCount } }`,
    { tag: ids[0], asset: assetByTag.id },
  );
  expect(others.errors).toEqual([]);
  const none = { totalCount: 0 };
  expect(others.data).toEqual({ tag: null, byId: null, tags: none, signals: none });
});

test.each(['12-work-orders', '13-machine-history'])('the example operation %s answers', async (name) => {
  const data = await asked(await readFile(`schema/operations/${name}.graphql`, 'utf8'), { tagNumber: 'EXC-A' });
  expect(Object.values(data)).not.toContain(null);
});

const machines = (from: number, count: number): Observed =>
  Object.fromEntries(
    Array.from({ length: count }, (_, offset) => String(from + offset).padStart(3, '0')).flatMap((name) => [
      [`asset-${name}`, asset(`A-${name}`)],
      [`person-${name}`, person(`Person ${name}`)],
      [
        `order-${name}`,
        workOrder(`Work ${name}`, {
          assetId: `asset-${name}`,
          assigneeIds: [`person-${name}`],
          dueAt: new Date('2026-03-01T00:00:00Z'),
          parts: [{ partId: null, name: `P-${name}`, quantity: new Big(1), unitCost: null }],
        }),
      ],
      [`record-${name}`, maintenance(`asset-${name}`, '2026-03-01T00:00:00Z')],
      [`TAG0000${name}`, tag('ASSIGNED', `asset-${name}`)],
      [`signal-${name}`, signal(`asset-${name}`, '2026-03-01T00:00:00Z')],
      [
        `assignment-${name}`,
        assignment(`asset-${name}`, { email: `person.${name}@plant.example` }, '2026-03-01T00:00:00Z'),
      ],
    ]),
  );

const everything = `{ assets(first: 100) { nodes { tagNumber
  workOrders { totalCount nodes { title isOverdue asset { name } assignees { nodes { name } }
    parts { nodes { quantity part { sku } } } } }
  maintenanceRecords { nodes { performedAt } } tags { nodes { code } } signals { nodes { numericValue } }
  position { latitude } assignee { email } assignments { nodes { person { name } } } } } }`;

test("the statements of a machine's history depend on the query's shape and never on its rows", async () => {
  await using own = await startWorld({ webhooks: false });
  const statements = async () => {
    await own.ask('{ viewer { tenant } }');
    own.statements.length = 0;
    const { data, errors } = await own.ask(everything);
    expect(errors).toEqual([]);
    return { count: own.statements.length, assets: data.assets.nodes as unknown[] };
  };
  await observe(own, machines(0, 5));
  // Asked twice: the second time it is compiled.
  const first = await statements();
  const few = await statements();
  await observe(own, machines(5, 45));
  const many = await statements();

  expect(few.assets).toHaveLength(5);
  expect(many.assets).toHaveLength(50);
  expect(many.assets[49]).toEqual({
    tagNumber: 'A-049',
    workOrders: {
      totalCount: 1,
      nodes: [
        {
          title: 'Work 049',
          isOverdue: true,
          asset: { name: 'A-049' },
          assignees: { nodes: [{ name: 'Person 049' }] },
          parts: { nodes: [{ quantity: 1, part: null }] },
        },
      ],
    },
    maintenanceRecords: { nodes: [{ performedAt: '2026-03-01T00:00:00Z' }] },
    tags: { nodes: [{ code: 'TAG0000049' }] },
    signals: { nodes: [{ numericValue: 91.5 }] },
    position: null,
    assignee: { email: 'person.049@plant.example' },
    assignments: { nodes: [{ person: { name: 'Person 049' } }] },
  });
  expect([first.count, many.count]).toEqual([few.count, few.count]);
  // One for each list, its count, and each kind of object that rows name; the latest assignment is read by itself.
  expect(many.count).toBe(15);
});
