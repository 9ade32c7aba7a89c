/** `npm run demo`: everything on this machine, from nothing to a graph that answers. */
import { randomBytes } from 'node:crypto';
import { readDemoConfig, type DemoConfig } from '../config/config.ts';
import { startEmbeddedPostgres } from '../database/embedded.ts';
import { systemClock } from '../domain/clock.ts';
import { services } from '../domain/records.ts';
import { startGateway, type Gateway } from '../main.ts';
import {
  demoPlantName,
  loadDemoPlant,
  secondPlantName,
  type DemoPlants,
  type LoadedPlant,
} from '../sandbox/demo-plant/load.ts';
import { linkAssets } from '../replica/apply/identity-decisions.ts';
import { announceEverything } from '../sandbox/uniasset/resend.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { serviceNames, type ServiceName } from '../sandbox/service-name.ts';
import { createApiKey } from '../tenancy/api-keys.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import { ensureTenant, type Tenant } from '../tenancy/tenants.ts';
import { createLogger } from '../telemetry/logger.ts';
import { tellFromTheField } from './demo-field-data.ts';
import { readDemoFile, writeDemoFile, type DemoFile, type DemoKeys } from './demo-file.ts';
import { welcome } from './demo-welcome.ts';
import { RunningProcess } from './until-stopped.ts';

const say = (sentence: string): boolean => process.stdout.write(`${sentence}\n`);
const currency = 'USD';

export async function demo(): Promise<void> {
  const config = readDemoConfig();
  const logger = createLogger({ level: config.logLevel, pretty: process.stdout.isTTY });
  const running = new RunningProcess(logger);
  try {
    await bringUp(config, running, logger);
  } catch (error) {
    await running.stop();
    if (!isPortTaken(error)) throw error;
    process.stderr.write(
      `Port ${config.port} is taken: choose another one, such as PORT=${config.port + 1} npm run demo\n`,
    );
    process.exitCode = 1;
  }
}

async function bringUp(config: DemoConfig, running: RunningProcess, logger: ReturnType<typeof createLogger>) {
  const known = await readDemoFile(config.dataFolder);
  const databaseUrl = config.databaseUrl ?? (await embedded(config, running));
  const sandbox = await startSandbox({ databaseUrl, clock: systemClock, tickMs: 1_000 });
  running.closing(() => sandbox.stop());
  say('Sandbox services are up; loading the demo plant where it is not there yet …');
  const plants = await loadDemoPlant(sandbox);

  const keys = known?.keys ?? freshKeys();
  const sealingKey = known?.sealingKey ?? randomBytes(32).toString('hex');
  const { host, port } = config;
  const gateway = await startGateway({ databaseUrl, sealingKey, host, port, logger, graphiqlKey: keys.admin });
  running.closing(() => gateway.close());

  const tenants = await settle(gateway, sandbox, plants, keys);
  await writeDemoFile(config.dataFolder, demoFile(gateway, sandbox, plants.demo, { databaseUrl, keys, sealingKey }));
  await backfill(gateway, tenants);
  await hearUniasset(gateway, sandbox, [plants.demo, plants.second]);
  await recogniseMachines(gateway);
  const organizationId = plants.demo.organizations.uniasset.id;
  await tellFromTheField(gateway, sandbox, { organizationId, key: keys.admin });
  await gateway.startWork();
  const { dataFolder } = config;
  say(welcome({ gateway, sandbox, plant: plants.demo, keys, dataFolder, machineId: await machineId(gateway) }));
}

async function embedded({ dataFolder }: DemoConfig, running: RunningProcess): Promise<string> {
  say('Starting the embedded PostgreSQL …');
  const server = await startEmbeddedPostgres({ folder: `${dataFolder}/postgres`, database: 'maintgraph', report: say });
  running.closing(() => server.stop());
  return server.url;
}

const freshKeys = (): DemoKeys => ({ admin: freshKey(), readOnly: freshKey(), otherTenant: freshKey() });
const freshKey = (): string => `mg_${randomBytes(32).toString('base64url')}`;

/** Both plants as tenants, with their keys, their connections and their webhooks. */
async function settle(gateway: Gateway, sandbox: Sandbox, plants: DemoPlants, keys: DemoKeys) {
  const { prisma } = gateway.database;
  const demoTenant = await ensureTenant(prisma, { slug: 'demo', name: demoPlantName });
  const otherTenant = await ensureTenant(prisma, { slug: 'other', name: secondPlantName });
  await createApiKey(prisma, { tenantId: demoTenant.id, name: 'demo', access: 'admin', key: keys.admin });
  await createApiKey(prisma, { tenantId: demoTenant.id, name: 'demo, read only', access: 'read', key: keys.readOnly });
  await createApiKey(prisma, {
    tenantId: otherTenant.id,
    name: 'other tenant',
    access: 'admin',
    key: keys.otherTenant,
  });
  return [
    ...(await connect(gateway, sandbox, demoTenant, plants.demo)),
    ...(await connect(gateway, sandbox, otherTenant, plants.second)),
  ];
}

async function connect(
  gateway: Gateway,
  sandbox: Sandbox,
  tenant: Tenant,
  plant: LoadedPlant,
): Promise<ServiceConnection[]> {
  const connections: ServiceConnection[] = [];
  for (const service of services) {
    const name = service.toLowerCase() as Lowercase<typeof service>;
    const { id, keys, webhookSecret } = plant.organizations[name];
    const connection = await gateway.connections.connect({
      tenantId: tenant.id,
      service,
      baseUrl: sandbox[name].url,
      apiKey: keys.readWrite,
      webhookSecret,
      currency,
    });
    const url = `${gateway.url}/webhooks/${name}/${connection.id}`;
    await sandbox.addWebhookEndpoint(name, id, { url, secret: webhookSecret });
    connections.push(connection);
  }
  return connections;
}

/** UniAsset can't be read: at the first start it is asked to send again what it told before anybody listened. */
async function hearUniasset(gateway: Gateway, sandbox: Sandbox, plants: readonly LoadedPlant[]): Promise<void> {
  const heard = await gateway.database.prisma.sourceRecord.findFirst({ where: { service: 'UNIASSET' } });
  if (heard) return;
  for (const { organizations } of plants) {
    await sandbox.change('uniasset', (change) => announceEverything(change, organizations.uniasset.id));
  }
  await sandbox.deliverDueWebhooks();
}

/**
 * Maint.io knows a machine by its name alone, and names never link by themselves: at the first start the demo says of
 * the excavators what a person at the plant would. The other suggestions are left for whoever tries `linkAsset`.
 */
async function recogniseMachines({ database }: Gateway): Promise<void> {
  if (await database.prisma.identityDecision.findFirst()) return;
  const machines = await database.prisma.asset.findMany({
    where: { tagNumber: { startsWith: 'EXC-' }, parentId: null },
  });
  for (const { id: assetId, tenantId, name } of machines) {
    const named = await database.prisma.assetRecord.findFirst({ where: { tenantId, service: 'MAINTIO', name } });
    if (!named) continue;
    const decision = { assetId, otherAssetId: named.id, now: systemClock.now() };
    await database.transaction((tx) => linkAssets(tx, tenantId, decision));
  }
}

/** Reads everything that was never read; what was read before is kept fresh by the jobs. */
async function backfill(gateway: Gateway, connections: readonly ServiceConnection[]): Promise<void> {
  for (const connection of connections) {
    if (!(await gateway.sync.hasBaseline(connection))) {
      await gateway.sync.sync(connection, {
        pace: 'swift',
        onPass: ({ resource, rows }) => say(`  ${connection.service.toLowerCase()} ${resource}: ${rows} rows`),
      });
    }
    await gateway.jobs.schedule(connection);
  }
}

/** Reliatic's id of the first excavator. */
async function machineId({ database }: Gateway): Promise<string> {
  const machine = await database.prisma.asset.findFirstOrThrow({ where: { tagNumber: 'EXC-A' } });
  const record = await database.prisma.sourceRecord.findFirstOrThrow({
    where: { objectId: machine.id, kind: 'asset' },
  });
  return record.externalId;
}

function demoFile(
  gateway: Gateway,
  sandbox: Sandbox,
  plant: LoadedPlant,
  { databaseUrl, keys, sealingKey }: { databaseUrl: string; keys: DemoKeys; sealingKey: string },
): DemoFile {
  const service = (name: ServiceName) => {
    const { keys: serviceKeys, webhookSecret } = plant.organizations[name];
    return [name, { url: sandbox[name].url, key: serviceKeys.readWrite, webhookSecret }] as const;
  };
  return {
    graphql: `${gateway.url}/graphql`,
    ws: `${gateway.url.replace(/^http/, 'ws')}/graphql`,
    graphiql: `${gateway.url}/graphiql`,
    database: databaseUrl,
    keys,
    sealingKey,
    sandbox: Object.fromEntries(serviceNames.map(service)),
  };
}

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
