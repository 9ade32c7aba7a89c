/** Every connector against the sandbox's stand-in for its service: the two were written from one contract, apart. */
import type { Service } from '../../src/domain/records.ts';
import { startSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Resource } from '../../src/upstream/connector.ts';
import { ConnectorPool } from '../../src/upstream/connector-pool.ts';
import { webhookReaderOf } from '../../src/upstream/registry.ts';
import { sandboxTemplate, testDatabase } from '../world/database.ts';
import { liveContracts, type LiveContract } from './contracts/live.ts';
import { surroundings } from './recorded-service.ts';

interface Delivered {
  body: Buffer;
  headers: Record<string, string>;
}

async function startWorld({ service }: LiveContract, options: Partial<SandboxOptions> = {}) {
  const database = await testDatabase(sandboxTemplate);
  const around = surroundings({ retries: 0 });
  const name = service.toLowerCase() as Lowercase<Service>;
  const delivered: Delivered[] = [];
  const catching: typeof fetch = async (_url, init) => {
    delivered.push({
      body: Buffer.from(init?.body as Uint8Array),
      headers: Object.fromEntries(new Headers(init?.headers)),
    });
    return new Response('');
  };
  const sandbox = await startSandbox({
    databaseUrl: database.url,
    clock: around.clock,
    services: [name],
    fetch: catching,
    requestsPerMinute: null,
    ...options,
  });
  const organization = await sandbox.createOrganization(name, { name: 'Pit One' });
  const { id, webhookSecret: secret } = organization;
  await sandbox.addWebhookEndpoint(name, id, { url: 'http://127.0.0.1:9/', secret });
  const pool = new ConnectorPool(around.deps);
  const open = <Name extends Service>(of: Name, apiKey = organization.keys.readWrite) =>
    pool.get({ id: apiKey, service: of, baseUrl: sandbox[name].url, apiKey, currency: 'USD' });
  const connector = open(service);
  return {
    ...around,
    sandbox,
    organization,
    open,
    connector,
    delivered,
    async [Symbol.asyncDispose]() {
      await sandbox.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}

describe.each(liveContracts)('the connector of $service and its sandbox', (contract) => {
  test('every record is met, whole pages of one time included, and none is rejected', async () => {
    await using world = await startWorld(contract);
    const expected = await contract.fill(world);
    world.clock.advance(60_000);
    const met = new Map<string, Set<string>>();
    const counts = () => Object.fromEntries([...met].map(([kind, ids]) => [kind, ids.size]));
    /** @returns where the next pass of a feed starts. */
    const readAll = async (resource: Resource, start: string | null): Promise<string | undefined> => {
      const page = await world.connector.read(resource, start);
      expect(page.rejected).toEqual([]);
      for (const { record, externalId } of page.observations) {
        met.set(record.kind, (met.get(record.kind) ?? new Set()).add(externalId));
      }
      return page.next === null ? page.resume : readAll(resource, page.next);
    };
    const listed = world.connector.resources.filter(({ mode }) => mode !== 'detail');
    const resumes = [];
    for (const resource of listed) resumes.push(await readAll(resource, null));
    expect(counts()).toEqual(expected);
    for (const [index, resource] of listed.entries()) {
      const resume = resumes[index];
      if (resume !== undefined) expect(await readAll(resource, resume)).toBe(resume);
    }
    expect(counts()).toEqual(expected);
  });

  test('the key is proven by a ping, and a key of nobody is refused', async () => {
    await using world = await startWorld(contract);
    await world.connector.ping();
    const { readWrite } = world.organization.keys;
    const stranger = world.open(contract.service, readWrite.slice(0, -4) + 'ffff');
    await expect(stranger.ping()).rejects.toMatchObject({ kind: 'unauthenticated', status: 401 });
  });

  test('a key that is revoked no longer works', async () => {
    await using world = await startWorld(contract);
    const name = contract.service.toLowerCase() as Lowercase<Service>;
    await world.sandbox.revokeKey(name, world.organization.keys.readWrite);
    await expect(world.connector.ping()).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  test('a key that may only read writes nothing', async () => {
    await using world = await startWorld(contract);
    const reading = world.open(contract.service, world.organization.keys.readOnly);
    await reading.ping();
    await expect(contract.forbidden(reading)).rejects.toMatchObject({ kind: 'forbidden', mayHaveHappened: false });
  });

  test('writes are taken, and their records understood', async () => {
    await using world = await startWorld(contract);
    const written = await contract.write(world);
    for (const { externalId } of written) expect(externalId).toEqual(expect.stringMatching(/./));
  });

  test('what it refuses is called by its meaning', async () => {
    await using world = await startWorld(contract);
    for (const [kind, write] of await contract.refused(world)) {
      await expect(write()).rejects.toMatchObject({ kind, mayHaveHappened: false });
    }
  });

  test('a limit that is hit is waited for as long as it lasts', async () => {
    await using world = await startWorld(contract, { requestsPerMinute: {} });
    const failures: { kind: string; retryAfterMs: number }[] = [];
    for (let asked = 0; asked < 400 && failures.length === 0; asked += 1) {
      await world.connector.ping().catch((error: (typeof failures)[number]) => failures.push(error));
    }
    expect(failures).toMatchObject([{ kind: 'rateLimited' }]);
    expect(failures[0]?.retryAfterMs).toBeGreaterThan(0);
    expect(failures[0]?.retryAfterMs).toBeLessThanOrEqual(60_000);
    world.clock.advance(failures[0]?.retryAfterMs ?? 0);
    await world.connector.ping();
  });

  test('its webhooks are verified by the secret alone, and understood', async () => {
    await using world = await startWorld(contract);
    await contract.write(world);
    await world.sandbox.deliverDueWebhooks();
    const reader = webhookReaderOf[contract.service];
    const { webhookSecret } = world.organization;
    for (const { body, headers } of world.delivered) {
      expect(reader.verify(body, headers, webhookSecret, world.clock.now())).toBe(true);
      expect(reader.verify(body, headers, `${webhookSecret}0`, world.clock.now())).toBe(false);
      expect(reader.parse(body, headers, { currency: 'USD' }).rejected).toEqual([]);
    }
    expect(world.delivered.length > 0).toBe(contract.service !== 'MAINTIO');
  });
});
