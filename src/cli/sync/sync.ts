/** `sync [service]`: reads everything from the services, or goes on where a sync was stopped. */
import { ConfigError, readProductionConfig, type ProductionConfig } from '../../config/config.ts';
import { openDatabase } from '../../database/database.ts';
import { migrate } from '../../database/migrate.ts';
import { systemClock, type Clock } from '../../domain/clock.ts';
import type { Service } from '../../domain/records.ts';
import { ConnectionSync } from '../../sync/connection-sync.ts';
import { RequestMeter } from '../../sync/request-meter.ts';
import { Sealer } from '../../tenancy/sealing.ts';
import { ServiceConnections, type ServiceConnection } from '../../tenancy/service-connections.ts';
import { createLogger, type Logger } from '../../telemetry/logger.ts';
import { ConnectorPool } from '../../upstream/connector-pool.ts';
import { diagnose } from '../../upstream/diagnosis.ts';
import { UpstreamFailure } from '../../upstream/failure.ts';
import { nameOfSetting } from '../connections/setting-names.ts';
import { serviceNamed } from '../service-named.ts';
import { settleConnections } from '../settle-connections.ts';
import { barsView } from './bars.ts';
import { jsonView, plainView, type SyncView } from './view.ts';

export interface SyncRun {
  config: Pick<ProductionConfig, 'databaseUrl' | 'sealingKey' | 'tenant' | 'currency' | 'services'>;
  /** Null: all of them. */
  service: Service | null;
  view: SyncView;
  /** Stops it; what was read by then is kept. */
  signal: AbortSignal;
  logger: Logger;
  fetch?: typeof fetch;
  clock?: Clock;
  /** Waits where a service's limit asks for it; left out, the timer's. */
  pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** `failed`: at least one service could not be read to the end. */
export type SyncResult = 'complete' | 'failed' | 'stopped';

const exitCodeOf = { complete: 0, failed: 1, stopped: 130 } as const satisfies Record<SyncResult, number>;

export async function syncFromEnvironment(name: string | undefined, { json }: { json?: true }): Promise<void> {
  const service = name === undefined ? null : serviceNamed(name);
  const stopping = new AbortController();
  // Once: whoever presses Ctrl-C again does not want to wait.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const result = await runSync({
    config: readProductionConfig(),
    service,
    view: viewFor(process.stdout, json === true),
    signal: stopping.signal,
    logger: createLogger({ level: 'silent', pretty: false }),
  });
  process.exitCode = exitCodeOf[result];
}

export function viewFor(stream: NodeJS.WriteStream | NodeJS.WritableStream, asJson: boolean): SyncView {
  const print = (line: string) => void stream.write(`${line}\n`);
  if (asJson) return jsonView(print);
  return 'isTTY' in stream && stream.isTTY ? barsView(stream) : plainView(print);
}

/** @throws ConfigError when there is nothing to sync. */
export async function runSync(run: SyncRun): Promise<SyncResult> {
  const { config, service, view, signal, logger, clock = systemClock } = run;
  await migrate(config.databaseUrl);
  const database = openDatabase({ url: config.databaseUrl, logger });
  try {
    const connections = new ServiceConnections(database.prisma, new Sealer(config.sealingKey));
    const connectors = new ConnectorPool({ fetch: run.fetch ?? fetch, clock, logger });
    const meter = new RequestMeter({ database, connectors, clock });
    await meter.recall();
    const sync = new ConnectionSync({
      database,
      connectors,
      meter,
      clock,
      logger,
      ...(run.pause && { pause: run.pause }),
    });
    const settled = await settleConnections(config, database.prisma, connections);
    const wanted = settled.connections.filter(
      (each) => each.tenantId === settled.tenantId && (service === null || each.service === service),
    );
    if (wanted.length === 0)
      throw new ConfigError([`The tenant ${config.tenant} has no connection to ${service ?? 'any service'}`]);
    // Each has limits of its own, so they are read side by side.
    const areComplete = await Promise.all(wanted.map((connection) => syncOne(sync, connection, run)));
    if (!signal.aborted) return areComplete.every(Boolean) ? 'complete' : 'failed';
    view.stopped();
    return 'stopped';
  } finally {
    view.close();
    await database.close();
  }
}

async function syncOne(
  sync: ConnectionSync,
  connection: ServiceConnection,
  { view, signal }: SyncRun,
): Promise<boolean> {
  const { service } = connection;
  try {
    await sync.sync(connection, {
      pace: 'swift',
      signal,
      onPage: (page) => view.page(service, page),
      onPass: (outcome) => view.passed(service, outcome),
      onWait: (ms) => view.waits(service, ms),
      onBusy: (resource) => view.busy(service, resource),
    });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    if (!(error instanceof UpstreamFailure)) throw error;
    view.failed(service, diagnose(error, connection, nameOfSetting));
    return false;
  }
}
