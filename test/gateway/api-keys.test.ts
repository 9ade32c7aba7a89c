/** The keys of a plant: made, shown once, seen and ended over the graph. */
import { startWorld, type World } from '../world/world.ts';
import { faultsOf, mutate, nobody, payloadOf } from './mutating.ts';

const fields = 'apiKey { id name prefix scopes createdAt expiresAt revokedAt } key';
const make = (world: World, input: object, key = world.keys.admin) =>
  payloadOf(world, 'createApiKey', fields, { name: 'Boards', scopes: ['read'], ...input }, key);
const revoke = (world: World, apiKeyId: string, key = world.keys.admin) =>
  payloadOf(world, 'revokeApiKey', 'apiKey { id revokedAt }', { apiKeyId }, key);
const codeOf = ({ errors }: Awaited<ReturnType<World['ask']>>) => errors[0]?.extensions?.['code'];

describe('createApiKey', () => {
  test('the key that is shown this once does what its scopes say, and the list tells of it', async () => {
    await using world = await startWorld();
    const { apiKey, key, userErrors, command } = await make(world, { scopes: ['write', 'read'] });
    expect({ userErrors, command }).toEqual({ userErrors: [], command: null });
    expect(apiKey).toEqual({
      id: expect.stringMatching(/^key_/),
      name: 'Boards',
      prefix: key.slice(0, 9),
      scopes: ['read', 'write'],
      createdAt: expect.any(String),
      expiresAt: null,
      revokedAt: null,
    });
    const { data } = await world.ask('{ viewer { keyId keyName access } }', {}, key);
    expect(data.viewer).toEqual({ keyId: apiKey.id, keyName: 'Boards', access: 'WRITE' });
    expect(codeOf(await mutate(world, 'createApiKey', 'key', { name: 'More', scopes: ['read'] }, key))).toBe(
      'FORBIDDEN',
    );

    const read = await make(world, {});
    expect(read.apiKey.scopes).toEqual(['read']);
    const refused = await mutate(world, 'createPart', '', { sku: 'A', name: 'A', unit: 'PCS' }, read.key);
    expect(codeOf(refused)).toBe('FORBIDDEN');
    const admin = await make(world, { scopes: ['admin'] });
    expect((await make(world, {}, admin.key)).userErrors).toEqual([]);

    const asNode = `{ node(id: "${apiKey.id}") { id ... on ApiKey { name scopes } } }`;
    const found = await world.ask(asNode, {}, world.keys.admin);
    expect(found.data.node).toEqual({ id: apiKey.id, name: 'Boards', scopes: ['read', 'write'] });
    const all = await world.ask('{ apiKeys { totalCount nodes { id } } }', {}, world.keys.admin);
    expect(all.data.apiKeys.nodes.map(({ id }: { id: string }) => id)).toContain(apiKey.id);
    expect(JSON.stringify(await world.gateway.database.prisma.apiKey.findMany())).not.toContain(key);
  });

  test('names every field at fault at once, and makes nothing', async () => {
    await using world = await startWorld();
    const before = await world.gateway.database.prisma.apiKey.count();
    const now = world.clock.now().toISOString();
    const bad = await make(world, { name: ' ', scopes: ['read', 'everything'], expiresAt: now });
    expect(bad).toMatchObject({ apiKey: null, key: null });
    expect(faultsOf(bad)).toEqual({
      name: 'BAD_USER_INPUT',
      scopes: 'BAD_USER_INPUT',
      expiresAt: 'BAD_USER_INPUT',
    });
    expect(bad.userErrors.map(({ message }: { message: string }) => message)).toContain(
      'scopes must be one or more of read, write, admin',
    );
    expect(faultsOf(await make(world, { scopes: [] }))).toEqual({ scopes: 'BAD_USER_INPUT' });
    expect(faultsOf(await make(world, { name: 'NUL \0' }))).toEqual({ name: 'BAD_USER_INPUT' });
    expect(await world.gateway.database.prisma.apiKey.count()).toBe(before);
  });

  test('a key is good until it expires, and no longer', async () => {
    await using world = await startWorld();
    const expiresAt = new Date(world.clock.now().getTime() + 60_000);
    const { key, apiKey } = await make(world, { expiresAt: expiresAt.toISOString() });
    expect(new Date(apiKey.expiresAt)).toEqual(expiresAt);
    expect((await world.ask('{ viewer { keyName } }', {}, key)).status).toBe(200);
    world.clock.advance({ seconds: 60 });
    expect((await world.ask('{ viewer { keyName } }', {}, key)).status).toBe(401);
  });
});

describe('revokeApiKey', () => {
  test('requests with the key are refused from the next one on, and revoking twice is revoking once', async () => {
    await using world = await startWorld();
    const { key, apiKey } = await make(world, {});
    expect((await world.ask('{ viewer { keyName } }', {}, key)).status).toBe(200);
    const ended = await revoke(world, apiKey.id);
    expect(ended).toMatchObject({ userErrors: [], apiKey: { id: apiKey.id, revokedAt: expect.any(String) } });
    const answer = await world.ask('{ viewer { keyName } }', {}, key);
    expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    world.clock.advance({ seconds: 1 });
    expect(await revoke(world, apiKey.id)).toEqual(ended);
  });

  test("refuses one's own key, one that nobody has, and another tenant's, which goes on", async () => {
    await using world = await startWorld();
    const other = await world.other();
    const own = await world.ask('{ viewer { keyId } }', {}, world.keys.admin);
    const theirs = await world.ask('{ viewer { keyId } }', {}, other.keys.read);
    expect(faultsOf(await revoke(world, own.data.viewer.keyId))).toEqual({ apiKeyId: 'BAD_USER_INPUT' });
    for (const id of [theirs.data.viewer.keyId, nobody('key'), 'x']) {
      expect(faultsOf(await revoke(world, id))).toEqual({ apiKeyId: 'NOT_FOUND' });
    }
    expect((await world.ask('{ viewer { keyId } }', {}, other.keys.read)).status).toBe(200);
  });
});

describe('apiKeys', () => {
  test('page by page the newest first, of this tenant alone, and only for an admin', async () => {
    await using world = await startWorld();
    const made: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      made.unshift((await make(world, { name })).apiKey.id);
      world.clock.advance({ seconds: 1 });
    }
    const met: string[] = [];
    let after: string | null = null;
    do {
      const query =
        'query ($after: String) { apiKeys(first: 2, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }';
      const { data } = await world.ask(query, { after }, world.keys.admin);
      const { nodes, pageInfo, totalCount } = data.apiKeys;
      met.push(...nodes.map(({ id }: { id: string }) => id));
      expect(totalCount).toBe(6);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(met).toHaveLength(6);
    expect(new Set(met).size).toBe(6);
    expect(met.filter((id) => made.includes(id))).toEqual(made);

    const other = await world.other();
    const theirs = await world.ask('{ apiKeys { nodes { id } } }', {}, other.keys.admin);
    expect(theirs.data.apiKeys.nodes.filter(({ id }: { id: string }) => met.includes(id))).toEqual([]);
    for (const query of ['{ apiKeys { nodes { id } } }', `{ node(id: "${made[0]}") { id } }`]) {
      expect(codeOf(await world.ask(query, {}, world.keys.write))).toBe('FORBIDDEN');
    }
    const node = await world.ask(`{ node(id: "${made[0]}") { id } }`, {}, other.keys.admin);
    expect(node.data.node).toBeNull();
    const bad = await world.ask('{ apiKeys(after: "x") { nodes { id } } }', {}, world.keys.admin);
    expect(codeOf(bad)).toBe('BAD_USER_INPUT');
  });
});
