/** A plant of a test's own: sandbox services, a gateway in front of them, its tenant, and clients for all of it. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { pino } from 'pino';
import { startGateway, type Gateway, type GatewayOptions } from '../../src/main.ts';
import type { Service } from '../../src/domain/records.ts';
import { startSandbox, type Sandbox, type SandboxOptions, type SandboxService } from '../../src/sandbox/sandbox.ts';
import type { Organization } from '../../src/sandbox/organizations.ts';
import type { ServiceName } from '../../src/sandbox/service-name.ts';
import { createApiKey, type Access } from '../../src/tenancy/api-keys.ts';
import type { ServiceConnection } from '../../src/tenancy/service-connections.ts';
import { ensureTenant, type Tenant } from '../../src/tenancy/tenants.ts';
import { testDatabase } from './database.ts';
import { FakeClock } from './fake-clock.ts';
import { GraphClient, type Answer, type Listening } from './graph-client.ts';
import {
  MaintainKitClient,
  MaintainXClient,
  MaintIoClient,
  ReliaticClient,
  UniAssetClient,
} from './service-clients.ts';

const clientOf = {
  reliatic: ReliaticClient,
  maintainkit: MaintainKitClient,
  maintio: MaintIoClient,
  maintainx: MaintainXClient,
  uniasset: UniAssetClient,
} as const satisfies Record<ServiceName, unknown>;

type Clients = { [Name in ServiceName]: InstanceType<(typeof clientOf)[Name]> };

/** What a world has when its test names none: every service more takes its time to set up. */
const usualServices = ['reliatic', 'maintainkit'] as const;
type Usual = (typeof usualServices)[number];

export interface WorldOptions<Name extends ServiceName = Usual> {
  /** Those that the tenants are connected to, and that are served where `sandbox` does not say otherwise. */
  services?: readonly Name[];
  sandbox?: Partial<SandboxOptions>;
  gateway?: Partial<GatewayOptions>;
  /** False: the services know no webhook endpoint; the gateway hears nothing. */
  webhooks?: boolean;
}

interface Tenancy<Name extends ServiceName> {
  tenant: Tenant;
  organizations: Record<Name, Organization>;
  connections: Record<Name, ServiceConnection>;
  keys: Record<Access, string>;
  graph: GraphClient;
}

/** A customer, with a client for each of its services. */
export type Plant<Name extends ServiceName = Usual> = Tenancy<Name> & Pick<Clients, Name>;

interface Surroundings<Name extends ServiceName> extends AsyncDisposable {
  /** `http://127.0.0.1:40001` */
  url: string;
  clock: FakeClock;
  sandbox: Sandbox;
  gateway: Gateway;
  /** Another customer, with services and data of its own: the same one each time, made when it is first asked for. */
  other(): Promise<Plant<Name>>;
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

export type World<Name extends ServiceName = Usual> = Plant<Name> & Surroundings<Name>;

const sealingKey = 'ab'.repeat(32);

export async function startWorld<Name extends ServiceName = Usual>(
  options: WorldOptions<Name> = {},
): Promise<World<Name>> {
  const database = await testDatabase();
  const clock = options.gateway?.clock instanceof FakeClock ? options.gateway.clock : new FakeClock();
  const statements: string[] = [];
  const warnings: Surroundings<Name>['warnings'] = [];
  // Without a list of its own the world's type names the usual ones.
  const services = options.services ?? (usualServices as readonly ServiceName[] as readonly Name[]);
  const sandbox = await startSandbox({
    databaseUrl: database.url,
    clock,
    services,
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
      { write: (line: string) => warnings.push(JSON.parse(line) as Surroundings<Name>['warnings'][number]) },
    ),
    clock,
    onStatement: (sql) => statements.push(sql),
    ...options.gateway,
  });
  const settle = (slug: string) => settlePlant(slug, { gateway, sandbox, clock, services }, options.webhooks !== false);
  const plant = await settle('plant');
  let other: Promise<Plant<Name>> | undefined;
  return {
    ...plant,
    url: gateway.url,
    clock,
    sandbox,
    gateway,
    other: () => (other ??= settle('other')),
    statements,
    warnings,
    async sync() {
      for (const name of services) await gateway.sync.sync(plant.connections[name], { pace: 'swift' });
    },
    query: (document, variables) => plant.graph.query(document, variables),
    ask: (query, variables, key) => plant.graph.ask(query, variables, key),
    subscribe: (query, variables) => plant.graph.subscribe(query, variables),
    async [Symbol.asyncDispose]() {
      await plant.graph.close();
      await (await other)?.graph.close();
      await gateway.close();
      await sandbox.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}

interface Ground<Name extends ServiceName> {
  gateway: Gateway;
  sandbox: Sandbox;
  clock: FakeClock;
  services: readonly Name[];
}

interface Connected<Name extends ServiceName> {
  name: Name;
  organization: Organization;
  connection: ServiceConnection;
  client: Clients[ServiceName];
}

async function settlePlant<Name extends ServiceName>(
  slug: string,
  { gateway, sandbox, clock, services }: Ground<Name>,
  hasWebhooks: boolean,
): Promise<Plant<Name>> {
  const { prisma } = gateway.database;
  const tenant = await ensureTenant(prisma, { slug, name: `Plant ${slug}` });
  const keyOf = async (access: Access) =>
    (await createApiKey(prisma, { tenantId: tenant.id, name: access, access })).key;
  const keys = { read: await keyOf('read'), write: await keyOf('write'), admin: await keyOf('admin') };
  const connected: Connected<Name>[] = [];
  for (const name of services) {
    const organization = await sandbox.createOrganization(name, { name: tenant.name });
    const connection = await connect(gateway, tenant, sandbox[name], organization);
    const url = `${gateway.url}/webhooks/${name}/${connection.id}`;
    // Maint.io has no webhooks: its endpoint is never sent anything.
    if (hasWebhooks) {
      await sandbox.addWebhookEndpoint(name, organization.id, { url, secret: organization.webhookSecret });
    }
    const client = new clientOf[name](sandbox[name].url, organization.keys.readWrite, clock);
    connected.push({ name, organization, connection, client });
  }
  const byName = <Value>(value: (each: Connected<Name>) => Value) =>
    Object.fromEntries(connected.map((each) => [each.name, value(each)])) as Record<Name, Value>;
  return {
    tenant,
    organizations: byName(({ organization }) => organization),
    connections: byName(({ connection }) => connection),
    ...(byName(({ client }) => client) as Pick<Clients, Name>),
    keys,
    graph: new GraphClient(gateway.url, keys.admin),
  };
}

/** A tenant's connection to an organization of the sandbox. */
export function connect(
  { connections }: Pick<Gateway, 'connections'>,
  tenant: Tenant,
  { name, url }: SandboxService,
  { id, keys, webhookSecret }: Organization,
): Promise<ServiceConnection> {
  return connections.connect({
    tenantId: tenant.id,
    service: name.toUpperCase() as Service,
    baseUrl: url,
    apiKey: keys.readWrite,
    webhookSecret,
    currency: 'USD',
    // The only service whose keys can be good for several.
    ...(name === 'maintainx' && { organizationId: id }),
  });
}
