/** Maint.io's month, against its stand-in: what is counted, what is kept for writes, and a month that is spent. */
import { pino } from 'pino';
import { planOf } from '../../src/upstream/maintio/plans.ts';
import type { ServiceConnection } from '../../src/tenancy/service-connections.ts';
import type { Organization } from '../../src/sandbox/organizations.ts';
import { startGateway } from '../../src/main.ts';
import { startWorld, type World } from '../world/world.ts';
import { AnsweringWire } from './answering-wire.ts';

const signal = new AbortController().signal;
const intervalMs = 60_000;

interface Solo extends AsyncDisposable {
  world: World;
  wire: AnsweringWire;
  organization: Organization;
  connection: ServiceConnection;
}

async function startSolo(): Promise<Solo> {
  const wire = new AnsweringWire();
  const world = await startWorld({
    webhooks: false,
    sandbox: { services: ['reliatic', 'maintainkit', 'maintio'], requestsPerMinute: {} },
    gateway: { fetch: wire.fetch },
  });
  const organization = await world.sandbox.createOrganization('maintio', { name: 'Solo', plan: 'Solo' });
  const connection = await world.gateway.connections.connect({
    tenantId: world.tenant.id,
    service: 'MAINTIO',
    baseUrl: world.sandbox.maintio.url,
    apiKey: organization.keys.readWrite,
    webhookSecret: null,
    currency: 'USD',
  });
  return { world, wire, organization, connection, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

/** What the service itself has counted. */
async function usage({ world, organization }: Solo): Promise<number> {
  const { rows } = await world.sandbox.pool.query<{ requests: number }>(
    'select sum(requests)::int as requests from sandbox.maintio_usage where organization_id = $1',
    [organization.id],
  );
  return rows[0]?.requests ?? 0;
}

const setUsage = ({ world, organization }: Solo, requests: number) =>
  world.sandbox.pool.query('update sandbox.maintio_usage set requests = $2 where organization_id = $1', [
    organization.id,
    requests,
  ]);

async function seen({ world }: Solo) {
  const { data, errors } = await world.ask(`{ serviceConnections { nodes {
    service status remaining resetsAt lag lastSweep monthQuota usedThisMonth projectedExhaustion lastError } } }`);
  expect(errors).toEqual([]);
  return (data.serviceConnections.nodes as { service: string }[]).find(({ service }) => service === 'MAINTIO');
}

test('two hours of rounds are as many requests as the service counts, never faster than the month allows', async () => {
  await using solo = await startSolo();
  const { world, connection } = solo;
  const start = world.clock.now().getTime();
  const lags: number[] = [];
  while (world.clock.now().getTime() < start + 2 * 3_600_000) {
    const nextAt = await world.gateway.sync.round(connection, intervalMs, signal);
    lags.push(nextAt.getTime() - world.clock.now().getTime());
    world.clock.advance({ ms: nextAt.getTime() - world.clock.now().getTime() });
  }
  const used = await usage(solo);
  expect(used).toBeGreaterThan(100);
  expect(used).toBeLessThanOrEqual(121);
  expect(Math.max(...lags)).toBeLessThan(300_000);
  expect(await seen(solo)).toMatchObject({
    status: 'CONNECTED',
    usedThisMonth: used,
    monthQuota: 50_000,
    projectedExhaustion: null,
  });
});

test('writes count, and at the rate of a script that writes without end the month is said to be spent soon', async () => {
  await using solo = await startSolo();
  const { world, connection } = solo;
  await world.gateway.sync.round(connection, intervalMs, signal);
  // What the gateway sent since the day began, twelve hours ago.
  await world.gateway.database.prisma.requestDay.updateMany({ data: { requests: 12_000, writes: 11_000 } });
  expect(await seen(solo)).toMatchObject({ usedThisMonth: 12_000, projectedExhaustion: '2026-04-03T02:00:00.000Z' });
  const nextAt = await world.gateway.sync.round(connection, intervalMs, signal);
  // Writes are expected to go on, so polls make room for them now.
  expect(nextAt.getTime() - world.clock.now().getTime()).toBeGreaterThan(10 * intervalMs);
});

test('the last tenth of the month is left to writes', async () => {
  await using solo = await startSolo();
  const { world, wire, connection } = solo;
  await world.gateway.sync.round(connection, intervalMs, signal);
  await world.gateway.database.prisma.requestDay.updateMany({ data: { requests: 45_000 } });
  world.clock.advance({ minutes: 10 });
  wire.requests.length = 0;
  const nextAt = await world.gateway.sync.round(connection, intervalMs, signal);
  expect([wire.requests, nextAt]).toEqual([[], new Date('2026-05-01T00:00:00Z')]);
});

test('a month that the service says is spent is not asked into, by no process, until it ends', async () => {
  await using solo = await startSolo();
  const { world, wire, connection } = solo;
  await world.gateway.sync.round(connection, intervalMs, signal);
  await setUsage(solo, 50_000);
  world.clock.advance({ minutes: 10 });
  const may = new Date('2026-05-01T00:00:00Z');
  expect(await world.gateway.sync.round(connection, intervalMs, signal)).toEqual(may);
  expect(await seen(solo)).toMatchObject({
    status: 'DEGRADED',
    remaining: 0,
    resetsAt: may.toISOString(),
    projectedExhaustion: world.clock.now().toISOString(),
    lastError: expect.stringContaining('used up'),
  });

  wire.requests.length = 0;
  world.clock.advance({ days: 10 });
  expect(await world.gateway.sync.round(connection, intervalMs, signal)).toEqual(may);
  await expect(world.gateway.sync.sync(connection, { pace: 'swift' })).rejects.toMatchObject({ kind: 'quotaExceeded' });

  // A process that starts later knows it as well.
  await using later = await startGateway({
    databaseUrl: world.gateway.database.url,
    sealingKey: 'ab'.repeat(32),
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    clock: world.clock,
    fetch: wire.fetch,
  });
  expect(await later.sync.round(connection, intervalMs, signal)).toEqual(may);
  await expect(later.sync.sync(connection, { pace: 'swift' })).rejects.toMatchObject({ kind: 'quotaExceeded' });
  expect(wire.requests).toEqual([]);

  world.clock.advance({ ms: may.getTime() - world.clock.now().getTime() });
  await later.sync.round(connection, intervalMs, signal);
  expect(wire.requests).toHaveLength(1);
  expect(await seen(solo)).toMatchObject({ status: 'CONNECTED', usedThisMonth: 1, projectedExhaustion: null });
});

test('another key is asked anew, though the month of the one before was spent', async () => {
  await using solo = await startSolo();
  const { world, wire, connection } = solo;
  await world.gateway.sync.round(connection, intervalMs, signal);
  await setUsage(solo, 50_000);
  world.clock.advance({ minutes: 10 });
  await world.gateway.sync.round(connection, intervalMs, signal);
  const { keys } = await world.sandbox.createOrganization('maintio', { name: 'Team', plan: 'Team' });
  const renewed = await world.gateway.connections.connect({ ...connection, apiKey: keys.readWrite });
  wire.requests.length = 0;
  await world.gateway.sync.round(renewed, intervalMs, signal);
  expect(wire.requests).toHaveLength(1);
  expect(await seen(solo)).toMatchObject({ status: 'CONNECTED', monthQuota: 500_000 });
});

test('a service that asks for patience is not asked before, however often its turn comes', async () => {
  await using solo = await startSolo();
  const { world, wire, connection } = solo;
  await world.gateway.sync.round(connection, intervalMs, signal);
  world.clock.advance({ minutes: 2 });
  wire.answer = () =>
    Response.json(
      { error: { code: 'RATE_LIMITED', message: 'wait' } },
      { status: 429, headers: { 'retry-after': '1800' } },
    );
  wire.requests.length = 0;
  const until = new Date(world.clock.now().getTime() + 1_800_000);
  expect(await world.gateway.sync.round(connection, intervalMs, signal)).toEqual(until);
  world.clock.advance({ minutes: 29 });
  expect(await world.gateway.sync.round(connection, intervalMs, signal)).toEqual(until);
  expect(wire.requests).toHaveLength(1);
  wire.answer = () => null;
  world.clock.advance({ minutes: 1 });
  await world.gateway.sync.round(connection, intervalMs, signal);
  expect(wire.requests).toHaveLength(2);
});

describe('the plan of Maint.io', () => {
  test.each([
    [60, 0, 'Solo', 50_000],
    [300, 0, 'Team', 500_000],
    [1000, 0, 'Business', 5_000_000],
    [5000, 0, 'Enterprise', null],
  ])('that allows %i requests a minute', (perMinute, used, name, requestsPerMonth) => {
    expect(planOf(perMinute, used)).toEqual({ name, requestsPerMonth });
  });

  test('is taken for the smallest that allows what it took already, as long as the service does not tell', () => {
    expect([0, 49_999, 50_000, 5_000_000].map((used) => planOf(null, used).requestsPerMonth)).toEqual([
      50_000,
      50_000,
      500_000,
      null,
    ]);
  });
});
