/**
 * `npm run bench -- ingest`: how quickly the replica takes in work orders, as a share of what COPY would do with the
 * very same rows, and whether a sync waits for the service or for the replica.
 */
import { pino } from 'pino';
import pg from 'pg';
import { openDatabase, type Database } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrate.ts';
import { systemClock } from '../../../src/domain/clock.ts';
import { ConnectionSync } from '../../../src/sync/connection-sync.ts';
import { RequestMeter } from '../../../src/sync/request-meter.ts';
import { Sealer } from '../../../src/tenancy/sealing.ts';
import { ServiceConnections, type ServiceConnection } from '../../../src/tenancy/service-connections.ts';
import { ensureTenant } from '../../../src/tenancy/tenants.ts';
import { ConnectorPool } from '../../../src/upstream/connector-pool.ts';
import { copyRows, ingestedTables, takeRows } from './copy-floor.ts';
import { recordedWire } from './recorded-wire.ts';
import { startSandboxProcess } from './sandbox-process.ts';

export interface IngestOptions {
  /** An empty PostgreSQL. */
  databaseUrl: string;
  workOrders: number;
  rounds: number;
  say: (sentence: string) => void;
  closing: (close: () => Promise<unknown>) => void;
}

/** What is measured, in the order in which each round takes it. */
export const contestants = {
  COPY: 'the same rows, ready made, by COPY and merge',
  replica: 'the sync, the answers from memory',
  service: 'the service alone, its answers read and dropped',
  sync: 'the sync from the service',
} as const;
export type Contestant = keyof typeof contestants;

export type Seconds = Record<Contestant, number[]>;

const logger = pino({ level: 'warn', base: null }, pino.destination(2));

export async function measureIngest({ databaseUrl, workOrders, rounds, say, closing }: IngestOptions) {
  await migrate(databaseUrl);
  say(`Filling MaintainX with ${workOrders} work orders`);
  const sandbox = await startSandboxProcess({ databaseUrl, workOrders });
  closing(() => sandbox.close());
  const database = openDatabase({ url: databaseUrl, logger });
  closing(() => database.close());
  const connection = await connect(database, sandbox);
  const wire = recordedWire();
  const syncWith = (fetchAnswer: typeof fetch) => syncOnce(database, connection, fetchAnswer);

  say('Once over, to record the answers and the rows');
  await empty(databaseUrl);
  await syncWith(wire.record);
  const rows = await takeRows(databaseUrl);

  const works: Record<Contestant, () => Promise<unknown>> = {
    COPY: () => copyRows(databaseUrl, rows),
    replica: () => syncWith(wire.replay),
    service: () => readOnly(connection),
    sync: () => syncWith(fetch),
  };
  const seconds: Seconds = { COPY: [], replica: [], service: [], sync: [] };
  for (let round = 1; round <= rounds; round += 1) {
    say(`Round ${round} of ${rounds}`);
    for (const contestant of Object.keys(contestants) as Contestant[]) {
      await empty(databaseUrl);
      const started = performance.now();
      await works[contestant]();
      seconds[contestant].push((performance.now() - started) / 1000);
      if (contestant !== 'service') await assertComplete(databaseUrl, contestant, workOrders);
    }
  }
  return seconds;
}

async function connect({ prisma }: Database, { url, key }: { url: string; key: string }): Promise<ServiceConnection> {
  const tenant = await ensureTenant(prisma, { slug: 'bench', name: 'Bench' });
  const connections = new ServiceConnections(prisma, new Sealer('0'.repeat(64)));
  const settings = { tenantId: tenant.id, service: 'MAINTAINX', baseUrl: url, apiKey: key } as const;
  return connections.connect({ ...settings, webhookSecret: null, currency: 'USD' });
}

async function syncOnce(database: Database, connection: ServiceConnection, fetchAnswer: typeof fetch): Promise<void> {
  const connectors = new ConnectorPool({ fetch: fetchAnswer, clock: systemClock, logger });
  const meter = new RequestMeter({ database, connectors, clock: systemClock });
  const sync = new ConnectionSync({ database, connectors, meter, clock: systemClock, logger });
  await sync.sync(connection, { pace: 'swift' });
}

async function readOnly(connection: ServiceConnection): Promise<void> {
  const connector = new ConnectorPool({ fetch, clock: systemClock, logger }).get(connection);
  for (const resource of connector.resources.filter(({ everyMs }) => everyMs === undefined)) {
    let position: string | null = null;
    do position = (await connector.read(resource, position)).next;
    while (position !== null);
  }
}

/** A replica that knows nothing yet. */
async function empty(databaseUrl: string): Promise<void> {
  const tables = [...ingestedTables, 'asset', 'asset_record', 'asset_identity', 'person', 'stock_location'];
  await query(databaseUrl, `truncate ${[...tables, 'resource_sync', 'quarantined_row'].join()}`);
}

async function assertComplete(databaseUrl: string, contestant: Contestant, expected: number): Promise<void> {
  const { rows } = await query(databaseUrl, 'select count(*)::int as rows from work_order');
  const { rows: found } = rows[0] as { rows: number };
  if (found !== expected) throw new Error(`${contestant} put in ${found} work orders instead of ${expected}`);
}

async function query(connectionString: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
