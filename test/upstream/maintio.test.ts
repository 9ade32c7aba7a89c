import { openMaintIo } from '../../src/upstream/maintio/connector.ts';
import { settings } from './contracts/contract.ts';
import { startedAt, startService, surroundings, type Recorded } from './recorded-service.ts';

const at = '2026-03-01T10:00:00.000Z';
const justBefore = '2026-03-01T09:59:59.999Z';
const asset = (id: string) => ({ id, name: `Pump ${id}`, location: 'Bay 3', updated_at: at });
const tag = { id: '0123456789', state: 'assigned', asset_id: 'a1', updated_at: at };
const record = { id: 'r1', asset_id: 'a1', record_type: 'Inspection', performed_at: at, updated_at: at };

async function startWorld() {
  const around = surroundings({ retries: 1 });
  const service = await startService(around.clock.now);
  const connector = openMaintIo({ ...settings, baseUrl: service.url }, around.deps);
  const read = (position: string | null = null) => {
    const [resource] = connector.resources;
    if (resource === undefined) throw new Error('no resource');
    return connector.read(resource, position);
  };
  return { ...around, service, connector, read, [Symbol.asyncDispose]: service.stop };
}

function changes(assets: unknown[], more: Record<string, unknown> = {}): Recorded {
  return { json: { assets, tags: [], records: [], next_updated_since: at, has_more: false, ...more } };
}

const failed = (status: number, code: string): Recorded => ({ status, json: { error: { code, message: code } } });

test('assets, tags and records come in one feed, unknown words included', async () => {
  await using world = await startWorld();
  const tags = [tag, { ...tag, id: 'ABCDEFGHJK', state: 'lost', mood: 'fine' }];
  world.service.answer('GET /v1/changes', changes([asset('a1'), { id: 'a2' }], { tags, records: [record] }));
  const { observations, rejected, resume, next } = await world.read();
  expect(observations).toMatchObject([
    { externalId: 'a1', version: new Date(at), record: { kind: 'asset', location: 'Bay 3', tagNumber: null } },
    { externalId: '0123456789', record: { kind: 'tag', state: 'ASSIGNED', assetId: 'a1' } },
    { externalId: 'ABCDEFGHJK', payload: expect.stringContaining('"mood":"fine"'), record: { state: 'UNKNOWN' } },
    { externalId: 'r1', record: { kind: 'maintenanceRecord', type: 'INSPECTION', cost: null } },
  ]);
  expect(rejected).toMatchObject([{ externalId: 'a2' }]);
  expect([next, resume]).toEqual([null, justBefore]);
});

test('a timestamp with more rows than a page is completed from the lists, and stepped over', async () => {
  await using world = await startWorld();
  const full = changes([asset('a1')], { has_more: true });
  world.service.answer('GET /v1/changes', full, full, changes([]));
  world.service.answer('GET /v1/assets', { json: { assets: [asset('a1'), asset('a2')] } });
  world.service.answer('GET /v1/records', { json: { records: [record] } });
  const one = await world.read();
  expect(one.next).toBe(justBefore);
  const two = await world.read(one.next);
  expect(two.observations.map(({ externalId }) => externalId)).toEqual(['a1', 'a2', 'r1']);
  const three = await world.read(two.next);
  expect(world.service.received.map(({ query }) => query['updated_since'])).toEqual([
    '1970-01-01T00:00:00.000Z',
    justBefore,
    justBefore,
    justBefore,
    at,
  ]);
  expect(three).toMatchObject({ next: null, resume: at });
});

test('a spent month is not asked about again before it ends', async () => {
  await using world = await startWorld();
  world.service.answer('GET /v1/changes', failed(429, 'QUOTA_EXCEEDED'));
  const untilMay = Date.UTC(2026, 4, 1) - startedAt.getTime();
  await expect(world.read()).rejects.toMatchObject({ kind: 'quotaExceeded', retryAfterMs: untilMay });
  await expect(world.connector.ping()).rejects.toMatchObject({ retryAfterMs: untilMay, status: null });
});

test.each([
  [409, 'STALE_WRITE', 'staleWrite'],
  [409, 'TAG_CONFLICT', 'tagConflict'],
  [401, 'INVALID_API_KEY', 'unauthenticated'],
  [403, 'INSUFFICIENT_SCOPE', 'forbidden'],
  [422, 'VALIDATION_ERROR', 'badUserInput'],
])('%i %s is %s', async (status, code, kind) => {
  await using world = await startWorld();
  world.service.answer('POST /v1/assets', failed(status, code));
  await expect(world.connector.writer.createAsset({ id: 'a1', name: 'Pump' })).rejects.toMatchObject({ kind, code });
});

test('an asset and a record are sent again when the service stumbles, tags are not', async () => {
  await using world = await startWorld();
  const { writer } = world.connector;
  world.service.answer('POST /v1/assets', { status: 502 }, { status: 201, json: asset('a1') });
  world.service.answer('POST /v1/records', { fault: 'hangUp' }, { status: 201, json: record });
  world.service.answer('POST /v1/tags/batch', { status: 502 }, { status: 201, json: { tags: [tag] } });
  const made = { id: 'r1', assetId: 'a1', type: 'INSPECTION', performedAt: new Date(at) } as const;
  expect(await writer.createAsset({ id: 'a1', name: 'Pump', tagCode: tag.id })).toMatchObject({ externalId: 'a1' });
  expect(await writer.createRecord(made)).toMatchObject({ externalId: 'r1' });
  await expect(writer.generateTags(1)).rejects.toMatchObject({ kind: 'unavailable', mayHaveHappened: true });
  expect(await writer.generateTags(1)).toMatchObject([{ externalId: tag.id, record: { kind: 'tag' } }]);
});

test('a tag that is not found is gone', async () => {
  await using world = await startWorld();
  expect(await world.connector.readOne?.('tag', 'X')).toMatchObject({ gone: [{ kind: 'tag', externalId: 'X' }] });
});
