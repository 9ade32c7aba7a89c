import { readProductionConfig } from '../config/config.ts';
import { startGateway } from '../main.ts';
import { createLogger } from '../telemetry/logger.ts';
import { settleConnections } from './settle-connections.ts';
import { RunningProcess } from './until-stopped.ts';

/** Production: everything from the environment. */
export async function start(): Promise<void> {
  const config = readProductionConfig();
  const logger = createLogger({ level: config.logLevel, pretty: false });
  const running = new RunningProcess(logger);
  const { databaseUrl, readUrls, sealingKey, host, port, currency } = config;
  const gateway = await startGateway({ databaseUrl, readUrls, sealingKey, host, port, currency, logger });
  running.closing(() => gateway.close());

  const { connections } = await settleConnections(config, gateway.database.prisma, gateway.connections);
  for (const connection of connections) {
    await gateway.jobs.schedule(connection);
    logger.info(
      { service: connection.service, webhooks: `/webhooks/${connection.service.toLowerCase()}/${connection.id}` },
      'a service is connected',
    );
  }
  await gateway.startWork();
  logger.info({ url: gateway.url }, 'the gateway serves');
}
