/** A plant of a test's own: sandbox services, a gateway in front of them, two tenants, and clients for all of it. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { pino } from 'pino';
import { startGateway, type Gateway, type GatewayOptions } from '../../src/main.ts';
import type { Service } from '../../src/domain/records.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Organization } from '../../src/sandbox/organizations.ts';
import { createApiKey, type Access } from '../../src/tenancy/api-keys.ts';
import type { ServiceConnection } from '../../src/tenancy/service-connections.ts';
import { ensureTenant, type Tenant } from '../../src/tenancy/tenants.ts';
import { testDatabase } from './database.ts';
import { FakeClock } from './fake-clock.ts';
import { GraphClient, type Answer, type Listening } from './graph-client.ts';
import { MaintainKitClient, ReliaticClient } from './service-clients.ts';

export interface WorldOptions {
  sandbox?: Partial<SandboxOptions>;
  gateway?: Partial<GatewayOptions>;
  /** False: the services know no webhook endpoint; the gateway hears nothing. */
  webhooks?: boolean;
}

export interface Plant {
  tenant: Tenant;
  organizations: Record<'reliatic' | 'maintainkit', Organization>;
  connections: Record<'reliatic' | 'maintainkit', ServiceConnection>;
  reliatic: ReliaticClient;
  maintainkit: MaintainKitClient;
  keys: Record<Access, string>;
  graph: GraphClient;
}

export interface World extends Plant, AsyncDisposable {
  /** `http://127.0.0.1:40001` */
  url: string;
  clock: FakeClock;
  sandbox: Sandbox;
  gateway: Gateway;
  /** Another customer, with services and data of its own. */
  other: Plant;
  /** The texts of the statements that the gateway has run since the list was last emptied. */
  statements: string[];
  /** Log lines of the gateway at level warn and above. */
  warnings: { msg: string; [field: string]: unknown }[];
  /** Reads everything from the plant's services, as a sweep does. */
  sync(): Promise<void>;
  query<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
  ask(query: string, variables?: object, key?: string | null): Promise<Answer>;
  subscribe(query: string, variables?: object): Promise<Listening>;
}

const sealingKey = 'ab'.repeat(32);

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const database = await testDatabase();
  const clock = options.gateway?.clock instanceof FakeClock ? options.gateway.clock : new FakeClock();
  const statements: string[] = [];
  const warnings: World['warnings'] = [];
  const sandbox = await startSandbox({
    databaseUrl: database.url,
    clock,
    requestsPerMinute: null,
    ...options.sandbox,
  });
  const gateway = await startGateway({
    databaseUrl: database.url,
    sealingKey,
    host: '127.0.0.1',
    port: 0,
    logger: pino(
      { level: 'warn' },
      { write: (line: string) => warnings.push(JSON.parse(line) as World['warnings'][number]) },
    ),
    clock,
    onStatement: (sql) => statements.push(sql),
    ...options.gateway,
  });
  const settle = (slug: string) => settlePlant(slug, { gateway, sandbox, clock }, options.webhooks !== false);
  const plant = await settle('plant');
  const other = await settle('other');
  return {
    ...plant,
    url: gateway.url,
    clock,
    sandbox,
    gateway,
    other,
    statements,
    warnings,
    async sync() {
      for (const connection of Object.values(plant.connections)) await gateway.sync.sync(connection, { pace: 'swift' });
    },
    query: (document, variables) => plant.graph.query(document, variables),
    ask: (query, variables, key) => plant.graph.ask(query, variables, key),
    subscribe: (query, variables) => plant.graph.subscribe(query, variables),
    async [Symbol.asyncDispose]() {
      await plant.graph.close();
      await other.graph.close();
      await gateway.close();
      await sandbox.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function settlePlant(
  slug: string,
  { gateway, sandbox, clock }: { gateway: Gateway; sandbox: Sandbox; clock: FakeClock },
  hasWebhooks: boolean,
): Promise<Plant> {
  const { prisma } = gateway.database;
  const tenant = await ensureTenant(prisma, { slug, name: `Plant ${slug}` });
  const keyOf = async (access: Access) =>
    (await createApiKey(prisma, { tenantId: tenant.id, name: access, access })).key;
  const keys = { read: await keyOf('read'), write: await keyOf('write'), admin: await keyOf('admin') };
  const connect = async (name: 'reliatic' | 'maintainkit') => {
    const organization = await sandbox.createOrganization(name, { name: tenant.name });
    const { webhookSecret, id } = organization;
    const connection = await gateway.connections.connect({
      tenantId: tenant.id,
      service: name.toUpperCase() as Service,
      baseUrl: sandbox[name].url,
      apiKey: organization.keys.readWrite,
      webhookSecret,
      currency: 'USD',
    });
    const url = `${gateway.url}/webhooks/${name}/${connection.id}`;
    if (hasWebhooks) await sandbox.addWebhookEndpoint(name, id, { url, secret: webhookSecret });
    return { organization, connection };
  };
  const reliatic = await connect('reliatic');
  const maintainkit = await connect('maintainkit');
  return {
    tenant,
    organizations: { reliatic: reliatic.organization, maintainkit: maintainkit.organization },
    connections: { reliatic: reliatic.connection, maintainkit: maintainkit.connection },
    reliatic: new ReliaticClient(sandbox.reliatic.url, reliatic.organization.keys.readWrite, clock),
    maintainkit: new MaintainKitClient(sandbox.maintainkit.url, maintainkit.organization.keys.readWrite, clock),
    keys,
    graph: new GraphClient(gateway.url, keys.admin),
  };
}
