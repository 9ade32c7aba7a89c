import { isAbsolute } from 'node:path';
import { ConfigError, readDemoConfig, readProductionConfig } from '../../src/config/config.ts';

const sealingKey = 'ab'.repeat(32);
const least = { DATABASE_URL: 'postgresql://localhost/maintgraph', MAINTGRAPH_SEALING_KEY: sealingKey };

function faultsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readProductionConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test('the demo needs no setting at all', () => {
  expect(readDemoConfig({})).toEqual({
    port: 4000,
    host: '127.0.0.1',
    logLevel: 'warn',
    dataFolder: expect.stringMatching(/\.maintgraph$/),
    databaseUrl: null,
  });
  expect(isAbsolute(readDemoConfig({}).dataFolder)).toBe(true);
});

test('copies of the database to be read from stand behind commas', () => {
  const copies = ['postgresql://a@one/maintgraph', 'postgres://b@two/maintgraph'];
  expect(readProductionConfig({ ...least, DATABASE_REPLICA_URLS: copies.join(', ') }).readUrls).toEqual(copies);
  expect(readProductionConfig(least).readUrls).toEqual([]);
  expect(() => readProductionConfig({ ...least, DATABASE_REPLICA_URLS: 'http://one' })).toThrow(
    'DATABASE_REPLICA_URLS',
  );
});

test('production needs a database and a sealing key, and assumes the rest', () => {
  expect(readProductionConfig(least)).toMatchObject({
    port: 4000,
    host: '127.0.0.1',
    logLevel: 'info',
    databaseUrl: least.DATABASE_URL,
    sealingKey,
    tenant: 'plant',
    currency: 'USD',
    services: [],
  });
});

test('an address that a key needs is missed beside whatever else is missing, and once', () => {
  const keys = { RELIATIC_API_KEY: 'rl_live_x', UNIASSET_API_KEY: 'ua_live_x' };
  const named = (faults: readonly string[]) => faults.flatMap((fault) => fault.split(' ').slice(0, 1)).toSorted();
  expect(named(faultsOf(keys))).toEqual([
    'DATABASE_URL',
    'MAINTGRAPH_SEALING_KEY',
    'RELIATIC_BASE_URL',
    'UNIASSET_BASE_URL',
  ]);
  expect(named(faultsOf({ ...least, ...keys, RELIATIC_BASE_URL: 'none', UNIASSET_API_KEY: 'x' }))).toEqual([
    'RELIATIC_BASE_URL',
    'UNIASSET_API_KEY',
    'UNIASSET_BASE_URL',
  ]);
});

test('every fault is named at once, each by its setting', () => {
  const faults = faultsOf({
    PORT: '70000',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://localhost/x',
    RELIATIC_API_KEY: 'secret-of-mine',
    MAINTAINKIT_API_KEY: 'rl_live_x',
    MAINTAINKIT_BASE_URL: 'ftp://maintainkit.app',
    MAINTGRAPH_TENANT: 'Plant One',
    CURRENCY: 'dollars',
  });
  const settings = ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'MAINTGRAPH_SEALING_KEY', 'RELIATIC_API_KEY'];
  settings.push('MAINTAINKIT_API_KEY', 'MAINTAINKIT_BASE_URL', 'MAINTGRAPH_TENANT', 'CURRENCY');
  for (const setting of settings) {
    expect(faults).toContainEqual(expect.stringMatching(new RegExp(`^${setting} .`)));
  }
  expect(faults).toContainEqual(expect.stringMatching(/^MAINTGRAPH_SEALING_KEY is not set/));
  // What was set may be a secret.
  expect(faults.join('\n')).not.toContain('secret-of-mine');
});

test.each([
  ['ab'.repeat(31), 'too short'],
  ['zz'.repeat(32), 'no hex'],
  [`${sealingKey} `, 'a space behind it'],
])('a sealing key %s (%s) is a fault', (key) => {
  expect(faultsOf({ ...least, MAINTGRAPH_SEALING_KEY: key })).toEqual([
    expect.stringContaining('MAINTGRAPH_SEALING_KEY must be 32 bytes'),
  ]);
});

test('an empty setting is one that is not set', () => {
  expect(readProductionConfig({ ...least, PORT: '', RELIATIC_API_KEY: '', CURRENCY: '' })).toMatchObject({
    port: 4000,
    currency: 'USD',
    services: [],
  });
});

test('a service is connected when its key is there, and Reliatic needs its address too', () => {
  const keys = { RELIATIC_API_KEY: 'rl_live_1', MAINTAINKIT_API_KEY: 'mk_live_1' };
  expect(faultsOf({ ...least, ...keys })).toEqual([
    expect.stringMatching(/^RELIATIC_BASE_URL is .*needed with RELIATIC_API_KEY/),
  ]);
  const address = { RELIATIC_BASE_URL: 'https://plant.reliatic.example/api/v1', MAINTAINKIT_WEBHOOK_SECRET: 's' };
  expect(readProductionConfig({ ...least, ...keys, ...address }).services).toEqual([
    { service: 'RELIATIC', baseUrl: address.RELIATIC_BASE_URL, apiKey: 'rl_live_1', webhookSecret: null },
    { service: 'MAINTAINKIT', baseUrl: 'https://maintainkit.app/api/v1', apiKey: 'mk_live_1', webhookSecret: 's' },
  ]);
});
