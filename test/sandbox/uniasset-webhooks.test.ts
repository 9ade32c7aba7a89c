import { createHmac } from 'node:crypto';
import { addExpiry } from '../../src/sandbox/uniasset/expiry.ts';
import { reportIncident } from '../../src/sandbox/uniasset/incidents.ts';
import { announceEverything } from '../../src/sandbox/uniasset/resend.ts';
import { openDatabases, type Databases } from './databases.ts';
import { idOf, startSandboxWorld, type SandboxWorld } from './sandbox-world.ts';
import { newAsset, signal } from './uniasset-world.ts';
import { payloadOf, WebhookReceiver } from './webhook-receiver.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const secret = 'whsec_test';
const noon = '2026-04-01T12:00:00.000Z';

const listen = async (world: SandboxWorld<'uniasset'>, url = 'http://127.0.0.1:9/hooks'): Promise<void> => {
  await world.sandbox.addWebhookEndpoint('uniasset', world.tenants.uniasset.id, { url, secret });
};

/** What the organization's endpoints were told, or will be. */
const told = async (world: SandboxWorld<'uniasset'>) =>
  (await world.sandbox.webhookDeliveries('uniasset', world.tenants.uniasset.id)).map(({ body }) => payloadOf(body));

test('a webhook is signed over its exact bytes, and tells its event and when it was sent', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  await listen(world, receiver.url);
  const fields = { name: 'Drüm ✓', serialNumber: 'SHD24', tagNumber: 'EXC-D', category: 'Excavator' };
  const id = await newAsset(world, fields);
  const [webhook] = await receiver.atLeast(1);
  const expected = createHmac('sha256', secret).update(webhook!.raw).digest('hex');
  expect(webhook?.headers['x-uniasset-signature']).toBe(expected);
  expect(expected).toMatch(/^[0-9a-f]{64}$/);
  expect(webhook?.headers['x-uniasset-event']).toBe('asset.created');
  expect(webhook?.headers['x-uniasset-timestamp']).toBe(noon);
  const data = { id, ...fields, location: null, status: 'Active', externalId: null, createdAt: noon };
  expect(payloadOf(webhook!.raw)).toEqual({ event: 'asset.created', timestamp: noon, data });
});

test('a retry repeats the bytes and the signature, at a time of its own', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  await listen(world, receiver.url);
  receiver.status = 500;
  await newAsset(world);
  await world.sandbox.deliverDueWebhooks();
  world.clock.advance({ minutes: 1 });
  receiver.status = 200;
  await world.sandbox.deliverDueWebhooks();
  const [first, second] = receiver.received;
  expect(receiver.received).toHaveLength(2);
  expect(second?.raw).toEqual(first?.raw);
  expect(second?.headers['x-uniasset-signature']).toBe(first?.headers['x-uniasset-signature']);
  expect(first?.headers['x-uniasset-timestamp']).toBe(noon);
  expect(second?.headers['x-uniasset-timestamp']).toBe('2026-04-01T12:01:00.000Z');
});

test('assignments and maintenance are announced with the full record; positions and signals are not', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const assetId = await newAsset(world);
  await listen(world);
  const assigned = await world.uniasset.post('/assets/assignment', { assetId, assignedToEmail: 'ana@pit.example' });
  const body = { assetId, type: 'Repair', description: 'New hose', performedAt: '2026-03-30T08:00:00Z', cost: 99.5 };
  const maintained = await world.uniasset.post('/assets/maintenance', body);
  await world.uniasset.post('/assets/geo-position', { assetId, latitude: 1, longitude: 1 });
  await world.uniasset.post('/iot/signals', { ...signal, assetId });
  expect(await told(world)).toEqual([
    {
      event: 'assignment.changed',
      timestamp: noon,
      data: { id: idOf(assigned), assetId, assignedToEmail: 'ana@pit.example', locationId: null, changedAt: noon },
    },
    {
      event: 'maintenance.created',
      timestamp: noon,
      data: { id: idOf(maintained), ...body, performedAt: '2026-03-30T08:00:00.000Z' },
    },
  ]);
});

test('what was refused announces nothing', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  await listen(world);
  await world.uniasset.post('/assets/create', { name: 'x', status: 'Lost' });
  await world.uniasset.post('/assets/maintenance', { assetId: 'nobody', type: 'Repair' });
  expect(await told(world)).toEqual([]);
});

test('a warranty and a document are announced once each, thirty days before their end', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const assetId = await newAsset(world);
  await listen(world);
  const add = (kind: 'warranty' | 'document', name: string, expiresAt: string) =>
    world.sandbox.change('uniasset', (change) =>
      addExpiry(change, world.tenants.uniasset.id, { kind, assetId, name, expiresAt: new Date(expiresAt) }),
    );
  const warranty = await add('warranty', 'Power train', '2026-05-02T12:00:00Z');
  const certificate = await add('document', 'Certificate', '2026-05-12T12:00:00Z');
  expect(await world.sandbox.round('uniasset')).toBe(0);
  world.clock.advance({ days: 1 });
  expect(await world.sandbox.round('uniasset')).toBe(1);
  expect(await world.sandbox.round('uniasset')).toBe(0);
  world.clock.advance({ days: 10 });
  expect(await world.sandbox.round('uniasset')).toBe(1);
  expect(await told(world)).toEqual([
    {
      event: 'warranty.expiring',
      timestamp: '2026-04-02T12:00:00.000Z',
      data: { ...warranty, assetId, name: 'Power train', expiresAt: '2026-05-02T12:00:00.000Z' },
    },
    {
      event: 'document.expiring',
      timestamp: '2026-04-12T12:00:00.000Z',
      data: { ...certificate, assetId, name: 'Certificate', expiresAt: '2026-05-12T12:00:00.000Z' },
    },
  ]);
});

test('two sandboxes on one database announce an expiry once', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  await using twin = await startSandboxWorld(database, { services: ['uniasset'], databaseUrl: world.databaseUrl });
  const assetId = await newAsset(world);
  const expiry = { kind: 'warranty', assetId, name: 'Power train', expiresAt: world.clock.now() } as const;
  await world.sandbox.change('uniasset', (change) => addExpiry(change, world.tenants.uniasset.id, expiry));
  const rounds = await Promise.all([world.sandbox.round('uniasset'), twin.sandbox.round('uniasset')]);
  expect(rounds.toSorted()).toEqual([0, 1]);
});

test('an incident that somebody reports is announced', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const assetId = await newAsset(world);
  await listen(world);
  const incident = { assetId, title: 'Hit a rock', severity: 'HIGH' } as const;
  const { id } = await world.sandbox.change('uniasset', (change) =>
    reportIncident(change, world.tenants.uniasset.id, incident),
  );
  const data = { id, ...incident, reportedAt: noon };
  expect(await told(world)).toEqual([{ event: 'incident.created', timestamp: noon, data }]);
});

test('a receiver that comes late is told of everything, with the times at which it came', async () => {
  await using world = await startSandboxWorld(database, { services: ['uniasset'] });
  const other = await world.sandbox.createOrganization('uniasset', { name: 'Pit Two' });
  await world.clientOf('uniasset', other.keys.readWrite).post('/assets/create', { name: 'Theirs' });
  const assetId = await newAsset(world);
  await world.uniasset.post('/assets/maintenance', { assetId, type: 'Repair' });
  await world.uniasset.post('/assets/assignment', { assetId, locationId: 'pit' });
  await world.uniasset.post('/assets/geo-position', { assetId, latitude: 1, longitude: 1 });
  world.clock.advance({ days: 100 });
  await listen(world);
  const resent = await world.sandbox.change('uniasset', (change) =>
    announceEverything(change, world.tenants.uniasset.id),
  );
  expect(resent).toBe(3);
  expect(await told(world)).toMatchObject([
    { event: 'asset.created', timestamp: noon, data: { id: assetId, createdAt: noon } },
    { event: 'assignment.changed', timestamp: noon, data: { assetId, locationId: 'pit' } },
    { event: 'maintenance.created', timestamp: noon, data: { assetId, type: 'Repair' } },
  ]);
});
