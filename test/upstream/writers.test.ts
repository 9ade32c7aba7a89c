import Big from 'big.js';
import { ConnectorPool } from '../../src/upstream/connector-pool.ts';
import type { PartMovement } from '../../src/upstream/maintainkit/writer.ts';
import { settings } from './contracts/contract.ts';
import { startedAt, startService, surroundings } from './recorded-service.ts';
import * as recorded from './recordings.ts';

async function startWorld() {
  const around = surroundings();
  const service = await startService(around.clock.now);
  const pool = new ConnectorPool(around.deps);
  const connection = { ...settings, baseUrl: service.url };
  const reliatic = pool.get({ id: '1', service: 'RELIATIC', ...connection });
  const maintainKit = pool.get({ id: '2', service: 'MAINTAINKIT', ...connection });
  return { service, reliatic: reliatic.writer, maintainKit: maintainKit.writer, [Symbol.asyncDispose]: service.stop };
}

describe('Reliatic', () => {
  test('is given a failure mode in its own words', async () => {
    await using world = await startWorld();
    world.service.answer('POST /failure-modes', recorded.one(recorded.failureMode));
    const made = await world.reliatic.createFailureMode({
      assetId: recorded.ids.drum,
      description: 'Corrosion under insulation',
      severity: 9,
      occurrence: 6,
      detection: 4,
      effect: null,
    });
    expect(world.service.received[0]?.body).toEqual({
      asset_id: recorded.ids.drum,
      description: 'Corrosion under insulation',
      severity: 9,
      occurrence: 6,
      detection: 4,
      effect: null,
    });
    expect(made).toMatchObject({
      externalId: recorded.ids.failureMode,
      record: { kind: 'failureMode', statedRpn: 216, priority: 'CRITICAL', effect: 'Loss of containment' },
    });
  });

  test('moves an action', async () => {
    await using world = await startWorld();
    world.service.answer(
      `PUT /actions/${recorded.ids.action}/status`,
      recorded.one({ ...recorded.action, status: 'completed' }),
    );
    const moved = await world.reliatic.transitionAction(recorded.ids.action, 'COMPLETED', 'Measured 11.4 mm');
    expect(world.service.received[0]?.body).toEqual({ status: 'completed', comment: 'Measured 11.4 mm' });
    expect(moved.record).toMatchObject({
      kind: 'action',
      status: 'COMPLETED',
      priority: 'HIGH',
      dueDate: '2026-05-01',
    });
  });

  test('calls a move that is not allowed by its name', async () => {
    await using world = await startWorld();
    world.service.answer('PUT /actions/a%2Fb/status', recorded.reliaticError(409, 'conflict'));
    await expect(world.reliatic.transitionAction('a/b', 'DRAFT', null)).rejects.toMatchObject({
      kind: 'invalidTransition',
      code: 'conflict',
      message: 'reliatic says conflict',
      mayHaveHappened: false,
    });
  });

  test('names the fields it finds fault with as the graph does', async () => {
    await using world = await startWorld();
    const details = [
      { field: 'asset_type', message: 'is unknown' },
      { path: 'tag_number', message: 'is taken' },
      'something else',
    ];
    world.service.answer('POST /assets', recorded.reliaticError(400, 'validation_error', details));
    const input = { tagNumber: 'V-101', name: 'Knock-out drum', type: 'VESSEL' } as const;
    await expect(world.reliatic.createAsset(input)).rejects.toMatchObject({
      kind: 'badUserInput',
      faults: [
        { field: 'type', message: 'is unknown' },
        { field: 'tagNumber', message: 'is taken' },
      ],
    });
  });

  test('keeps what an update does not speak of, since its PUT replaces', async () => {
    await using world = await startWorld();
    const path = `/assets/${recorded.ids.drum}`;
    const known = { ...recorded.drum, colour: 'grey', current_risk_ranking: '4C', remaining_life_years: 5 };
    world.service.answer(`GET ${path}`, recorded.one(known));
    world.service.answer(`PUT ${path}`, ({ body }) => recorded.one({ id: recorded.ids.drum, ...Object(body) }));
    const changes = { name: 'Flare drum', location: null };
    const replacement = await world.reliatic.prepareReplacement(recorded.ids.drum, changes, null);
    const updated = await world.reliatic.replaceAsset(recorded.ids.drum, replacement);
    const { id: _id, created_at: _at, ...kept } = recorded.drum;
    expect(world.service.received[1]?.body).toEqual({ ...kept, colour: 'grey', name: 'Flare drum', location: null });
    expect(updated.record).toMatchObject({ name: 'Flare drum', location: null, tagNumber: 'V-101' });
  });

  test('answers a decommissioned asset, whether the DELETE tells it or not', async () => {
    await using world = await startWorld();
    const path = `/assets/${recorded.ids.drum}`;
    const gone = recorded.one({ ...recorded.drum, status: 'decommissioned' });
    world.service.answer(`DELETE ${path}`, gone, { status: 204 }, { status: 204 });
    world.service.answer(`GET ${path}`, gone, recorded.reliaticError(403, 'forbidden'));
    for (let call = 0; call < 2; call += 1) {
      const asset = await world.reliatic.decommissionAsset(recorded.ids.drum);
      expect(asset.record).toMatchObject({ lifecycle: 'DECOMMISSIONED' });
    }
    const unseen = world.reliatic.decommissionAsset(recorded.ids.drum);
    await expect(unseen).rejects.toMatchObject({ kind: 'forbidden', mayHaveHappened: true });
  });

  test('is given inspections, actions and risk assessments', async () => {
    await using world = await startWorld();
    world.service.answer('POST /inspections', recorded.one(recorded.inspection));
    world.service.answer('POST /actions', recorded.one(recorded.action));
    world.service.answer('POST /risk-assessments', recorded.one({ ...recorded.assessment, risk_ranking: '4C' }));
    const assetId = recorded.ids.drum;
    const inspection = await world.reliatic.createInspection({
      assetId,
      type: 'ULTRASONIC_MANUAL',
      date: '2026-02-11',
      inspectorName: 'M. Okafor',
      coveragePercent: new Big('62.5'),
    });
    const action = await world.reliatic.createAction({ assetId, title: 'Strip the insulation', priority: 'HIGH' });
    const risk = await world.reliatic.createRiskAssessment({
      assetId,
      probabilityOfFailure: 4,
      consequenceOfFailure: 3,
    });
    expect(world.service.received.map(({ body }) => body)).toEqual([
      {
        asset_id: assetId,
        inspection_type: 'ultrasonic_manual',
        inspection_date: '2026-02-11',
        inspector_name: 'M. Okafor',
        coverage_percent: 62.5,
      },
      { asset_id: assetId, title: 'Strip the insulation', priority: 'high' },
      { asset_id: assetId, probability_of_failure: 4, consequence_of_failure: 3 },
    ]);
    expect(inspection.record).toMatchObject({ type: 'ULTRASONIC_MANUAL', effectiveness: 'C', date: '2026-02-11' });
    expect(action.record).toMatchObject({ kind: 'action', status: 'IN_PROGRESS' });
    expect(risk.record).toMatchObject({ level: null, assessedAt: new Date('2026-03-03T10:00:00Z') });
  });
});

describe('MaintainKit', () => {
  const quantity = new Big('2.125');
  const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
  const movements: [PartMovement, Record<string, unknown>][] = [
    [
      { kind: 'RECEIVE', partId: '3', locationId: '2', quantity, unitCost: usd(18500) },
      { kind: 'receive', partId: 3, location: 2, qty: 2.125, unitCost: 18500 },
    ],
    [
      { kind: 'CONSUME', partId: '3', locationId: '2', quantity },
      { kind: 'consume', partId: 3, location: 2, qty: 2.125 },
    ],
    [
      { kind: 'ADJUST', partId: '3', locationId: '2', quantityDelta: quantity.neg() },
      { kind: 'adjust', partId: 3, location: 2, qtyDelta: -2.125 },
    ],
    [
      { kind: 'COUNT', partId: '3', locationId: '2', counted: new Big(0) },
      { kind: 'count', partId: 3, location: 2, target: 0 },
    ],
    [
      { kind: 'TRANSFER', partId: '3', fromLocationId: '2', toLocationId: '5', quantity },
      { kind: 'transfer', partId: 3, from: 2, to: 5, qty: 2.125 },
    ],
  ];

  test.each(movements)('is given the movement %j', async (movement, body) => {
    await using world = await startWorld();
    world.service.answer('POST /movements', recorded.data({ partId: 3, sku: 'OIL-15W40', onHand: 20, unit: 'L' }));
    const { partId, onHand, observation } = await world.maintainKit.recordMovement(movement);
    expect(world.service.received[0]?.body).toEqual(body);
    expect([partId, onHand.toFixed()]).toEqual(['3', '20']);
    expect(observation).toMatchObject({
      externalId: '3',
      version: startedAt,
      observedAt: startedAt,
      record: { kind: 'stockNotice', partId: '3', locationId: null },
    });
  });

  test('tells a lack of stock from other faults', async () => {
    await using world = await startWorld();
    world.service.answer('POST /movements', recorded.maintainKitError(422, 'insufficient_stock'));
    const recording = world.maintainKit.recordMovement({ kind: 'CONSUME', partId: '3', locationId: '2', quantity });
    await expect(recording).rejects.toMatchObject({ kind: 'insufficientStock', mayHaveHappened: false });
  });

  test('is not given money of another currency', async () => {
    await using world = await startWorld();
    const unitCost = { amountMinor: 100, currency: 'EUR' };
    const recording = world.maintainKit.recordMovement({
      kind: 'RECEIVE',
      partId: '3',
      locationId: '2',
      quantity,
      unitCost,
    });
    await expect(recording).rejects.toMatchObject({ kind: 'badUserInput', faults: [{ field: 'unitCost' }] });
    expect(world.service.received).toEqual([]);
  });

  test('creates and changes parts', async () => {
    await using world = await startWorld();
    world.service.answer('POST /parts', recorded.data(recorded.oil));
    world.service.answer('PATCH /parts/3', recorded.data({ ...recorded.oil, reorderPoint: null, unitCost: null }));
    const part = await world.maintainKit.createPart({
      sku: 'OIL-15W40',
      name: 'Engine oil 15W-40',
      reorderPoint: new Big(18),
      unitCost: usd(18500),
    });
    await world.maintainKit.updatePart('3', { reorderPoint: null, unitCost: null, unit: undefined }, null);
    expect(world.service.received.map(({ body }) => body)).toEqual([
      { sku: 'OIL-15W40', name: 'Engine oil 15W-40', reorderPoint: 18, unitCost: 18500 },
      { reorderPoint: null, unitCost: null },
    ]);
    expect(part).toMatchObject({
      version: new Date(recorded.oil.updatedAt),
      record: { kind: 'part', unitCost: usd(18500) },
    });
  });

  test('names the fields it finds fault with as the graph does', async () => {
    await using world = await startWorld();
    const message = '`sku` and `name` are required.';
    world.service.answer('POST /parts', recorded.maintainKitError(422, 'unprocessable', message));
    await expect(world.maintainKit.createPart({ sku: '', name: '' })).rejects.toMatchObject({
      kind: 'badUserInput',
      message,
      faults: [
        { field: 'sku', message },
        { field: 'name', message },
      ],
    });
  });
});
