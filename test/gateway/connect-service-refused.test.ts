/** Services that can not be connected as they are given, and who may not connect any. */
import { letKeyServe } from '../../src/sandbox/maintainx/access.ts';
import { serviceNames } from '../../src/sandbox/service-name.ts';
import { nobodysKeys } from '../world/service-clients.ts';
import { startService } from '../upstream/recorded-service.ts';
import { connect, disconnect, inputFor, refused, startOver, statusesOf, type AnyWorld } from './connecting-world.ts';

describe('what does not work is not stored, and the field at fault is named with what mends it', () => {
  let world: AnyWorld;
  /** What was stored after any of the refusals. */
  const stored: unknown[] = [];
  beforeAll(async () => {
    world = await startOver();
    await disconnect(world, world);
  });
  afterEach(async () => {
    stored.push(...(await statusesOf(world)));
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test.each(nobodysKeys)('a wrong key of %s', async (name, apiKey) => {
    const message = expect.stringMatching(/refuses the key \(401.*To mend it: make a new key in .* and set apiKey/);
    expect(await refused(world, { ...inputFor(world, name), apiKey })).toEqual([
      { field: ['apiKey'], code: 'BAD_USER_INPUT', message },
    ]);
  });

  test.each(serviceNames)('an address of %s with a wrong path', async (name) => {
    const baseUrl = `${world.sandbox[name].url}/v9`;
    const message = expect.stringMatching(/not at this address \(404.*check baseUrl: it is .*should be like https/);
    expect(await refused(world, { ...inputFor(world, name), baseUrl })).toEqual([
      { field: ['baseUrl'], code: 'NOT_FOUND', message },
    ]);
  });

  test.each(serviceNames)('a port of %s where nothing listens', async (name) => {
    const service = await startService(() => world.clock.now());
    await service.stop();
    const [error, ...more] = await refused(world, { ...inputFor(world, name), baseUrl: service.url });
    expect(more).toEqual([]);
    expect(error).toMatchObject({ field: ['baseUrl'], code: 'UPSTREAM_UNAVAILABLE' });
    expect(error?.message).toContain(`nothing listens at ${new URL(service.url).host}`);
  });

  test.each(['reliatic', 'uniasset'] as const)('something else at the address of %s', async (name) => {
    await using service = await startService(() => world.clock.now());
    const route = name === 'reliatic' ? 'GET /assets' : 'POST /assets/create';
    service.answer(route, { raw: '<html>Log in</html>' });
    const [page] = await refused(world, { ...inputFor(world, name), baseUrl: service.url });
    expect(page).toMatchObject({ field: ['baseUrl'], code: 'UPSTREAM_INVALID' });
    // Also where a key can only be tried with a write, nothing is left uncertain.
    service.answer(route, { fault: 'hangUp' });
    const { payload } = await connect(world, { ...inputFor(world, name), baseUrl: service.url });
    expect(payload).toMatchObject({ userErrors: [{ field: ['baseUrl'] }], command: { status: 'REJECTED' } });
  });

  test('a key that lacks the scope, and a plan that lacks the interface', async () => {
    const apiKey = await world.sandbox.createRestrictedKey('maintio', world.organizations.maintio.id, ['assets:read']);
    expect(await refused(world, { ...inputFor(world, 'maintio'), apiKey })).toEqual([
      { field: ['apiKey'], code: 'FORBIDDEN', message: expect.stringMatching(/changes:read.*give the key that scope/) },
    ]);
    const { keys } = await world.sandbox.createOrganization('uniasset', { name: 'Small', plan: 'Starter' });
    expect(await refused(world, { ...inputFor(world, 'uniasset'), apiKey: keys.readWrite })).toEqual([
      { field: ['apiKey'], code: 'PLAN_REQUIRED', message: expect.stringContaining('upgrade the plan') },
    ]);
  });

  test('a key of several organizations without the one that is meant, and with one that is not its own', async () => {
    const { keys } = world.organizations.maintainx;
    const { organizations } = await world.other();
    await world.sandbox.change('maintainx', (change) =>
      letKeyServe(change, keys.readWrite, organizations.maintainx.id),
    );
    const input = inputFor(world, 'maintainx');
    expect(await refused(world, input)).toEqual([
      { field: ['organizationId'], code: 'BAD_USER_INPUT', message: expect.stringContaining('set organizationId') },
    ]);
    expect(await refused(world, { ...input, organizationId: '999999' })).toEqual([
      { field: ['organizationId'], code: 'FORBIDDEN', message: expect.stringContaining('check that organizationId') },
    ]);
  });

  test('a service that asks for patience or fails is no fault of any field', async () => {
    await using service = await startService(() => world.clock.now());
    const input = { ...inputFor(world, 'reliatic'), baseUrl: service.url };
    service.answer('GET /assets', { status: 429, headers: { 'retry-after': '30' }, json: {} });
    expect(await refused(world, input)).toEqual([
      { field: [], code: 'RATE_LIMITED', message: expect.stringContaining('try again in 30 s') },
    ]);
    service.answer('GET /assets', { status: 503, json: {} });
    expect(await refused(world, input)).toEqual([
      { field: [], code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('try again later') },
    ]);
    expect(service.received).toHaveLength(2);
  });

  test('every field that can not be taken is named at once, and nothing is asked', async () => {
    const faults = await refused(world, {
      service: 'MAINTIO',
      idempotencyKey: '',
      apiKey: '',
      baseUrl: 'http://api.maint.io',
      webhookSecret: 'whsec',
      organizationId: '7',
      currency: 'dollars',
    });
    expect(faults.map(({ code }) => code)).toEqual(Array.from({ length: 6 }, () => 'BAD_USER_INPUT'));
    const fields = ['idempotencyKey', 'apiKey', 'baseUrl', 'webhookSecret', 'organizationId', 'currency'];
    expect(faults.map(({ field }) => field)).toEqual(fields.map((field) => [field]));
    for (const [index, { message }] of faults.entries()) expect(message).toContain(fields[index]);
  });

  test.each([
    'plant.reliatic.example',
    'ftp://plant.reliatic.example',
    'http://plant.reliatic.example/api/v1',
    'http://127.0.0.1.example/api',
    'https://user:secret@plant.reliatic.example/api/v1',
    'https://plant.reliatic.example/api/v1?key=x',
    'https://plant.reliatic.example/api/v1#x',
    '',
  ])('the address %s', async (baseUrl) => {
    const [error] = await refused(world, { ...inputFor(world, 'reliatic'), baseUrl });
    expect(error).toMatchObject({ field: ['baseUrl'], code: 'BAD_USER_INPUT' });
    expect(error?.message).not.toContain('secret');
  });

  test.each([
    ['a key with a space', { apiKey: 'rl_live x' }, 'apiKey'],
    ['a key with a line break', { apiKey: 'rl_live\nx: y' }, 'apiKey'],
    ['an empty secret', { webhookSecret: '' }, 'webhookSecret'],
    ['a secret with NUL', { webhookSecret: 'a\0b' }, 'webhookSecret'],
    ['a currency that is none', { currency: 'XYZ' }, 'currency'],
  ])('%s', async (_, wrong, field) => {
    expect(await refused(world, { ...inputFor(world, 'reliatic'), ...wrong })).toEqual([
      { field: [field], code: 'BAD_USER_INPUT', message: expect.stringContaining(field) },
    ]);
  });

  test.each(['RELIATIC', 'UNIASSET'])('no address of %s, which has none of its own', async (service) => {
    expect(await refused(world, { service, apiKey: 'x' })).toEqual([
      { field: ['baseUrl'], code: 'BAD_USER_INPUT', message: expect.stringContaining('such as https://') },
    ]);
  });

  test('none of them is stored', () => {
    expect(stored).toEqual([]);
  });
});

test.each(['read', 'write'] as const)('a key with access %s may connect nothing', async (access) => {
  await using world = await startOver({ services: ['reliatic'] });
  await disconnect(world, world);
  const { errors, data } = await connect(world, inputFor(world, 'reliatic'), world.keys[access]);
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(errors[0]?.message).toContain('admin key');
  expect(await statusesOf(world)).toEqual([]);
});
