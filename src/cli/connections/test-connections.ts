/** `connections test`: whether every configured service can be spoken with, one line each. */
import { ConfigError, readConnectionsConfig, type ConnectionsConfig } from '../../config/config.ts';
import { openDatabase } from '../../database/database.ts';
import { systemClock } from '../../domain/clock.ts';
import { Sealer } from '../../tenancy/sealing.ts';
import { ServiceConnections } from '../../tenancy/service-connections.ts';
import { createLogger } from '../../telemetry/logger.ts';
import type { ConnectorDeps } from '../../upstream/http/exchange.ts';
import { checkConnection, describeCheck, jsonOfCheck, type CheckedConnection } from './check.ts';

export interface TestOptions {
  config: ConnectionsConfig;
  asJson: boolean;
  print: (line: string) => void;
  deps: ConnectorDeps;
}

export async function testFromEnvironment({ json }: { json?: true }): Promise<void> {
  const allWork = await testConnections({
    config: readConnectionsConfig(),
    asJson: json === true,
    print: (line) => process.stdout.write(`${line}\n`),
    deps: { fetch, clock: systemClock, logger: createLogger({ level: 'silent', pretty: false }) },
  });
  process.exitCode = allWork ? 0 : 1;
}

/** @returns whether all of them work. @throws ConfigError when there is none. */
export async function testConnections({ config, asJson, print, deps }: TestOptions): Promise<boolean> {
  const connections = await connectionsOf(config, deps);
  if (connections.length === 0) {
    throw new ConfigError([
      'No service is configured: set the key of one, such as MAINTAINKIT_API_KEY,',
      'or DATABASE_URL and MAINTGRAPH_SEALING_KEY of a gateway that has connections',
    ]);
  }
  const checks = await Promise.all(connections.map((connection) => checkConnection(connection, deps)));
  for (const check of checks) print(asJson ? jsonOfCheck(check) : describeCheck(check));
  return checks.every(({ failure }) => failure === null);
}

/** Those of the environment; where it names none, those that are stored. */
async function connectionsOf(
  { services, currency, stored }: ConnectionsConfig,
  { logger }: ConnectorDeps,
): Promise<CheckedConnection[]> {
  if (services.length > 0) return services.map((service) => ({ ...service, currency }));
  if (stored === null) return [];
  const database = openDatabase({ url: stored.databaseUrl, logger });
  try {
    return await new ServiceConnections(database.prisma, new Sealer(stored.sealingKey)).all();
  } finally {
    await database.close();
  }
}
