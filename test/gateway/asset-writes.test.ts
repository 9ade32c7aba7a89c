import { startWorld, type World } from '../world/world.ts';
import { BreakableWire } from './breakable-wire.ts';

const services = ['reliatic', 'maintio', 'maintainx', 'uniasset'] as const;
let world: World<(typeof services)[number]>;
const wire = new BreakableWire();
beforeAll(async () => {
  world = await startWorld({ services, webhooks: false, gateway: { fetch: wire.fetch } });
  await world.sync();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  wire.writes.length = 0;
  wire.breaks = null;
  wire.only = null;
});

const types = {
  createAsset: 'CreateAssetInput',
  updateAsset: 'UpdateAssetInput',
  decommissionAsset: 'DecommissionAssetInput',
};
const asset =
  'asset { id tagNumber name type lifecycle location manufacturer sources { service via externalId updatedAt } }';
const rest = 'userErrors { field code message } command { id status service attempts parts { service status } }';

async function send(name: keyof typeof types, input: object, key = world.keys.write) {
  const outcomes = name === 'createAsset' ? 'outcomes { service userErrors { field code } command { id status } }' : '';
  const query = `mutation ($input: ${types[name]}!) { ${name}(input: $input) { ${asset} ${outcomes} ${rest} } }`;
  const { data, errors } = await world.ask(query, { input }, key);
  return { errors, ...data?.[name] };
}

const create = (tagNumber: string, more: object = {}) =>
  send('createAsset', {
    tagNumber,
    name: `Pump ${tagNumber}`,
    type: 'ROTATING',
    serialNumber: `SN-${tagNumber}`,
    ...more,
  });

async function retry(commandId: string) {
  const query =
    'mutation ($input: RetryCommandInput!) { retryCommand(input: $input) { userErrors { code message } command { status parts { service status } } } }';
  return (await world.ask(query, { input: { commandId } })).data.retryCommand;
}

const sourcesOf = (payload: { asset: { sources: { service: string }[] } }) =>
  payload.asset.sources.map(({ service }) => service);

describe('createAsset', () => {
  test('makes one asset of four services, on the word of whoever asked', async () => {
    const made = await create('P-1', { location: 'Hall 3', manufacturer: 'KSB', barcode: '4006381333931' });
    expect(made).toMatchObject({
      errors: [],
      userErrors: [],
      asset: { tagNumber: 'P-1', name: 'Pump P-1', type: 'ROTATING', manufacturer: 'KSB', lifecycle: 'ACTIVE' },
      command: { status: 'SUCCEEDED', service: null, attempts: 1 },
    });
    expect(sourcesOf(made)).toEqual(['MAINTAINX', 'MAINTIO', 'RELIATIC', 'UNIASSET']);
    expect(made.asset.sources.every(({ via }: { via: string }) => via === 'WRITE')).toBe(true);
    expect(
      made.outcomes.map(({ service, command }: { service: string; command: { status: string } }) => [
        service,
        command.status,
      ]),
    ).toEqual([
      ['RELIATIC', 'SUCCEEDED'],
      ['MAINTAINX', 'SUCCEEDED'],
      ['MAINTIO', 'SUCCEEDED'],
      ['UNIASSET', 'SUCCEEDED'],
    ]);
    await world.sync();
    const { data } = await world.ask('{ assets(filter: { search: "P-1" }) { totalCount } }');
    expect(data.assets.totalCount).toBe(1);
  });

  test('only in the services named', async () => {
    const made = await create('P-2', { services: ['MAINTIO', 'RELIATIC'] });
    expect(sourcesOf(made)).toEqual(['MAINTIO', 'RELIATIC']);
    expect(wire.writes).toEqual(['POST /assets', 'POST /v1/assets']);
  });

  test('what one service refuses does not undo what the others did, and a retry finishes the rest', async () => {
    Object.assign(wire, { breaks: 'unreachable', only: world.sandbox.maintainx.url });
    const made = await create('P-3');
    expect(made).toMatchObject({
      errors: [],
      asset: { tagNumber: 'P-3' },
      command: { status: 'REJECTED' },
      userErrors: [{ field: [], code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('MAINTAINX') }],
    });
    expect(sourcesOf(made)).toEqual(['MAINTIO', 'RELIATIC', 'UNIASSET']);
    wire.breaks = null;
    wire.writes.length = 0;
    expect(await retry(made.command.id)).toMatchObject({ userErrors: [], command: { status: 'SUCCEEDED' } });
    expect(wire.writes).toEqual(['POST /v1/assets']);
    const { data } = await world.ask('{ assetByTag(tagNumber: "P-3") { sources { service } } }');
    expect(data.assetByTag.sources).toHaveLength(4);
    expect((await retry(made.command.id)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  });

  test('a retry of the rest does not overtake what waits for a service about the same', async () => {
    Object.assign(wire, { breaks: 'unreachable', only: world.sandbox.maintainx.url });
    const made = await create('P-9');
    const waiting = await create('P-9', { services: ['MAINTAINX'], whenUnavailable: 'QUEUE' });
    expect(waiting.command).toMatchObject({ status: 'PENDING' });
    wire.breaks = null;
    wire.writes.length = 0;
    const { userErrors, command } = await retry(made.command.id);
    expect([command.status, userErrors.at(-1)]).toEqual([
      'REJECTED',
      { code: 'CONFLICT', message: expect.stringContaining('MAINTAINX is back') },
    ]);
    expect(wire.writes).toEqual([]);
    await world.gateway.seeToCommands(world.connections.maintainx);
    expect(await retry(made.command.id)).toMatchObject({ userErrors: [], command: { status: 'SUCCEEDED' } });
  });

  test('a lost answer of one service is found there, and its whole is settled with it', async () => {
    Object.assign(wire, { breaks: 'cut', only: world.sandbox.maintainx.url });
    const made = await create('P-4');
    wire.breaks = null;
    expect(made.command).toMatchObject({ status: 'UNCERTAIN' });
    await world.gateway.seeToCommands(world.connections.maintainx);
    const { data } = await world.ask(
      'query ($id: ID!) { command(id: $id) { status settledAt parts { service status } } }',
      { id: made.command.id },
    );
    expect(data.command).toMatchObject({ status: 'SUCCEEDED', settledAt: expect.any(String) });
    const { data: seen } = await world.ask('{ assetByTag(tagNumber: "P-4") { sources { service } } }');
    expect(seen.assetByTag.sources).toHaveLength(4);
  });

  test('twice with one key is once', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => create('P-5', { idempotencyKey: 'p5' })));
    expect(second).toEqual(first);
    expect(wire.writes).toHaveLength(4);
    expect(await create('P-6', { idempotencyKey: 'p5' })).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
  });

  test.each<[object, string[]]>([
    [{ tagNumber: ' ' }, ['tagNumber']],
    [{ name: '', type: 'UNKNOWN' }, ['name', 'type']],
    [{ parentId: 'P-1' }, ['parentId']],
    [{ parentId: `ast_${'0'.repeat(26)}` }, ['parentId']],
    [{ services: ['MAINTAINKIT'] }, ['services']],
    [{ services: [] }, ['services']],
    [{ description: 'a\u0000b', idempotencyKey: '' }, ['idempotencyKey', 'description']],
  ])('refuses %j beside its fields, and nothing is sent', async (input, fields) => {
    const { asset: made, userErrors } = await create('P-7', input);
    expect(made).toBeNull();
    expect(userErrors.map(({ field }: { field: string[] }) => field.join('.'))).toEqual(fields);
    expect(wire.writes).toEqual([]);
  });

  test('a key that may only read makes none', async () => {
    const { errors } = await send('createAsset', { tagNumber: 'P-8', name: 'P', type: 'ROTATING' }, world.keys.read);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('updateAsset', () => {
  test('changes what it is told of and keeps the rest', async () => {
    const { asset: before } = await create('U-1', { services: ['RELIATIC'], location: 'Hall 1', manufacturer: 'KSB' });
    const { asset: after, command } = await send('updateAsset', {
      assetId: before.id,
      name: 'Feed pump',
      location: null,
    });
    expect(after).toMatchObject({
      id: before.id,
      name: 'Feed pump',
      location: null,
      manufacturer: 'KSB',
      tagNumber: 'U-1',
    });
    expect(command).toMatchObject({ status: 'SUCCEEDED', service: 'RELIATIC' });
  });

  test('what was changed since it was seen is not overwritten, and is shown as it is now', async () => {
    const { asset: before } = await create('U-2', { services: ['RELIATIC'] });
    const [source] = before.sources;
    world.clock.advance({ seconds: 5 });
    await world.reliatic.send('PUT', `/assets/${source.externalId}`, {
      tag_number: 'U-2',
      name: 'By another',
      asset_type: 'rotating',
    });
    wire.writes.length = 0;
    const expectedUpdatedAt = source.updatedAt;
    const stale = await send('updateAsset', { assetId: before.id, name: 'Mine', expectedUpdatedAt });
    expect(stale).toMatchObject({
      userErrors: [{ field: ['expectedUpdatedAt'], code: 'STALE_WRITE' }],
      asset: { name: 'By another' },
      command: { status: 'REJECTED' },
    });
    expect(wire.writes).toEqual([]);
    const fresh = stale.asset.sources[0].updatedAt;
    expect(await send('updateAsset', { assetId: before.id, name: 'Mine', expectedUpdatedAt: fresh })).toMatchObject({
      userErrors: [],
      asset: { name: 'Mine' },
    });
  });

  test.each<[object, string[]]>([
    [{}, ['']],
    [{ name: null, type: null }, ['name', 'type']],
    [{ tagNumber: '' }, ['tagNumber']],
    [{ parentId: 'nothing', description: 'a\u0000' }, ['parentId', 'description']],
  ])('refuses %j beside its fields', async (changes, fields) => {
    const { data } = await world.ask('{ assetByTag(tagNumber: "U-1") { id } }');
    const { userErrors } = await send('updateAsset', { assetId: data.assetByTag.id, ...changes });
    expect(userErrors.map(({ field }: { field: string[] }) => field.join('.'))).toEqual(fields);
    expect(wire.writes).toEqual([]);
  });

  test('a lost change that somebody has written over since is left to a person', async () => {
    const { asset: before } = await create('U-4', { services: ['RELIATIC'] });
    wire.breaks = 'cut';
    const lost = await send('updateAsset', { assetId: before.id, name: 'Mine' });
    wire.breaks = null;
    expect(lost.command.status).toBe('UNCERTAIN');
    const by = { tag_number: 'U-4', name: 'By another', asset_type: 'rotating' };
    await world.reliatic.send('PUT', `/assets/${before.sources[0].externalId}`, by);
    world.clock.advance({ seconds: 61 });
    await world.gateway.seeToCommands(world.connections.reliatic);
    const { data } = await world.ask(
      'query ($id: ID!) { command(id: $id) { status settledAt userErrors { message } } }',
      { id: lost.command.id },
    );
    const userErrors = [{ message: expect.stringContaining('changed since') }];
    expect(data.command).toEqual({ status: 'UNCERTAIN', settledAt: null, userErrors });
  });

  test("an asset that Reliatic does not know can't be changed there", async () => {
    const { asset: made } = await create('U-3', { services: ['MAINTAINX'] });
    const { userErrors } = await send('updateAsset', { assetId: made.id, name: 'X' });
    expect(userErrors).toMatchObject([{ field: ['assetId'], code: 'NOT_FOUND' }]);
  });
});

test('decommissionAsset takes it out of service, once', async () => {
  const { asset: made } = await create('D-1', { services: ['RELIATIC'] });
  const done = await send('decommissionAsset', { assetId: made.id });
  expect(done).toMatchObject({
    userErrors: [],
    asset: { lifecycle: 'DECOMMISSIONED' },
    command: { status: 'SUCCEEDED' },
  });
  const { userErrors } = await send('decommissionAsset', { assetId: 'D-1' });
  expect(userErrors).toMatchObject([{ field: ['assetId'], code: 'BAD_USER_INPUT' }]);
});
