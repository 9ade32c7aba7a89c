import { createHmac } from 'node:crypto';
import { openUniAsset } from '../../src/upstream/uniasset/connector.ts';
import { uniAssetWebhooks } from '../../src/upstream/uniasset/webhook.ts';
import { settings } from './contracts/contract.ts';
import { startedAt, startService, surroundings, type Recorded } from './recorded-service.ts';

async function startWorld() {
  const around = surroundings({ retries: 2 });
  const service = await startService(around.clock.now);
  const connector = openUniAsset({ ...settings, baseUrl: service.url }, around.deps);
  return { service, connector, [Symbol.asyncDispose]: service.stop };
}

const made: Recorded = { status: 201, json: { success: true, data: { id: 'x1' } } };
const failed = (status: number, code: string): Recorded => ({ status, json: { error: { code, message: code } } });

test('a key is proven by an asset that is refused, or may not be made', async () => {
  await using world = await startWorld();
  const answers = [failed(422, 'VALIDATION_ERROR'), failed(403, 'FORBIDDEN'), failed(401, 'KEY_REVOKED')];
  world.service.answer('POST /assets/create', ...answers, failed(403, 'PLAN_UPGRADE_REQUIRED'));
  await world.connector.ping();
  await world.connector.ping();
  await expect(world.connector.ping()).rejects.toMatchObject({ kind: 'unauthenticated' });
  await expect(world.connector.ping()).rejects.toMatchObject({ kind: 'planRequired' });
});

test('what was sent, with its id, is the record', async () => {
  await using world = await startWorld();
  world.service.answer('POST /assets/maintenance', made, { status: 502 }, { raw: '<p>Sign in</p>' });
  const { writer } = world.connector;
  const input = { assetId: 'a1', type: 'REPAIR', cost: { amountMinor: 1050, currency: 'USD' } } as const;
  expect(await writer.createMaintenance(input)).toMatchObject({
    externalId: 'x1',
    payload: expect.stringMatching('"assetId":"a1","cost":10.5,.*"id":"x1"'),
    record: { kind: 'maintenanceRecord', type: 'REPAIR', performedAt: startedAt, cost: { amountMinor: 1050 } },
  });
  await expect(writer.createMaintenance(input)).rejects.toMatchObject({ kind: 'unavailable', mayHaveHappened: true });
  await expect(writer.createMaintenance(input)).rejects.toMatchObject({ kind: 'invalid', mayHaveHappened: true });
  expect(world.service.received).toHaveLength(3);
});

test('a webhook is signed, not old, and brings its record', () => {
  const data = { id: 'a1', name: 'Pump', status: 'In Maintenance' };
  const body = Buffer.from(JSON.stringify({ event: 'asset.created', timestamp: startedAt, data }));
  const signature = createHmac('sha256', 's').update(body).digest('hex');
  const headers = { 'x-uniasset-signature': signature, 'x-uniasset-timestamp': startedAt.toISOString() };
  expect(uniAssetWebhooks.verify(body, headers, 's', startedAt)).toBe(true);
  expect(uniAssetWebhooks.verify(body, headers, 'other', startedAt)).toBe(false);
  expect(uniAssetWebhooks.verify(body, headers, 's', new Date(startedAt.getTime() + 300_001))).toBe(false);
  expect(uniAssetWebhooks.parse(body, headers, settings).observations).toMatchObject([
    { externalId: 'a1', record: { lifecycle: 'ACTIVE', operational: 'IN_MAINTENANCE', serialNumber: null } },
  ]);
});
