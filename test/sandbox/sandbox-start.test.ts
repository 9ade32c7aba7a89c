import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { openDatabases, type Databases } from './databases.ts';
import { FakeClock } from '../world/fake-clock.ts';
import { idOf, rowsOf, startSandboxWorld } from './sandbox-world.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

test('several sandboxes may start on one empty database at once', async () => {
  const options = { databaseUrl: await database.createDatabase(null), clock: new FakeClock() };
  const starts = Array.from({ length: 5 }, () => startSandbox(options));
  const sandboxes = await Promise.all(starts);
  try {
    expect(new Set(sandboxes.map((sandbox) => sandbox.reliatic.url)).size).toBe(5);
    expect(sandboxes[0]?.maintainkit.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/);

    const created = await Promise.all(
      sandboxes.map((sandbox) => sandbox.createOrganization('maintainkit', { name: 'Pit' })),
    );
    expect(new Set(created.map((organization) => JSON.stringify(organization))).size).toBe(1);
  } finally {
    await Promise.all(sandboxes.map((sandbox) => sandbox.stop()));
  }
});

test('all is kept when the sandbox stops and starts again', async () => {
  const databaseUrl = await database.createDatabase();
  const before = await startSandboxWorld(database, { databaseUrl });
  const id = idOf(await before.reliatic.post('/assets', { tag_number: 'V-1', name: 'Drum', asset_type: 'vessel' }));
  await before.sandbox.stop();
  await before.sandbox.stop();
  await using after = await startSandboxWorld(database, { databaseUrl });
  expect(after.tenants).toEqual(before.tenants);
  expect(rowsOf(await after.reliatic.get('/assets'))).toMatchObject([{ id }]);
});

test('tables of another version are brought to this one', async () => {
  const options = {
    databaseUrl: await database.createDatabase(),
    clock: new FakeClock(),
    services: ['maintio'],
  } as const;
  const before = await startSandbox(options);
  await before.pool.query(`
    alter table sandbox.organization drop column plan; comment on schema sandbox is 'of another version'`);
  await before.stop();
  await using after = await startSandbox(options);
  expect(await after.createOrganization('maintio', { name: 'Pit', plan: 'Solo' })).toMatchObject({ name: 'Pit' });
});

test('a sandbox may serve some of the services, and says so when it is asked for another', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintio'] });
  expect((await world.maintio.get('/v1/assets')).status).toBe(200);
  expect(() => world.sandbox.reliatic).toThrow('This sandbox does not serve reliatic.');
});

test('an organization may bring its own keys, of the right prefix and its own alone', async () => {
  await using world = await startSandboxWorld(database);
  const readWriteKey = 'rl_live_demo000000000000000000000000';
  const first = await world.sandbox.createOrganization('reliatic', { name: 'Own', readWriteKey, webhookSecret: 's' });
  expect(first).toMatchObject({ keys: { readWrite: readWriteKey }, webhookSecret: 's' });
  expect(first.keys.readOnly).toMatch(/^rl_live_\w{28}$/);
  expect(await world.sandbox.createOrganization('reliatic', { name: 'Own' })).toEqual(first);
  expect((await world.clientOf('reliatic', readWriteKey).get('/assets')).status).toBe(200);
  await expect(world.sandbox.createOrganization('reliatic', { name: 'Thief', readWriteKey })).rejects.toThrow('twice');
  await expect(
    world.sandbox.createOrganization('maintainkit', { name: 'Own', readOnlyKey: 'rl_live_x' }),
  ).rejects.toThrow('mk_live_');
});
