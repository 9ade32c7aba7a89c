/** `sync` over the services' stand-ins: what it reads and says, how it stops and goes on, and that it never reads twice. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { runSync, viewFor, type SyncRun } from '../../src/cli/sync/sync.ts';
import { plainView } from '../../src/cli/sync/view.ts';
import type { ServiceConfig } from '../../src/config/config.ts';
import { ConfigError } from '../../src/config/config.ts';
import { AnsweringWire } from '../sync/answering-wire.ts';
import { environmentWith } from '../world/environment.ts';
import { startWorld, type World, type WorldOptions } from '../world/world.ts';

const sealingKey = 'ab'.repeat(32);
/** So many that they come in three pages. */
const threePages = 230;

async function startPlant({
  inspections = 3,
  ...options
}: WorldOptions & { inspections?: number } = {}): Promise<World> {
  const world = await startWorld({ webhooks: false, ...options });
  const { id } = await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  await Promise.all(Array.from({ length: inspections }, () => world.reliatic.createInspection(id)));
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL');
  await world.maintainkit.receive('OIL', 20);
  return world;
}

/** As a person at the plant's machine has set them: the services of the plant that the world calls `plant`. */
function configOf(world: World): SyncRun['config'] {
  const services = (['reliatic', 'maintainkit'] as const).map((name): ServiceConfig => {
    const { service, baseUrl, apiKey, webhookSecret } = world.connections[name];
    return { service, baseUrl, apiKey, webhookSecret };
  });
  return { databaseUrl: world.gateway.database.url, sealingKey, tenant: 'plant', currency: 'USD', services };
}

async function run(world: World, options: Partial<SyncRun> = {}) {
  const lines: string[] = [];
  const view = plainView((line) => lines.push(line));
  const signal = new AbortController().signal;
  const logger = pino({ level: 'silent' });
  const base = { config: configOf(world), service: null, view, signal, logger, clock: world.clock };
  return { result: await runSync({ ...base, ...options }), lines };
}

/** Of the world's plant alone; what depends on when it was read left out. */
async function replicaOf({ gateway, tenant }: World): Promise<unknown> {
  const { prisma } = gateway.database;
  const where = { tenantId: tenant.id };
  const sources = await prisma.sourceRecord.findMany({
    where,
    orderBy: [{ service: 'asc' }, { kind: 'asc' }, { externalId: 'asc' }],
  });
  return {
    sources: sources.map(({ service, kind, externalId, hash, objectId, deletedAt }) => ({
      service,
      kind,
      externalId,
      hash,
      objectId,
      deletedAt,
    })),
    inspections: await prisma.inspection.findMany({ where, orderBy: { id: 'asc' } }),
    parts: await prisma.part.findMany({ where, orderBy: { id: 'asc' } }),
    events: await prisma.event.count({ where }),
  };
}

const pagesOf = (wire: AnsweringWire, resource: string): string[] =>
  wire.requests.filter((path) => path.startsWith(`/${resource}`)).map((path) => /page=(\d+)/.exec(path)?.[1] ?? '');

test('everything is read, and each resource gets its line', async () => {
  await using world = await startPlant();
  const { result, lines } = await run(world);
  expect(result).toBe('complete');
  expect(lines).toContain('RELIATIC inspections: 3 rows read, 3 new or changed, 0 gone');
  expect(lines).toContain('MAINTAINKIT movements: 1 rows read, 1 new or changed, 0 gone');
  const { data } = await world.ask('{ inspections { totalCount } part(sku: "OIL") { onHand } }');
  expect(data).toEqual({ inspections: { totalCount: 3 }, part: { onHand: 20 } });
  expect((await run(world)).lines).toContain('RELIATIC inspections: 3 rows read, 0 new or changed, 0 gone');
});

test('of one service only that one is read', async () => {
  await using world = await startPlant();
  const { lines } = await run(world, { service: 'MAINTAINKIT' });
  expect(lines.filter((line) => line.startsWith('RELIATIC'))).toEqual([]);
  await expect(run(world, { service: 'UNIASSET' })).rejects.toThrow(ConfigError);
});

test('stopped midway it goes on where it was, and comes to the replica of a sync that was never stopped', async () => {
  await using world = await startPlant({ inspections: threePages });
  const wire = new AnsweringWire();
  const stopping = new AbortController();
  wire.answer = (path) => {
    if (path.startsWith('/inspections') && path.includes('page=3')) stopping.abort();
    return null;
  };
  const stopped = await run(world, { signal: stopping.signal, fetch: wire.fetch });
  expect(stopped.result).toBe('stopped');
  expect(stopped.lines.at(-1)).toBe('Stopped. The next sync goes on where this one was.');
  expect(pagesOf(wire, 'inspections')).toEqual(['1', '2', '3']);
  // Nobody learnt anything bad of the service.
  const { data } = await world.ask('{ serviceConnections { nodes { service lastError } } }');
  expect(data.serviceConnections.nodes).toContainEqual({ service: 'RELIATIC', lastError: null });

  wire.requests.length = 0;
  expect((await run(world, { fetch: wire.fetch })).result).toBe('complete');
  expect(pagesOf(wire, 'inspections')).toEqual(['3']);
  const resumed = await replicaOf(world);
  expect((resumed as { inspections: unknown[] }).inspections).toHaveLength(230);
  await world.sync();
  expect(await replicaOf(world)).toEqual(resumed);
});

test('beside a gateway that reads the same, it waits for it, and no page is under way twice', async () => {
  const gatewayWire = new AnsweringWire();
  await using world = await startPlant({ gateway: { fetch: gatewayWire.fetch } });
  let letGo = (): void => undefined;
  const held = new Promise<null>((resolve) => (letGo = () => resolve(null)));
  const reached = new Promise<void>((resolve) => {
    gatewayWire.answer = (path) => {
      if (!path.startsWith('/inspections')) return null;
      resolve();
      return held as Promise<never>;
    };
  });
  const reading = world.gateway.sync.sync(world.connections.reliatic, { pace: 'swift' });
  await reached;

  const wire = new AnsweringWire();
  const lines: string[] = [];
  const view = plainView((line) => {
    lines.push(line);
    if (line.includes('another process')) letGo();
  });
  const { result } = await run(world, { view, service: 'RELIATIC', fetch: wire.fetch });
  await reading;
  expect(result).toBe('complete');
  expect(lines).toContain('RELIATIC inspections is being read by another process, such as the gateway; waiting for it');
  expect(lines).toContain('RELIATIC inspections: 3 rows read, 0 new or changed, 0 gone');
});

test('what it asked counts for the month, as what the gateway asks does', async () => {
  await using world = await startPlant();
  const wire = new AnsweringWire();
  await run(world, { fetch: wire.fetch });
  const { data } = await world.ask('{ serviceConnections { nodes { usedThisMonth } } }');
  const used = (data.serviceConnections.nodes as { usedThisMonth: number }[]).map((node) => node.usedThisMonth);
  expect(used.reduce((sum, each) => sum + each, 0)).toBe(wire.requests.length);
});

test('a service that fails is told with what mends it, and the others are read', async () => {
  await using world = await startPlant();
  const wire = new AnsweringWire();
  wire.answer = (path) =>
    path.startsWith('/assets')
      ? Response.json({ error: 'unauthorized', message: 'No such key' }, { status: 401 })
      : null;
  const { result, lines } = await run(world, { fetch: wire.fetch });
  expect(result).toBe('failed');
  expect(lines).toContainEqual(expect.stringMatching(/^RELIATIC FAILED: it refuses the key.*set RELIATIC_API_KEY/));
  expect(lines).toContainEqual(expect.stringMatching(/^MAINTAINKIT movements: 1 rows/));
});

test('on a terminal each resource has a bar, full in the end', async () => {
  await using world = await startPlant();
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
  const shown = text(terminal);
  const { result } = await run(world, { view: viewFor(terminal, false), service: 'RELIATIC' });
  terminal.end();
  expect(result).toBe('complete');
  expect(await shown).toMatch(/RELIATIC +inspections +█{28} 3 rows, 3 new or changed/);
});

test('as a command it says JSON, stops at Ctrl-C where it was, and ends with 130', async () => {
  await using world = await startPlant({ inspections: threePages });
  const { services, databaseUrl } = configOf(world);
  const settings = services.flatMap(({ service, baseUrl, apiKey }) => [
    [`${service}_BASE_URL`, baseUrl],
    [`${service}_API_KEY`, apiKey],
  ]);
  const env = environmentWith({
    ...Object.fromEntries(settings),
    DATABASE_URL: databaseUrl,
    MAINTGRAPH_SEALING_KEY: sealingKey,
    MAINTGRAPH_TENANT: 'plant',
  });
  // Another process reads the actions: the command comes no further than that.
  const { locks } = world.gateway.database;
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const holding = locks.alone(`maintgraph/read/${world.connections.reliatic.id}/actions`, () => held);

  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'sync', 'reliatic', '--json'], { env });
  const events: { event: string; resource?: string }[] = [];
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as { event: string };
    events.push(event);
    if (event.event === 'busy') child.kill('SIGINT');
  });
  expect(await ended).toBe(130);
  letGo();
  await holding;
  expect(events).toContainEqual({ event: 'page', service: 'RELIATIC', resource: 'inspections', rows: 100, total: 230 });
  expect(events).toContainEqual(expect.objectContaining({ event: 'pass', resource: 'failure-modes' }));
  expect(events.slice(-2)).toEqual([{ event: 'busy', service: 'RELIATIC', resource: 'actions' }, { event: 'stopped' }]);
});
