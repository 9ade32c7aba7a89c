import { observe, workOrder } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';
import { startWorkOrderPlant, type WorkOrderPlant } from './work-order-plant.ts';

let world: World;
let ids: WorkOrderPlant['ids'];
beforeAll(async () => {
  ({ world, ids } = await startWorkOrderPlant());
});
afterAll(() => world[Symbol.asyncDispose]());

async function titles(filter: object, orderBy: object[] = []): Promise<string[]> {
  const { data, errors } = await world.ask(
    `query ($filter: WorkOrderFilter, $orderBy: [WorkOrderOrder!]) {
      workOrders(filter: $filter, orderBy: $orderBy) { totalCount nodes { title } } }`,
    { filter, orderBy },
  );
  expect(errors).toEqual([]);
  const found = data.workOrders.nodes.map(({ title }: { title: string }) => title) as string[];
  expect(data.workOrders.totalCount).toBe(found.length);
  return found;
}

test('a work order tells what is to be done, where, by whom and with what', async () => {
  const { data, errors } = await world.ask(
    `query ($id: ID!) { workOrder(id: $id) {
      number title description status priority type dueDate isOverdue startedAt completedAt createdAt updatedAt
      estimatedHours categories asset { tagNumber }
      location { name address barcode parent { name address description parent { name } } }
      assignees { totalCount nodes { name email role } }
      parts { totalCount nodes { name quantity unitCost { amountMinor currency } part { sku name } } }
      sources { service externalId via status } } }`,
    { id: ids['Replace the pump seal'] },
  );
  expect(errors).toEqual([]);
  expect(data.workOrder).toEqual({
    number: '1042',
    title: 'Replace the pump seal',
    description: '100% of the ring, not half',
    status: 'OPEN',
    priority: 'HIGH',
    type: 'REACTIVE',
    dueDate: '2026-03-30T06:00:00Z',
    isOverdue: true,
    startedAt: '2026-03-29T06:00:00Z',
    completedAt: null,
    createdAt: '2026-03-20T08:00:00Z',
    updatedAt: null,
    estimatedHours: 2.5,
    categories: ['Hydraulics', 'Leak'],
    asset: { tagNumber: 'EXC-A-PMP' },
    location: {
      name: 'Pit North',
      address: null,
      barcode: '4006381333931',
      parent: { name: 'Quarry', address: '1 Quarry Road', description: 'All of it', parent: null },
    },
    assignees: {
      totalCount: 2,
      nodes: [
        { name: 'Ada Berg', email: 'ada.berg@plant.example', role: 'Technician' },
        { name: 'Bo Lind', email: 'bo.lind@plant.example', role: null },
      ],
    },
    parts: {
      totalCount: 2,
      nodes: [
        { name: 'Rag', quantity: 0.5, unitCost: null, part: null },
        {
          name: 'SEAL-9',
          quantity: 2,
          unitCost: { amountMinor: 1250, currency: 'USD' },
          part: { sku: 'SEAL-9', name: 'Pump seal' },
        },
      ],
    },
    sources: [{ service: 'RELIATIC', externalId: 'seal', via: 'POLL', status: 'OPEN' }],
  });
});

test('what a work order does not say is null, and words that nobody knows are UNKNOWN', async () => {
  const { data } = await world.ask(
    `query ($id: ID!) { workOrder(id: $id) { number status priority type isOverdue categories asset { id }
      location { id } assignees { nodes { id } } parts { nodes { id } } } }`,
    { id: ids['Odd job'] },
  );
  const unknown = { status: 'UNKNOWN', priority: 'UNKNOWN', type: 'UNKNOWN' };
  const nothing = { number: null, categories: [], asset: null, location: null };
  expect(data.workOrder).toEqual({
    ...unknown,
    ...nothing,
    // Whether it has ended nobody knows; better shown than forgotten.
    isOverdue: true,
    assignees: { nodes: [] },
    parts: { nodes: [] },
  });
});

test('the latest come first; a work order that does not say when it was written comes before them', async () => {
  expect(await titles({})).toEqual([
    'Count the store',
    'Odd job',
    'Change the engine oil',
    'Replace the pump seal',
    'Check the brakes',
    'Grease the boom',
  ]);
});

test.each([
  [{ status: ['OPEN', 'ON_HOLD'] }, ['Count the store', 'Replace the pump seal']],
  [{ status: [] }, []],
  [{ priority: ['CRITICAL', 'LOW'] }, ['Check the brakes', 'Grease the boom']],
  [{ type: ['PREVENTIVE'] }, ['Change the engine oil', 'Grease the boom']],
  [{ overdue: true }, ['Odd job', 'Replace the pump seal']],
  [{ overdue: false }, ['Count the store', 'Change the engine oil', 'Check the brakes', 'Grease the boom']],
  [{ dueFrom: '2026-03-15T06:00:00Z', dueTo: '2026-03-30T06:00:00Z' }, ['Replace the pump seal', 'Check the brakes']],
  [{ createdFrom: '2026-03-25T09:00:00+01:00' }, ['Odd job', 'Change the engine oil']],
  [{ createdTo: '2026-03-10T08:00:00Z' }, ['Check the brakes', 'Grease the boom']],
  [{ search: 'SEAL pump' }, ['Replace the pump seal']],
  [{ search: '1042' }, ['Replace the pump seal']],
  [{ search: '100%' }, ['Replace the pump seal']],
  [{ search: 'no such work' }, []],
  [{ assignee: ['a\0b'] }, []],
  [{ overdue: true, priority: ['HIGH'], type: ['REACTIVE'] }, ['Replace the pump seal']],
])('filtered by %j', async (filter, expected) => {
  expect(await titles(filter)).toEqual(expected);
});

test('filtered by asset, location and who is to do it', async () => {
  expect(await titles({ assetId: [ids['EXC-A-PMP']] })).toEqual(['Replace the pump seal']);
  expect(await titles({ locationId: [ids['Pit North']] })).toEqual(['Replace the pump seal']);
  expect(await titles({ assignee: [ids['Ada Berg']] })).toEqual(['Change the engine oil', 'Replace the pump seal']);
  expect(await titles({ assignee: [ids['Bo Lind']] })).toEqual(['Replace the pump seal']);
});

test('ordered by due date, those without one last', async () => {
  const byDueDate = await titles({}, [{ field: 'DUE_DATE' }]);
  expect(byDueDate).toEqual([
    'Grease the boom',
    'Check the brakes',
    'Replace the pump seal',
    'Odd job',
    'Change the engine oil',
    'Count the store',
  ]);
  expect(await titles({}, [{ field: 'DUE_DATE', direction: 'DESC' }])).toEqual(byDueDate.toReversed());
});

test.each(['CREATED_AT', 'DUE_DATE', 'COMPLETED_AT', 'TITLE'])(
  'pages of two, forward and backward, are the whole list in its order by %s',
  async (field) => {
    const all = await titles({}, [{ field }]);
    const query = `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: [WorkOrderOrder!]) {
      workOrders(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
        nodes { title } pageInfo { startCursor endCursor } } }`;
    const orderBy = [{ field }];
    const forward: string[] = [];
    const backward: string[] = [];
    let after: string | null = null;
    let before: string | null = null;
    for (let page = 0; page < 3; page += 1) {
      const { data } = await world.ask(query, { first: 2, after, orderBy });
      forward.push(...data.workOrders.nodes.map(({ title }: { title: string }) => title));
      after = data.workOrders.pageInfo.endCursor as string;
      const back = await world.ask(query, { last: 2, before, orderBy });
      backward.unshift(...back.data.workOrders.nodes.map(({ title }: { title: string }) => title));
      before = back.data.workOrders.pageInfo.startCursor as string;
    }
    expect(forward).toEqual(all);
    expect(backward).toEqual(all);
  },
);

test("an asset's own work orders can be filtered, and counted without the rest", async () => {
  const { data } = await world.ask(`{ assetByTag(tagNumber: "EXC-A") {
    workOrders { totalCount nodes { title asset { tagNumber } } }
    done: workOrders(filter: { status: [DONE] }) { totalCount nodes { title completedAt } } } }`);
  const asset = { tagNumber: 'EXC-A' };
  expect(data.assetByTag).toEqual({
    workOrders: {
      totalCount: 2,
      nodes: [
        { title: 'Change the engine oil', asset },
        { title: 'Grease the boom', asset },
      ],
    },
    done: { totalCount: 1, nodes: [{ title: 'Grease the boom', completedAt: '2026-03-02T08:00:00Z' }] },
  });
});

test('people are found by email, role and words', async () => {
  const { data } = await world.ask(`{
    all: people { totalCount nodes { name } }
    email: people(filter: { email: ["bo.lind@plant.example"] }) { nodes { name } }
    role: people(filter: { role: ["Technician"] }) { nodes { name } }
    search: people(filter: { search: "LIND bo" }) { nodes { name } }
    last: people(last: 1) { nodes { name } } }`);
  const ada = { name: 'Ada Berg' };
  const bo = { name: 'Bo Lind' };
  expect(data.all).toEqual({ totalCount: 2, nodes: [ada, bo] });
  expect([data.email.nodes, data.role.nodes, data.search.nodes, data.last.nodes]).toEqual([[bo], [ada], [bo], [bo]]);
});

test('a work order, its part and its people are found again by their ids', async () => {
  const id = ids['Replace the pump seal'];
  const { data } = await world.ask(
    `query ($id: ID!) { workOrder(id: $id) { parts { nodes { id } } assignees { nodes { id } } } }`,
    { id },
  );
  const [, part] = data.workOrder.parts.nodes;
  const [ada] = data.workOrder.assignees.nodes;
  const found = await world.ask(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id
      ... on WorkOrder { title } ... on WorkOrderPart { name part { sku } sources { externalId } } ... on Person { name } } }`,
    { ids: [id, part.id, ada.id] },
  );
  expect(found.errors).toEqual([]);
  expect(found.data.nodes).toEqual([
    { __typename: 'WorkOrder', id, title: 'Replace the pump seal' },
    {
      __typename: 'WorkOrderPart',
      id: part.id,
      name: 'SEAL-9',
      part: { sku: 'SEAL-9' },
      sources: [{ externalId: 'seal' }],
    },
    { __typename: 'Person', id: ada.id, name: 'Ada Berg' },
  ]);
});

test('another plant sees none of it', async () => {
  const other = await world.other();
  const { data, errors } = await other.graph.ask(
    `query ($id: ID!, $assignee: ID!) { workOrder(id: $id) { id } node(id: $id) { id } people { totalCount }
      workOrders(filter: { assignee: [$assignee] }) { totalCount nodes { id } } all: workOrders { totalCount } }`,
    { id: ids['Replace the pump seal'], assignee: ids['Ada Berg'] },
  );
  expect(errors).toEqual([]);
  const none = { totalCount: 0 };
  expect(data).toEqual({
    workOrder: null,
    node: null,
    people: none,
    workOrders: { ...none, nodes: [] },
    all: none,
  });
});

test('an id of something else is refused by name', async () => {
  const { errors } = await world.ask('query ($id: ID!) { workOrder(id: $id) { id } }', { id: ids['EXC-A-PMP'] });
  expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } });
  expect(errors[0]?.message).toContain('wor_');
});

test('a work order is overdue from its due moment on, and no longer once it is done', async () => {
  await using own = await startWorld({ webhooks: false });
  const overdue = async () => {
    const { data } = await own.ask(
      '{ workOrders { nodes { isOverdue } } late: workOrders(filter: { overdue: true }) { totalCount } }',
    );
    return [data.workOrders.nodes[0].isOverdue, data.late.totalCount] as unknown;
  };
  const dueAt = new Date(own.clock.now().getTime() + 60_000);
  await observe(own, { oil: workOrder('Change the oil', { dueAt }) });
  expect(await overdue()).toEqual([false, 0]);
  own.clock.advance({ minutes: 1 });
  expect(await overdue()).toEqual([false, 0]);
  own.clock.advance({ ms: 1 });
  expect(await overdue()).toEqual([true, 1]);
  await observe(own, { oil: workOrder('Change the oil', { dueAt, status: 'DONE' }) });
  expect(await overdue()).toEqual([false, 0]);
});
