import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';
import { faultsAt, faultsOf, mutate, nobody, payloadOf, refusedAtOnce } from './mutating.ts';

let world: World<'reliatic'>;
const wire = new BreakableWire();
let assetId: string;
let failureModeId: string;
/** Reliatic's own. */
let tankId: string;
beforeAll(async () => {
  world = await startWorld({
    services: ['reliatic'],
    webhooks: false,
    // An open breaker goes by the machine's clock, which no test sets.
    gateway: { fetch: wire.fetch, limits: { breakerPauseMs: 1 } },
  });
  tankId = (await world.reliatic.createAsset({ tag_number: 'TNK-1' })).id;
  await world.reliatic.createFailureMode(tankId, [9, 6, 4]);
  await world.sync();
  const { data } = await world.ask('{ assets { nodes { id } } failureModes { nodes { id } } }');
  assetId = data.assets.nodes[0].id;
  failureModeId = data.failureModes.nodes[0].id;
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  // No two things happen at once.
  world.clock.advance({ seconds: 10 });
  wire.writes.length = 0;
  wire.breaks = null;
});

const bad = 'BAD_USER_INPUT';
const sources = 'asset { tagNumber } sources { service via externalId }';
const shown = {
  createInspection: `inspection { id type date inspectorName coveragePercent thicknessMm effectiveness ${sources} }`,
  createAction: `action { id title description priority status assignee dueDate isOverdue
    failureMode { description } ${sources} }`,
  createRiskAssessment: `riskAssessment { id probabilityOfFailure consequenceOfFailure cell level isCurrent ${sources} }`,
};
const needed = {
  createInspection: { type: 'VISUAL_EXTERNAL', date: '2026-03-31', inspectorName: 'Alice Rojas' },
  createAction: { title: 'Paint the roof' },
  createRiskAssessment: { probabilityOfFailure: 4, consequenceOfFailure: 3 },
};
const names = ['createInspection', 'createAction', 'createRiskAssessment'] as const;
const making = (name: (typeof names)[number], input: object = {}) =>
  payloadOf(world, name, shown[name], { assetId, ...needed[name], ...input });
const inspect = (input?: object) => making('createInspection', input);
const act = (input?: object) => making('createAction', input);
const assess = (input?: object) => making('createRiskAssessment', input);

const succeeded = {
  id: expect.stringMatching(/^cmd_/),
  status: 'SUCCEEDED',
  service: 'RELIATIC',
  attempts: 1,
  upstreamId: expect.any(String),
};

/** What Reliatic itself has of it. */
async function inReliatic(path: string, id: string) {
  const rows = await world.reliatic.send<{ id: string }[]>('GET', `${path}?per_page=100`);
  return rows.find((row) => row.id === id);
}

describe('createInspection', () => {
  test('writes it down in Reliatic, and the payload already shows how effective it was', async () => {
    const made = await inspect({ type: 'ULTRASONIC_MANUAL', coveragePercent: 80, thicknessMm: '9.125' });
    const { upstreamId } = made.command;
    expect(made).toEqual({
      inspection: {
        id: expect.stringMatching(/^ins_/),
        type: 'ULTRASONIC_MANUAL',
        date: '2026-03-31',
        inspectorName: 'Alice Rojas',
        coveragePercent: 80,
        thicknessMm: 9.125,
        effectiveness: 'B',
        asset: { tagNumber: 'TNK-1' },
        sources: [{ service: 'RELIATIC', via: 'WRITE', externalId: upstreamId }],
      },
      userErrors: [],
      command: succeeded,
    });
    expect(await inReliatic('/inspections', upstreamId)).toMatchObject({
      inspection_type: 'ultrasonic_manual',
      coverage_percent: 80,
      thickness_mm: 9.125,
    });
    expect(wire.writes).toEqual(['POST /inspections']);
    await world.sync();
    const { data } = await world.ask('{ inspections { nodes { id } } }');
    expect(data.inspections.nodes).toEqual([{ id: made.inspection.id }]);
  });

  test('takes one of the day that has begun in the east only, with nothing measured', async () => {
    expect(await inspect({ date: '2026-04-02', coveragePercent: null, thicknessMm: null })).toMatchObject({
      inspection: { date: '2026-04-02', coveragePercent: null, thicknessMm: null, effectiveness: 'D' },
      userErrors: [],
    });
  });

  test.each<[object, string[]]>([
    [{ inspectorName: ' \n' }, ['inspectorName']],
    [{ inspectorName: 'a\u0000b' }, ['inspectorName']],
    [{ inspectorName: '\uD800' }, ['inspectorName']],
    [{ date: '2026-04-03' }, ['date']],
    [{ coveragePercent: 101 }, ['coveragePercent']],
    [{ coveragePercent: '-0.001', thicknessMm: -1 }, ['coveragePercent', 'thicknessMm']],
    [{ assetId: nobody('ast') }, ['assetId']],
    [
      { assetId: 'TNK-1', type: 'UNKNOWN', date: '9999-12-31', inspectorName: '', coveragePercent: 1000 },
      ['assetId', 'type', 'date', 'inspectorName', 'coveragePercent'],
    ],
  ])('refuses %j beside its fields, and nothing is sent', async (input, fields) => {
    expect(await refusedAtOnce(world, wire, () => inspect(input))).toEqual(faultsAt(input, fields));
  });

  test.each<[object, string]>([
    [{ date: '2026-02-30' }, 'date'],
    [{ coveragePercent: '99.9999' }, 'coveragePercent'],
    [{ type: 'LOOKED_AT' }, 'type'],
  ])('%j is no value of its type', async (input, field) => {
    const whole = { assetId, ...needed.createInspection, ...input };
    const { errors } = await mutate(world, 'createInspection', '', whole);
    expect(errors).toMatchObject([{ message: expect.stringContaining(field), extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(wire.writes).toEqual([]);
  });

  test("what only Reliatic refuses stands beside the input's field", async () => {
    const payload = await inspect({ thicknessMm: 20_000 });
    expect(payload).toMatchObject({ inspection: null, command: { status: 'REJECTED', attempts: 1 } });
    expect(faultsOf(payload)).toEqual({ thicknessMm: bad });
  });
});

describe('createAction', () => {
  test('adds a draft in Reliatic, and the payload already shows what it is for', async () => {
    const made = await act({
      description: 'Two coats',
      priority: 'CRITICAL',
      assignee: 'u-17',
      dueDate: '2026-05-01',
      failureModeId,
    });
    const { upstreamId } = made.command;
    expect(made).toEqual({
      action: {
        id: expect.stringMatching(/^act_/),
        title: 'Paint the roof',
        description: 'Two coats',
        priority: 'CRITICAL',
        status: 'DRAFT',
        assignee: 'u-17',
        dueDate: '2026-05-01',
        isOverdue: false,
        asset: { tagNumber: 'TNK-1' },
        failureMode: { description: 'Seal leaks' },
        sources: [{ service: 'RELIATIC', via: 'WRITE', externalId: upstreamId }],
      },
      userErrors: [],
      command: succeeded,
    });
    expect(await inReliatic('/actions', upstreamId)).toMatchObject({
      status: 'draft',
      priority: 'critical',
      assignee_id: 'u-17',
      due_date: '2026-05-01',
      failure_mode_id: expect.any(String),
    });
    expect(wire.writes).toEqual(['POST /actions']);
  });

  test('takes a title alone, nulls for what there is nothing of, and a day that has passed', async () => {
    const nothing = { description: null, assignee: null };
    const { action } = await act({ ...nothing, priority: null, failureModeId: null, dueDate: '2026-03-01' });
    expect(action).toMatchObject({ ...nothing, priority: 'MEDIUM', failureMode: null, isOverdue: true });
  });

  test.each<[object, string[]]>([
    [{ title: '' }, ['title']],
    [{ title: 'a\u0000b' }, ['title']],
    [{ description: 'a\u0000b', assignee: '\u0000' }, ['description', 'assignee']],
    [{ description: 'half \uDC00' }, ['description']],
    [{ failureModeId: nobody('fmo') }, ['failureModeId']],
    [{ failureModeId: 'fmo_\u0000' }, ['failureModeId']],
    [
      { assetId: nobody('ast'), failureModeId: 'ast_1', title: '\t', priority: 'UNKNOWN' },
      ['assetId', 'failureModeId', 'title', 'priority'],
    ],
    [{ assetId: 'ast_', idempotencyKey: 'k'.repeat(201) }, ['assetId', 'idempotencyKey']],
  ])('refuses %j beside its fields, and nothing is sent', async (input, fields) => {
    expect(await refusedAtOnce(world, wire, () => act(input))).toEqual(faultsAt(input, fields));
  });

  test("a failure mode that Reliatic has lost is refused beside the input's field", async () => {
    const lost = await world.reliatic.createFailureMode(tankId, [1, 1, 1], { description: 'Short-lived' });
    await world.sync();
    const { data } = await world.ask('{ failureModes(filter: { search: "short" }) { nodes { id } } }');
    await world.sandbox.pool.query('delete from sandbox.reliatic_failure_mode where id = $1', [lost.id]);
    const payload = await act({ failureModeId: data.failureModes.nodes[0].id });
    expect(payload).toMatchObject({ action: null, command: { status: 'REJECTED' } });
    expect(faultsOf(payload)).toEqual({ failureModeId: bad });
  });

  test('Reliatic out of reach, it waits when asked to and is added when Reliatic is back', async () => {
    wire.breaks = 'unreachable';
    const { errors } = await mutate(world, 'createAction', '', { assetId, title: 'At once or never' });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    const queued = { title: 'Mend the ladder', whenUnavailable: 'QUEUE', idempotencyKey: 'ladder' };
    expect(await act(queued)).toMatchObject({ action: null, userErrors: [], command: { status: 'PENDING' } });
    wire.breaks = null;
    await world.gateway.seeToCommands(world.connections.reliatic);
    expect(await act(queued)).toMatchObject({
      action: { title: 'Mend the ladder', sources: [{ via: 'WRITE' }] },
      command: { status: 'SUCCEEDED' },
    });
    const { data } = await world.ask('{ actions(filter: { search: "never" }) { totalCount } }');
    expect(data.actions.totalCount).toBe(0);
  });
});

describe('createRiskAssessment', () => {
  test('assesses it in Reliatic, and it is what the asset is ranked by from then on', async () => {
    const first = await assess({ probabilityOfFailure: 1, consequenceOfFailure: 1 });
    expect(first.riskAssessment).toMatchObject({ cell: '1A', level: 'LOW', isCurrent: true });
    world.clock.advance({ seconds: 1 });
    const made = await assess();
    const { upstreamId } = made.command;
    expect(made).toEqual({
      riskAssessment: {
        id: expect.stringMatching(/^rsk_/),
        probabilityOfFailure: 4,
        consequenceOfFailure: 3,
        cell: '4C',
        level: 'MEDIUM_HIGH',
        isCurrent: true,
        asset: { tagNumber: 'TNK-1' },
        sources: [{ service: 'RELIATIC', via: 'WRITE', externalId: upstreamId }],
      },
      userErrors: [],
      command: succeeded,
    });
    expect(await inReliatic('/risk-assessments', upstreamId)).toMatchObject({ risk_ranking: 'medium_high' });
    expect(wire.writes).toEqual(['POST /risk-assessments', 'POST /risk-assessments']);
    const { data } = await world.ask('{ riskAssessments(filter: { isCurrent: true }) { nodes { id } } }');
    expect(data.riskAssessments.nodes).toEqual([{ id: made.riskAssessment.id }]);
  });

  test.each<[object, string[]]>([
    [{ probabilityOfFailure: 0 }, ['probabilityOfFailure']],
    [{ probabilityOfFailure: 6 }, ['probabilityOfFailure']],
    [
      { probabilityOfFailure: -1, consequenceOfFailure: 2_147_483_647, assetId: nobody('ast') },
      ['probabilityOfFailure', 'consequenceOfFailure', 'assetId'],
    ],
    [{ assetId: 'ast_\u0000' }, ['assetId']],
    [{ idempotencyKey: '\uD83D' }, ['idempotencyKey']],
  ])('refuses %j beside its fields, and nothing is sent', async (input, fields) => {
    expect(await refusedAtOnce(world, wire, () => assess(input))).toEqual(faultsAt(input, fields));
  });
});

describe.each(names)('%s', (name) => {
  const make = (input?: object) => making(name, input);

  test('a key that may only read makes nothing', async () => {
    const { errors } = await mutate(world, name, '', { assetId, ...needed[name] }, world.keys.read);
    expect(errors).toMatchObject([{ path: [name], extensions: { code: 'FORBIDDEN' } }]);
    expect(wire.writes).toEqual([]);
  });

  test('twice with one key is once, and another input under it a conflict', async () => {
    const idempotencyKey = `once-${name}`;
    const [first, second] = await Promise.all([1, 2].map(() => make({ idempotencyKey })));
    expect(second).toEqual(first);
    expect(await make({ idempotencyKey })).toEqual(first);
    expect(wire.writes).toHaveLength(1);
    expect(faultsOf(await make({ idempotencyKey, assetId: nobody('ast') }))).toEqual({ idempotencyKey: 'CONFLICT' });
  });

  test('twice without a key is twice', async () => {
    const [first, second] = [await make(), await make()];
    expect(first.command.upstreamId).not.toBe(second.command.upstreamId);
    expect(wire.writes).toHaveLength(2);
  });

  test("an asset that Reliatic has lost is refused beside the input's field", async () => {
    const tag = `GONE-${name}`;
    const { id } = await world.reliatic.createAsset({ tag_number: tag });
    await world.sync();
    const { data } = await world.ask('query ($tag: String!) { assetByTag(tagNumber: $tag) { id } }', { tag });
    await world.sandbox.pool.query('delete from sandbox.reliatic_asset where id = $1', [id]);
    const payload = await make({ assetId: data.assetByTag.id });
    expect(payload.command).toMatchObject({ status: 'REJECTED', attempts: 1 });
    expect(faultsOf(payload)).toEqual({ assetId: bad });
  });
});
