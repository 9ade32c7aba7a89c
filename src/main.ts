/** The composition root: every room, put together into a gateway that runs. */
import { requireAdminAccess, type CommandDeps, type Connecting } from './commands/command-context.ts';
import { commandHandlers } from './commands/command-jobs.ts';
import { Commands } from './commands/commands.ts';
import { hearOfCommands } from './commands/hear-of-commands.ts';
import { Journal } from './commands/journal.ts';
import { seeToCommands } from './commands/recovery.ts';
import { wakeCommands } from './commands/wake-commands.ts';
import { WriteThrough } from './commands/write-through.ts';
import { defaultCurrency, vendorAddresses } from './config/config.ts';
import { openDatabase, type Database } from './database/database.ts';
import { startJobs } from './database/jobs.ts';
import { prepareDatabase } from './database/prepare.ts';
import { systemClock, type Clock } from './domain/clock.ts';
import { openEventBus, type EventBus } from './events/bus.ts';
import { changeFeed } from './events/changes.ts';
import { consistencyOf } from './events/consistency.ts';
import type { GraphContext } from './graphql/context.ts';
import { Allowance } from './graphql/execution/allowance.ts';
import { buildGraph } from './graphql/schema.ts';
import { startHttpServer } from './http/server.ts';
import { TenantReplica } from './replica/read/tenant-replica.ts';
import { ConnectionSync, type SyncDeps } from './sync/connection-sync.ts';
import { RequestMeter } from './sync/request-meter.ts';
import { defaultIntervals, SyncJobs, type SyncIntervals } from './sync/jobs.ts';
import { apiKeysOf, type Viewer } from './tenancy/api-keys.ts';
import { Authenticator } from './tenancy/authenticator.ts';
import { viewConnections } from './tenancy/connection-health.ts';
import { Sealer } from './tenancy/sealing.ts';
import { ServiceConnections, type ServiceConnection } from './tenancy/service-connections.ts';
import type { Logger } from './telemetry/logger.ts';
import { ConnectorPool } from './upstream/connector-pool.ts';
import { withinMs } from './upstream/http/deadline.ts';
import type { ConnectorDeps } from './upstream/http/exchange.ts';
import { WebhookInbox, type InboxDeps } from './webhooks/inbox.ts';

export interface GatewayOptions {
  databaseUrl: string;
  /** Copies of the database that follow it, to be read from. */
  readUrls?: readonly string[];
  /** 32 bytes as 64 hex digits: credentials at rest are sealed with it. */
  sealingKey: string;
  host: string;
  /** 0: any free one. */
  port: number;
  logger: Logger;
  clock?: Clock;
  fetch?: typeof fetch;
  /** How long services are waited for, where it differs from what is usual. */
  limits?: ConnectorDeps['limits'];
  /** Waits between polls; left out, the timer's. */
  pause?: SyncDeps['pause'];
  intervals?: SyncIntervals;
  /** Of new connections that state none, by ISO 4217. */
  currency?: string;
  /** Where new connections lead that state no address. */
  vendorAddresses?: Connecting['vendorAddresses'];
  /** Filled into GraphiQL; null where a person brings a key. */
  graphiqlKey?: string | null;
  /** Called with every statement's text; for tests that count them. */
  onStatement?: (sql: string) => void;
}

export interface Gateway extends AsyncDisposable {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  readonly database: Database;
  readonly connections: ServiceConnections;
  readonly sync: ConnectionSync;
  readonly jobs: SyncJobs;
  /** Brings the connection's open commands on their way, as a job does. @returns when to come again; null: never. */
  seeToCommands(connection: ServiceConnection): Promise<Date | null>;
  /** Begins to work on jobs: sweeps, escalations, readings of ledgers. */
  startWork(): Promise<void>;
  close(): Promise<void>;
}

/** Migrates the database and serves; jobs begin with `startWork`. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  await prepareDatabase(options.databaseUrl);
  const opened: (() => Promise<unknown>)[] = [];
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= closeAll(opened));
  try {
    return { ...(await compose(options, opened)), close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What was opened last is closed first. */
async function closeAll(opened: (() => Promise<unknown>)[]): Promise<void> {
  for (const close of opened.toReversed()) await close();
}

async function compose(
  options: GatewayOptions,
  opened: (() => Promise<unknown>)[],
): Promise<Omit<Gateway, 'close' | typeof Symbol.asyncDispose>> {
  const { databaseUrl, logger, clock = systemClock, intervals = defaultIntervals, pause, onStatement } = options;
  const { readUrls = [] } = options;
  const database = openDatabase({ url: databaseUrl, readUrls, logger, ...(onStatement && { onStatement }) });
  opened.push(() => database.close());
  const events = await openEventBus(database, logger);
  opened.push(() => events.close());

  const connections = new ServiceConnections(database.prisma, new Sealer(options.sealingKey));
  const { limits = {} } = options;
  const connectors = new ConnectorPool({ fetch: options.fetch ?? fetch, clock, logger, limits });
  const meter = new RequestMeter({ database, connectors, clock });
  await meter.recall();
  opened.push(() => meter.flush());
  const sync = new ConnectionSync({ database, connectors, meter, clock, logger, ...(pause && { pause }) });
  const jobs = new SyncJobs({ database, connections, sync, clock, logger, intervals });
  const authenticator = new Authenticator(database.prisma, clock);
  const rooms = { database, connections, connectors, authenticator, clock, logger };
  const commandDeps = commandsOver(rooms, sync, connectingWith(options, jobs));
  const onNotice: InboxDeps['onNotice'] = async (tx, connection, notice) => {
    await sync.hear(tx, connection, notice);
    await hearOfCommands(tx, commandDeps, connection, notice);
    await jobs.followUp(tx, connection, notice);
  };
  const inbox = new WebhookInbox({ database, connections, clock, logger, onNotice });
  const contextFor = contextOver(commandDeps, events);
  const server = await startHttpServer(
    {
      schema: buildGraph(),
      authenticator,
      contextFor,
      withinMs,
      logger,
      inbox,
      isReady: () => answers(database),
      graphiqlKey: options.graphiqlKey ?? null,
    },
    options,
  );
  opened.push(() => server.close());

  const startWork = async () => {
    // What a process left open that is no more is nobody's news.
    for (const { id } of await connections.all()) await wakeCommands(database.prisma, id);
    const work = await startJobs(database, { ...jobs.handlers, ...commandHandlers(commandDeps) }, logger);
    opened.push(() => work.stop());
  };
  const seeTo = (connection: ServiceConnection) => seeToCommands(commandDeps, connection);
  return { url: server.url, database, connections, sync, jobs, seeToCommands: seeTo, startWork };
}

function commandsOver(
  deps: Pick<CommandDeps, 'database' | 'connections' | 'connectors' | 'authenticator' | 'clock' | 'logger'>,
  sync: ConnectionSync,
  connecting: Connecting,
): CommandDeps {
  const { database, clock, logger } = deps;
  const journal = new Journal(database, clock);
  const seeTo = (connectionId: string) => wakeCommands(database.prisma, connectionId);
  const writeThrough = new WriteThrough({ database, journal, clock, logger, seeTo });
  return { ...deps, journal, writeThrough, connecting, catchUp: sync.catchUp.bind(sync) };
}

const connectingWith = (options: GatewayOptions, jobs: SyncJobs): Connecting => ({
  vendorAddresses: options.vendorAddresses ?? vendorAddresses,
  currency: options.currency ?? defaultCurrency,
  begin: async (tx, connection, change) => {
    await jobs.begin(tx, connection, change);
    await wakeCommands(tx, connection.id);
  },
  readNow: (connection) => jobs.readNow(connection),
});

/** What a request has. It reads from a copy of the database, if there is one, until it writes. */
function contextOver(deps: CommandDeps, events: EventBus): (viewer: Viewer) => GraphContext {
  const { database, clock } = deps;
  return (viewer) => {
    const tenantId = viewer.tenant.id;
    const reader = database.reader();
    const reading = { from: new TenantReplica(reader, tenantId) };
    const commands = new Commands(deps, () => (reading.from = new TenantReplica(database.prisma, tenantId)));
    return Object.assign(new Reading(reading), {
      viewer,
      commands,
      events,
      changes: changeFeed(reader, tenantId),
      consistency: consistencyOf(database.prisma, reader, tenantId),
      clock,
      serviceConnections: () => viewConnections(database.prisma, tenantId, clock.now()),
      apiKeys: () => {
        requireAdminAccess(viewer);
        return apiKeysOf(database.prisma, tenantId);
      },
      allowance: new Allowance(),
      perField: new Map(),
    });
  };
}

/** Apollo copies a context for its operation: what can change stands behind the copy's prototype. */
class Reading {
  readonly reading: { from: TenantReplica };

  constructor(reading: { from: TenantReplica }) {
    this.reading = reading;
  }

  get replica(): TenantReplica {
    return this.reading.from;
  }
}

async function answers({ prisma }: Database): Promise<boolean> {
  try {
    await prisma.$queryRaw`select 1 as one`;
    return true;
  } catch {
    return false;
  }
}
