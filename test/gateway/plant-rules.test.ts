/** A plant's own FMEA thresholds, risk matrix and ladder, as the graph and the alerts go by them. */
import type { FailureModeRecord, InspectionRecord, RiskAssessmentRecord } from '../../src/domain/records.ts';
import { defaultRiskMatrix } from '../../src/domain/rbi.ts';
import { houseRules, type TenantRules } from '../../src/domain/tenant-rules.ts';
import { setTenantRules } from '../../src/replica/apply/tenant-rules.ts';
import { rebuildReplica } from '../../src/sync/rebuild.ts';
import { asset, observe } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';

const set = (world: World, rules: Partial<TenantRules>) =>
  world.gateway.database.transaction((tx) =>
    setTenantRules(tx, world.tenant.id, { ...houseRules, ...rules }, world.clock.now()),
  );

const failureMode = (severity: number, occurrence: number, detection: number): FailureModeRecord => ({
  kind: 'failureMode',
  assetId: 'a',
  description: `${severity} ${occurrence} ${detection}`,
  effect: null,
  cause: null,
  severity,
  occurrence,
  detection,
  statedRpn: null,
  priority: 'LOW',
});

const assessment = (assessedAt: Date, level: RiskAssessmentRecord['level'] = null): RiskAssessmentRecord => ({
  kind: 'riskAssessment',
  assetId: 'a',
  probabilityOfFailure: 4,
  consequenceOfFailure: 3,
  level,
  assessedAt,
});

const inspection: InspectionRecord = {
  kind: 'inspection',
  assetId: 'a',
  type: 'ULTRASONIC_AUTOMATED',
  date: '2026-03-01',
  inspectorName: 'Alice Rojas',
  effectiveness: 'E',
  coveragePercent: null,
  thicknessMm: null,
};

/** As the default is, with 4C at the top. */
const strict = {
  version: 'site-2',
  levels: { ...defaultRiskMatrix.levels, '4C': 'HIGH', '4D': 'HIGH', '5C': 'HIGH' } as const,
};

test("what a service states stands as it is, and beside it what the plant's rules make of the same figures", async () => {
  await using world = await startWorld({ webhooks: false });
  const records = { a: asset('TNK-1'), f1: failureMode(8, 5, 5), f2: failureMode(3, 5, 5), f3: failureMode(11, 1, 1) };
  await observe(world, { ...records, i: inspection, r: assessment(world.clock.now(), 'LOW') });
  const question = `{ viewer { rules { rpnThresholds { medium high critical } riskMatrixVersion escalationLadder { level afterDays escalatesTo } } }
    failureModes(orderBy: [{ field: RPN, direction: DESC }]) { nodes { rpn priority derivedPriority } }
    inspections { nodes { effectiveness derivedEffectiveness } }
    riskAssessments { nodes { level derivedLevel matrixVersion } }
    riskMatrix { version cells { cell level count } } }`;
  const { data: before, errors } = await world.ask(question);
  expect(errors).toEqual([]);
  expect(before.failureModes.nodes).toEqual([
    { rpn: 200, priority: 'LOW', derivedPriority: 'CRITICAL' },
    { rpn: 75, priority: 'LOW', derivedPriority: 'MEDIUM' },
    { rpn: 11, priority: 'LOW', derivedPriority: null },
  ]);
  expect(before.inspections.nodes).toEqual([{ effectiveness: 'E', derivedEffectiveness: 'B' }]);
  expect(before.riskAssessments.nodes).toEqual([
    { level: 'LOW', derivedLevel: 'MEDIUM_HIGH', matrixVersion: 'reliatic' },
  ]);
  expect(before.viewer.rules).toMatchObject({ rpnThresholds: { medium: 60 }, riskMatrixVersion: 'default-1' });
  expect(before.viewer.rules.escalationLadder).toHaveLength(4);

  const other = await world.other();
  expect(await set(world, { rpnThresholds: { medium: 50, high: 70, critical: 300 }, riskMatrix: strict })).toEqual([]);
  const { data: after } = await world.ask(question);
  expect(after.failureModes.nodes.map((each: { derivedPriority: string }) => each.derivedPriority)).toEqual([
    'HIGH',
    'HIGH',
    null,
  ]);
  expect(after.riskAssessments.nodes).toEqual([{ level: 'LOW', derivedLevel: 'HIGH', matrixVersion: 'reliatic' }]);
  expect(after.riskMatrix.version).toBe('site-2');
  expect(after.riskMatrix.cells).toContainEqual({ cell: '4C', level: 'HIGH', count: 1 });
  const { data: elsewhere } = await other.graph.ask(
    '{ riskMatrix { version } viewer { rules { riskMatrixVersion } } }',
  );
  expect(elsewhere).toEqual({
    riskMatrix: { version: 'default-1' },
    viewer: { rules: { riskMatrixVersion: 'default-1' } },
  });
});

test('an assessment that its service does not rank keeps the matrix that held when it was made, rebuilt too', async () => {
  await using world = await startWorld({ webhooks: false });
  const early = world.clock.now();
  world.clock.advance({ days: 1 });
  await set(world, { riskMatrix: strict });
  world.clock.advance({ days: 1 });
  await observe(world, { a: asset('TNK-1'), r1: assessment(early), r2: assessment(world.clock.now()) });
  const ranked = async () => {
    const { data } = await world.ask('{ riskAssessments { nodes { level matrixVersion derivedLevel } } }');
    return data.riskAssessments.nodes as unknown;
  };
  const expected = [
    { level: 'HIGH', matrixVersion: 'site-2', derivedLevel: 'HIGH' },
    { level: 'MEDIUM_HIGH', matrixVersion: 'default-1', derivedLevel: 'HIGH' },
  ];
  expect(await ranked()).toEqual(expected);
  const { database, connections } = world.gateway;
  await rebuildReplica({ database, connections, clock: world.clock }, world.tenant.id, () => undefined);
  expect(await ranked()).toEqual(expected);
});

test('a version of the matrix is one matrix for ever', async () => {
  await using world = await startWorld({ webhooks: false });
  expect(await set(world, { riskMatrix: { ...strict, version: 'default-1' } })).toMatchObject([
    { field: ['riskMatrix', 'version'], code: 'CONFLICT', message: expect.stringContaining('default-1') },
  ]);
  expect(await set(world, { riskMatrix: strict })).toEqual([]);
  expect(await set(world, { riskMatrix: { version: 'site-2', levels: defaultRiskMatrix.levels } })).toHaveLength(1);
  expect(await set(world, { riskMatrix: strict })).toEqual([]);
});

test('the statements do not grow with the rows whose rules are asked for', async () => {
  await using world = await startWorld({ webhooks: false });
  const modes = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}`, failureMode(5, 5, 5)]));
  await observe(world, { a: asset('TNK-1'), ...modes });
  const count = async (first: number) => {
    world.statements.length = 0;
    await world.ask(
      `{ failureModes(first: ${first}) { nodes { derivedPriority } } viewer { rules { riskMatrixVersion } } }`,
    );
    return world.statements.length;
  };
  await count(1);
  const one = await count(1);
  expect(await count(20)).toBe(one);
});

test("the gateway climbs the plant's own ladder, and an alert the one it began with", async () => {
  await using world = await startWorld({ webhooks: false });
  const machine = await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  await world.reliatic.createAction(machine.id, { due_date: '2026-04-02', title: 'First' });
  await world.reliatic.createAction(machine.id, { due_date: '2026-04-12', title: 'Second' });
  const step = (level: number, afterDays: number) => ({ level, afterDays, escalatesTo: `lead ${level}` });
  await set(world, { ladder: [step(1, 2), step(2, 4), step(3, 6)] });
  await world.sync();
  const escalate = () => world.gateway.sync.escalate(world.connections.reliatic);

  // The house's own ladder would have begun a day earlier.
  world.clock.advance({ days: 2 });
  expect(await escalate()).toBe(0);
  world.clock.advance({ days: 2 });
  expect(await escalate()).toBe(1);
  await set(world, { ladder: [step(1, 1)] });
  world.clock.advance({ days: 20 });
  expect(await escalate()).toBe(3);
  expect(await escalate()).toBe(0);
  const { data } = await world.ask(
    '{ alerts(orderBy: [{ field: TITLE, direction: ASC }]) { nodes { level escalatedTo action { title } } } }',
  );
  expect(data.alerts.nodes).toEqual([
    { level: 3, escalatedTo: 'lead 3', action: { title: 'First' } },
    { level: 1, escalatedTo: 'lead 1', action: { title: 'Second' } },
  ]);
});
