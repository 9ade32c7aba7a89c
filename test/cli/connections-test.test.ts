/** `connections test` over the services' stand-ins: what it says when all is well, and of everything that can be wrong. */
import { nobodysKeys } from '../world/service-clients.ts';
import { execFile } from 'node:child_process';
import { pino } from 'pino';
import { testConnections } from '../../src/cli/connections/test-connections.ts';
import { ConfigError, readConnectionsConfig } from '../../src/config/config.ts';
import type { HttpLimits } from '../../src/upstream/http/limits.ts';
import { openDatabases } from '../sandbox/databases.ts';
import { startSandboxWorld, type SandboxWorld } from '../sandbox/sandbox-world.ts';
import { startService } from '../upstream/recorded-service.ts';
import { environmentWith } from '../world/environment.ts';

const databases = openDatabases();
let world: SandboxWorld;
beforeAll(async () => {
  world = await startSandboxWorld(databases, { requestsPerMinute: {} });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await databases[Symbol.asyncDispose]();
});

type Settings = Record<string, string>;

const names = ['reliatic', 'maintainkit', 'maintio', 'maintainx', 'uniasset'] as const;

/** The settings of every service, with these in the place of some. */
function settings(instead: Settings = {}): Settings {
  const all = names.flatMap((name) => [
    [`${name.toUpperCase()}_BASE_URL`, world.sandbox[name].url],
    [`${name.toUpperCase()}_API_KEY`, world.tenants[name].keys.readWrite],
  ]);
  return { ...Object.fromEntries(all), ...instead };
}

const only = (name: (typeof names)[number], instead: Settings = {}): Settings =>
  Object.fromEntries(
    Object.entries(settings(instead)).filter(([setting]) => setting.startsWith(`${name.toUpperCase()}_`)),
  );

interface RunOptions {
  asJson?: boolean;
  limits?: Partial<HttpLimits>;
}

async function run(environment: Settings, { asJson = false, limits = {} }: RunOptions = {}) {
  const lines: string[] = [];
  const allWork = await testConnections({
    config: readConnectionsConfig(environment),
    asJson,
    print: (line) => lines.push(line),
    deps: { fetch, clock: world.clock, logger: pino({ level: 'silent' }), limits },
  });
  // Whatever is wrong, what is printed may be shown to anybody.
  for (const [name, value] of Object.entries(environment)) {
    if (name.endsWith('_API_KEY')) expect(lines.join('\n')).not.toContain(value);
  }
  return { allWork, lines };
}

/** Where a service was, and is no more. */
async function refusedUrl(): Promise<string> {
  const service = await startService(() => world.clock.now());
  await service.stop();
  return service.url;
}

test('every service that works gets a line with what its key may do, its plan and what is left of its limit', async () => {
  const { allWork, lines } = await run(settings());
  expect(allWork).toBe(true);
  expect(lines).toEqual([
    expect.stringMatching(/^RELIATIC +ok +may read assets · .*write.* · 99 of 100 requests left in this minute · http/),
    expect.stringMatching(/^MAINTAINKIT +ok +may read locations · /),
    expect.stringMatching(/^MAINTIO +ok +may read changes · .* · plan Team \(500,000 requests a month\) · 299 of 300 /),
    expect.stringMatching(/^MAINTAINX +ok +may read users · /),
    expect.stringMatching(/^UNIASSET +ok +may create assets · .* · plan Business or higher · it tells no rate limit/),
  ]);
});

test('a machine gets the same as JSON, a line each', async () => {
  const { lines } = await run(settings(), { asJson: true });
  const checks = lines.map((line) => JSON.parse(line) as { service: string });
  expect(checks.map(({ service }) => service.toLowerCase())).toEqual([...names]);
  expect(checks[2]).toMatchObject({ works: true, plan: 'Team', requestsPerMonth: 500_000, limit: 300, failure: null });
});

test('nothing is made where a key can only be tried with a write', async () => {
  await run(only('uniasset'));
  const { rows } = await world.sandbox.pool.query('select * from sandbox.uniasset_asset');
  expect(rows).toEqual([]);
});

test.each(nobodysKeys)('a wrong key of %s is told with what to do about it', async (name, key) => {
  const setting = `${name.toUpperCase()}_API_KEY`;
  const { allWork, lines } = await run(only(name, { [setting]: key }));
  expect(allWork).toBe(false);
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`FAILED +it refuses the key \\(401.*make a new key.*${setting}`)),
  ]);
});

test.each(names)('an address of %s with a wrong path is told with the one it should be like', async (name) => {
  const setting = `${name.toUpperCase()}_BASE_URL`;
  const { lines } = await run(only(name, { [setting]: `${world.sandbox[name].url}/v9` }));
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`FAILED +it is not at this address \\(404.*check ${setting}: it is`)),
  ]);
});

test.each(names)('a port of %s where nothing listens is named', async (name) => {
  const { lines } = await run(only(name, { [`${name.toUpperCase()}_BASE_URL`]: await refusedUrl() }));
  expect(lines).toEqual([expect.stringMatching(/FAILED +nothing listens at 127\.0\.0\.1:\d+\. .*check host and port/)]);
});

describe('a key that may not do what is asked', () => {
  test('names the scope it lacks', async () => {
    const key = await world.sandbox.createRestrictedKey('maintio', world.tenants.maintio.id, ['assets:read']);
    const { lines } = await run(only('maintio', { MAINTIO_API_KEY: key }));
    expect(lines).toEqual([expect.stringMatching(/FAILED .*may not do this.*changes:read.*give the key that scope/)]);
  });

  test('of UniAsset is a good one all the same, and what it may not do stands there', async () => {
    const key = await world.sandbox.createRestrictedKey('uniasset', world.tenants.uniasset.id, ['asset:location']);
    const { allWork, lines } = await run(only('uniasset', { UNIASSET_API_KEY: key }));
    expect([allWork, lines]).toEqual([true, [expect.stringMatching(/ok +may NOT create assets/)]]);
  });

  test('because of the plan is told that it needs another plan', async () => {
    const { keys } = await world.sandbox.createOrganization('uniasset', { name: 'Small', plan: 'Starter' });
    const { lines } = await run(only('uniasset', { UNIASSET_API_KEY: keys.readWrite }));
    expect(lines).toEqual([expect.stringMatching(/FAILED .*plan does not include this.*upgrade the plan/)]);
  });
});

test('a revoked key is told like a wrong one', async () => {
  const { keys } = await world.sandbox.createOrganization('uniasset', { name: 'Gone', plan: 'Business' });
  await world.sandbox.revokeKey('uniasset', keys.readWrite);
  const { lines } = await run(only('uniasset', { UNIASSET_API_KEY: keys.readWrite }));
  expect(lines).toEqual([expect.stringMatching(/401 KEY_REVOKED.*make a new key/)]);
});

test('a spent month and a spent minute are told apart', async () => {
  const { keys, id } = await world.sandbox.createOrganization('maintio', { name: 'Busy', plan: 'Solo' });
  const busy = only('maintio', { MAINTIO_API_KEY: keys.readWrite });
  expect((await run(busy)).lines).toEqual([expect.stringContaining('plan Solo (50,000 requests a month)')]);
  await world.sandbox.pool.query('update sandbox.maintio_usage set requests = 50000 where organization_id = $1', [id]);
  expect((await run(busy)).lines).toEqual([expect.stringMatching(/month's requests are used up.*upgrade the plan/)]);
  for (let asked = 2; asked < 60; asked += 1) await world.clientOf('maintio', keys.readWrite).get('/v1/assets');
  expect((await run(busy)).lines).toEqual([expect.stringMatching(/rate limit is spent.*try again in \d+ s/)]);
});

describe('something else at the address', () => {
  const answering = async (answer: Parameters<Awaited<ReturnType<typeof startService>>['answer']>[1]) => {
    const service = await startService(() => world.clock.now());
    service.answer('GET /assets', answer);
    const lines = (await run(only('reliatic', { RELIATIC_BASE_URL: service.url }), { limits: { deadlineMs: 200 } }))
      .lines;
    await service.stop();
    return lines;
  };
  test.each<[string, Parameters<typeof answering>[0], RegExp]>([
    [
      'a web page',
      { raw: '<html>Log in</html>' },
      /not the service \(200: RELIATIC: the answer is a web page\).*BASE_URL/,
    ],
    [
      'a redirection',
      { status: 302, headers: { location: '/login' } },
      /not the service \(302.*check RELIATIC_BASE_URL/,
    ],
    ['silence', { fault: 'silence' }, /127\.0\.0\.1:\d+ does not answer in time.*firewall/],
    ['a broken connection', { fault: 'hangUp' }, /the connection to 127\.0\.0\.1:\d+ breaks/],
    ['a failure', { status: 503, json: {} }, /it fails \(503.*try again later/],
  ])('%s', async (_, answer, said) => {
    expect(await answering(answer)).toEqual([expect.stringMatching(said)]);
  });
});

test('without any service it says which settings make one', async () => {
  await expect(run({})).rejects.toThrow(ConfigError);
  await expect(run({})).rejects.toThrow(/MAINTAINKIT_API_KEY/);
});

test('as a command it ends with 1 when a service fails, and prints the line all the same', async () => {
  const env = environmentWith(only('reliatic', { RELIATIC_BASE_URL: await refusedUrl() }));
  const command = ['--import', 'tsx', 'src/cli/main.ts', 'connections', 'test'];
  const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
    execFile(process.execPath, command, { env }, (error, out) => resolve({ code: error?.code, stdout: out }));
  });
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^RELIATIC +FAILED .*\n$/)]);
});
