import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';

let world: World;
const wire = new BreakableWire();
let assetId: string;
beforeAll(async () => {
  world = await startWorld({ gateway: { fetch: wire.fetch } });
  await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  await world.sync();
  const { data } = await world.ask('{ assetByTag(tagNumber: "EXC-A") { id } }');
  assetId = data.assetByTag.id;
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  wire.writes.length = 0;
  wire.breaks = null;
});

/** A command's outcome, whichever it is. */
async function send(name: 'createFailureMode' | 'transitionAction', fields: string, input: object) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await world.ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) {
      ${fields} userErrors { field code message } command { status attempts upstreamId } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data[name];
}

const create = (input: object) =>
  send('createFailureMode', 'failureMode { id description rpn priority actionPriority asset { tagNumber } }', {
    assetId,
    description: 'Seal leaks',
    severity: 9,
    occurrence: 6,
    detection: 4,
    ...input,
  });

const transition = (actionId: string, to: string, more: object = {}) =>
  send('transitionAction', 'action { status allowedTransitions isOverdue }', { actionId, to, ...more });

/** What both the service and the replica hold of a kind, and every event. */
async function everything(path: '/failure-modes' | '/actions'): Promise<unknown> {
  const { prisma } = world.gateway.database;
  return {
    service: await world.reliatic.send('GET', path),
    failureModes: await prisma.failureMode.findMany(),
    actions: await prisma.action.findMany(),
    events: await prisma.event.count({ where: { type: { not: 'command.settled' } } }),
  };
}

describe('createFailureMode', () => {
  test('adds it in Reliatic, and the payload and the asset already show it', async () => {
    const made = await create({ cause: 'Dust', effect: 'Oil on the ground' });
    expect(made).toEqual({
      failureMode: {
        id: expect.stringMatching(/^fmo_/),
        description: 'Seal leaks',
        rpn: 216,
        priority: 'CRITICAL',
        actionPriority: 'HIGH',
        asset: { tagNumber: 'EXC-A' },
      },
      userErrors: [],
      command: { status: 'SUCCEEDED', attempts: 1, upstreamId: expect.any(String) },
    });
    const { data } = await world.ask(`{ failureModes { nodes { id sources { via externalId } } } }`);
    const sources = [{ via: 'WRITE', externalId: made.command.upstreamId }];
    expect(data.failureModes.nodes).toEqual([{ id: made.failureMode.id, sources }]);
    expect(await world.reliatic.send('GET', '/failure-modes')).toMatchObject([{ cause: 'Dust' }]);
  });

  test.each<[object, string[]]>([
    [{ severity: 11 }, ['severity']],
    [{ severity: 0, occurrence: -1, detection: 2_000_000 }, ['severity', 'occurrence', 'detection']],
    [{ description: '' }, ['description']],
    [{ description: ' \n' }, ['description']],
    [{ description: 'a\u0000b' }, ['description']],
    [{ effect: 'a\u0000b' }, ['effect']],
    [{ idempotencyKey: '' }, ['idempotencyKey']],
    [{ idempotencyKey: 'k'.repeat(10_000) }, ['idempotencyKey']],
    [{ assetId: 'EXC-A' }, ['assetId']],
    [{ assetId: 'ast_\u0000' }, ['assetId']],
    [{ assetId: `ast_${'0'.repeat(26)}` }, ['assetId']],
  ])('refuses %j beside its fields, and nothing is written', async (input, fields) => {
    const before = await everything('/failure-modes');
    const { failureMode, command, userErrors } = await create(input);
    expect([failureMode, command]).toEqual([null, null]);
    expect(userErrors.map(({ field }: { field: string[] }) => field.join('.'))).toEqual(fields);
    for (const { code, message, field } of userErrors) {
      expect(code).toBe(JSON.stringify(input).includes('_000000') ? 'NOT_FOUND' : 'BAD_USER_INPUT');
      expect(message).toContain(field[0]);
    }
    expect(wire.writes).toEqual([]);
    expect(await everything('/failure-modes')).toEqual(before);
  });

  test('made twice with one key is made once, also when the first answer was lost', async () => {
    wire.breaks = 'cut';
    const lost = await create({ idempotencyKey: 'a', description: 'Boom cracks' });
    expect(lost).toMatchObject({ failureMode: null, command: { status: 'UNCERTAIN', attempts: 1 } });
    wire.breaks = null;
    expect(await create({ idempotencyKey: 'a', description: 'Boom cracks' })).toEqual(lost);
    expect(wire.writes).toEqual(['POST /failure-modes']);
    await world.sync();
    const { data } = await world.ask('{ failureModes(filter: { search: "boom" }) { totalCount } }');
    expect(data.failureModes.totalCount).toBe(1);
  });

  test('one key for two mutations is a conflict', async () => {
    await create({ idempotencyKey: 'b' });
    const { actionId } = await anAction();
    const refused = await transition(actionId, 'PROPOSED', { idempotencyKey: 'b' });
    expect(refused).toMatchObject({ action: null, userErrors: [{ field: ['idempotencyKey'], code: 'CONFLICT' }] });
    expect(wire.writes).toEqual(['POST /failure-modes']);
  });
});

/** A new action in Reliatic that the gateway knows. */
async function anAction(): Promise<{ actionId: string; externalId: string }> {
  const { data } = await world.ask(`query ($id: ID!) { node(id: $id) { ... on Asset { sources { externalId } } } }`, {
    id: assetId,
  });
  const action = await world.reliatic.createAction(data.node.sources[0].externalId);
  await world.sync();
  const all = await world.ask('{ actions(first: 100) { nodes { id sources { externalId } } } }');
  type Node = { id: string; sources: { externalId: string }[] };
  const found = all.data.actions.nodes.find(({ sources }: Node) => sources[0]?.externalId === action.id) as Node;
  return { actionId: found.id, externalId: action.id };
}

describe('transitionAction', () => {
  test('leads an action along its lifecycle to its end', async () => {
    const { actionId } = await anAction();
    expect(await transition(actionId, 'PROPOSED', { comment: 'Ready' })).toEqual({
      action: { status: 'PROPOSED', allowedTransitions: ['APPROVED', 'REJECTED'], isOverdue: false },
      userErrors: [],
      command: { status: 'SUCCEEDED', attempts: 1, upstreamId: expect.any(String) },
    });
    for (const to of ['APPROVED', 'IN_PROGRESS']) await transition(actionId, to);
    expect(await transition(actionId, 'COMPLETED')).toMatchObject({
      action: { status: 'COMPLETED', allowedTransitions: [] },
    });
    expect(wire.writes.every((write) => /^PUT \/actions\/[\w-]+\/status$/.test(write))).toBe(true);
  });

  test.each(['COMPLETED', 'DRAFT', 'APPROVED', 'UNKNOWN'])(
    'refuses %s from DRAFT and says what is allowed',
    async (to) => {
      const { actionId } = await anAction();
      const before = await everything('/actions');
      const { action, userErrors } = await transition(actionId, to);
      expect(action).toBeNull();
      const code = to === 'UNKNOWN' ? 'BAD_USER_INPUT' : 'INVALID_TRANSITION';
      expect(userErrors).toEqual([{ field: ['to'], code, message: expect.stringMatching(/propos/i) }]);
      expect(await everything('/actions')).toEqual(before);
    },
  );

  test('a step that somebody took in the service meanwhile is explained by what the service says', async () => {
    const { actionId, externalId } = await anAction();
    // From here on the webhooks are signed with a secret that the gateway does not know.
    await world.sandbox.addWebhookEndpoint('reliatic', world.organizations.reliatic.id, {
      url: `${world.url}/webhooks/reliatic/${world.connections.reliatic.id}`,
      secret: 'another',
    });
    await world.reliatic.transition(externalId, 'proposed');
    await world.sandbox.deliverDueWebhooks();
    expect(await transition(actionId, 'PROPOSED')).toMatchObject({
      action: null,
      command: { status: 'REJECTED' },
      userErrors: [{ field: ['to'], code: 'INVALID_TRANSITION' }],
    });
    await world.sync();
    expect(await transition(actionId, 'APPROVED')).toMatchObject({ action: { status: 'APPROVED' } });
  });

  test('a comment with NUL is refused', async () => {
    const { actionId } = await anAction();
    const { userErrors } = await transition(actionId, 'PROPOSED', { comment: 'a\u0000b' });
    expect(userErrors).toMatchObject([{ field: ['comment'], code: 'BAD_USER_INPUT' }]);
  });

  test('its answer lost, the outcome is uncertain, and a later sweep shows the step', async () => {
    const { actionId } = await anAction();
    wire.breaks = '502';
    expect(await transition(actionId, 'PROPOSED')).toMatchObject({
      action: null,
      command: { status: 'UNCERTAIN', attempts: 1 },
      userErrors: [{ code: 'UPSTREAM_UNAVAILABLE' }],
    });
    expect(wire.writes).toHaveLength(1);
    wire.breaks = null;
    await world.sync();
    const { data } = await world.ask(`{ node(id: "${actionId}") { ... on Action { status } } }`);
    expect(data.node.status).toBe('PROPOSED');
  });
});
