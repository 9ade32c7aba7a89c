import { openDatabases, type Databases } from './databases.ts';
import { expectRefusal } from './maintio-world.ts';
import { startSandboxWorld, type Answer, type SandboxWorld } from './sandbox-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const limitOf = (answer: Answer) => ({
  limit: answer.headers.get('x-ratelimit-limit'),
  remaining: answer.headers.get('x-ratelimit-remaining'),
  reset: answer.headers.get('x-ratelimit-reset'),
});

/** Lets the tenant have made this many requests in the present month. */
async function spend(world: SandboxWorld<'maintio'>, requests: number): Promise<void> {
  const month = `${world.clock.now().toISOString().slice(0, 7)}-01`;
  await world.sandbox.pool.query(
    `insert into sandbox.maintio_usage (organization_id, month, requests) values ($1, $2, $3)
     on conflict (organization_id, month) do update set requests = excluded.requests`,
    [world.tenants.maintio.id, month, requests],
  );
}

test('each plan has its documented requests a minute, and Team is the plan of who states none', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'], requestsPerMinute: {} });
  const limits = { Solo: '60', Team: '300', Business: '1000', Enterprise: '5000' };
  for (const [plan, limit] of Object.entries(limits)) {
    await world.sandbox.createOrganization('maintio', { name: 'Pit One', plan });
    expect(limitOf(await world.maintio.get('/v1/assets')).limit).toBe(limit);
  }
  const other = await world.sandbox.createOrganization('maintio', { name: 'Pit Two' });
  expect(limitOf(await world.clientOf('maintio', other.keys.readOnly).get('/v1/assets')).limit).toBe('300');
});

test('the sixty-first request of a Solo minute is limited until the minute is over, whichever key it has', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'], requestsPerMinute: {} });
  await world.sandbox.createOrganization('maintio', { name: 'Pit One', plan: 'Solo' });
  const reset = String(world.clock.now().getTime() / 1000 + 60);
  expect(limitOf(await world.maintio.get('/v1/assets'))).toEqual({ limit: '60', remaining: '59', reset });
  world.clock.advance({ seconds: 20 });
  for (let request = 2; request < 60; request += 1) await world.maintio.get('/v1/nowhere');
  const reader = world.clientOf('maintio', world.tenants.maintio.keys.readOnly);
  expect(limitOf(await reader.get('/v1/assets'))).toEqual({ limit: '60', remaining: '0', reset });
  const limited = await world.maintio.get('/v1/assets');
  expectRefusal(limited, 429, 'RATE_LIMITED');
  expect(limitOf(limited)).toEqual({ limit: '60', remaining: '0', reset });
  expect(limited.headers.get('retry-after')).toBeNull();
  world.clock.advance({ seconds: 40 });
  expect((await world.maintio.get('/v1/assets')).status).toBe(200);
});

test('refused callers are shown the limit as well, and spend nothing of it', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'], requestsPerMinute: { maintio: 2 } });
  const unknown = world.clientOf('maintio', 'maintio_unknown');
  for (const answer of [await unknown.get('/v1/assets'), await unknown.get('/v1/assets')]) {
    expectRefusal(answer, 401, 'INVALID_API_KEY');
    expect(limitOf(answer)).toMatchObject({ limit: '2', remaining: '2', reset: expect.any(String) });
  }
  expect(limitOf(await world.maintio.get('/v1/tags/%E0%A4%A')).limit).toBe('2');
  expect(limitOf(await world.maintio.send('POST', '/v1/assets', '{')).remaining).toBe('1');
});

test("the month's quota ends with the calendar month, and outlives the sandbox", async () => {
  const databaseUrl = await database.createDatabase();
  await using world = await startSandboxWorld(database, { services: ['maintio'], databaseUrl });
  await world.sandbox.createOrganization('maintio', { name: 'Pit One', plan: 'Solo' });
  await spend(world, 49_999);
  expect((await world.maintio.get('/v1/assets')).status).toBe(200);
  const exhausted = await world.maintio.get('/v1/assets');
  expectRefusal(exhausted, 429, 'QUOTA_EXCEEDED');
  expect(exhausted.headers.get('x-ratelimit-limit')).not.toBeNull();
  await using later = await startSandboxWorld(database, { services: ['maintio'], databaseUrl });
  expectRefusal(await later.maintio.get('/v1/assets'), 429, 'QUOTA_EXCEEDED');
  // From 1 April, noon, to the last second of the month.
  world.clock.advance({ days: 29, seconds: 12 * 3600 - 1 });
  expectRefusal(await world.maintio.get('/v1/assets'), 429, 'QUOTA_EXCEEDED');
  world.clock.advance({ seconds: 1 });
  expect((await world.maintio.get('/v1/assets')).status).toBe(200);
});

test('an upgrade opens a month that was used up, and Enterprise has no end', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  await spend(world, 500_000);
  expectRefusal(await world.maintio.get('/v1/assets'), 429, 'QUOTA_EXCEEDED');
  await world.sandbox.createOrganization('maintio', { name: 'Pit One', plan: 'Business' });
  expect((await world.maintio.get('/v1/assets')).status).toBe(200);
  await spend(world, 5_000_000);
  expectRefusal(await world.maintio.get('/v1/assets'), 429, 'QUOTA_EXCEEDED');
  await world.sandbox.createOrganization('maintio', { name: 'Pit One', plan: 'Enterprise' });
  expect((await world.maintio.get('/v1/assets')).status).toBe(200);
});

test('what the minute refuses and what nobody may ask spend nothing of the month', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'], requestsPerMinute: { maintio: 2 } });
  for (let request = 0; request < 4; request += 1) await world.maintio.get('/v1/assets');
  await world.clientOf('maintio', 'maintio_unknown').get('/v1/assets');
  const used = await world.sandbox.pool.query(`select requests from sandbox.maintio_usage`);
  expect(used.rows).toEqual([{ requests: 2 }]);
});
