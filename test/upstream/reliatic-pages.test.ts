import type { Resource } from '../../src/upstream/connector.ts';
import { ConnectorPool } from '../../src/upstream/connector-pool.ts';
import { settings } from './contracts/contract.ts';
import { startedAt, startService, surroundings } from './recorded-service.ts';
import * as recorded from './recordings.ts';

const assets: Resource = { name: 'assets', kind: 'asset', mode: 'sweep' };
const assessments: Resource = { name: 'risk-assessments', kind: 'riskAssessment', mode: 'sweep' };
const details: Resource = { name: 'asset-details', kind: 'assetDetail', mode: 'detail' };

async function startWorld() {
  const around = surroundings();
  const service = await startService(around.clock.now);
  const pool = new ConnectorPool(around.deps);
  const connector = pool.get({ id: '1', service: 'RELIATIC', ...settings, baseUrl: service.url });
  return { ...around, service, connector, [Symbol.asyncDispose]: service.stop };
}

test('a page is asked for at its largest, and states how many rows there are', async () => {
  await using world = await startWorld();
  world.service.answer('GET /assets', recorded.page([recorded.drum, recorded.pump], 3, 5, 402));
  const { next, total } = await world.connector.read(assets, '3');
  expect(world.service.received[0]?.query).toEqual({ page: '3', per_page: '100' });
  expect([next, total]).toEqual(['4', 402]);
});

test('a service that answers another page than asked for is not read on', async () => {
  await using world = await startWorld();
  world.service.answer('GET /assets', recorded.page([recorded.drum], 1, 5));
  await expect(world.connector.read(assets, '2')).rejects.toMatchObject({ kind: 'invalid', mayHaveHappened: false });
});

test('pages that do not count themselves end with the first one that is not full', async () => {
  await using world = await startWorld();
  const rows = [recorded.drum, recorded.pump];
  const bare = (per_page: number | undefined) => ({ json: { data: rows, meta: { per_page } } });
  world.service.answer('GET /assets', bare(2), bare(undefined), recorded.page([], 1, 9));
  expect(await world.connector.read(assets, null)).toMatchObject({ next: '2', total: null });
  expect(await world.connector.read(assets, null)).toMatchObject({ next: null });
  expect(await world.connector.read(assets, null)).toMatchObject({ next: null });
});

test('an asset read by itself tells its remaining life', async () => {
  await using world = await startWorld();
  world.service.answer('GET /assets/a%2Fb', recorded.one({ ...recorded.drum, remaining_life_years: '4.25' }));
  const { observations } = await world.connector.read(details, 'a/b');
  expect(observations.map(({ record }) => JSON.parse(JSON.stringify(record)))).toMatchObject([
    { kind: 'asset', tagNumber: 'V-101' },
    { kind: 'assetDetail', remainingLifeYears: '4.25' },
  ]);
});

test('an assessment without a time of its own was made when it was created, or seen', async () => {
  await using world = await startWorld();
  const { assessed_at: _left, ...bare } = recorded.assessment;
  const rows = [recorded.assessment, { ...bare, created_at: '2026-01-05T00:00:00Z' }, { ...bare, risk_ranking: '4C' }];
  world.service.answer('GET /risk-assessments', recorded.page(rows));
  const { observations } = await world.connector.read(assessments, null);
  expect(observations.map(({ record }) => record)).toMatchObject([
    { level: 'MEDIUM_HIGH', assessedAt: new Date('2026-03-03T10:00:00Z') },
    { level: 'MEDIUM_HIGH', assessedAt: new Date('2026-01-05T00:00:00Z') },
    { level: null, assessedAt: startedAt },
  ]);
});

test('a record that carries a version keeps it', async () => {
  await using world = await startWorld();
  world.service.answer('GET /assets', recorded.page([{ ...recorded.drum, updated_at: '2026-03-01T00:00:00Z' }]));
  const { observations } = await world.connector.read(assets, null);
  expect(observations[0]?.version).toEqual(new Date('2026-03-01T00:00:00Z'));
});

test('a service that asks for a long pause is not asked again', async () => {
  await using world = await startWorld();
  world.service.answer('GET /assets', { status: 503, headers: { 'retry-after': '120' } });
  await expect(world.connector.read(assets, null)).rejects.toMatchObject({
    kind: 'unavailable',
    retryAfterMs: 120_000,
  });
  expect([world.service.received.length, world.pauses]).toEqual([1, []]);
});

test('a read that was given up before it began is not sent', async () => {
  await using world = await startWorld();
  const reading = world.connector.read(assets, null, AbortSignal.abort(new Error('shutting down')));
  await expect(reading).rejects.toThrow('shutting down');
  expect(world.service.received).toEqual([]);
});

test('a key that can stand in no header is told without showing it', async () => {
  await using world = await startWorld();
  const pool = new ConnectorPool(world.deps);
  const apiKey = 'rl_live_\nsecret';
  const connector = pool.get({ id: '1', service: 'RELIATIC', baseUrl: world.service.url, apiKey, currency: 'USD' });
  const failure: unknown = await connector.ping().catch((error: unknown) => error);
  expect(failure).toMatchObject({ kind: 'unavailable', mayHaveHappened: false });
  expect(failure).not.toHaveProperty('cause');
  expect(JSON.stringify([String(failure), world.log])).not.toContain('secret');
});

test('a resource or a position that is none is a fault of the program', async () => {
  await using world = await startWorld();
  expect(world.connector.ledgerPosition(3, 'x')).toBeNull();
  await expect(world.connector.read(assets, 'first')).rejects.toThrow(RangeError);
  await expect(world.connector.read(details, null)).rejects.toThrow(RangeError);
  await expect(world.connector.read({ ...assets, name: 'toString' }, null)).rejects.toThrow(RangeError);
});
