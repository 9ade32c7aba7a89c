import { readProductionConfig } from '../config/config.ts';
import { startGateway } from '../main.ts';
import { ensureTenant } from '../tenancy/tenants.ts';
import { createLogger } from '../telemetry/logger.ts';
import { RunningProcess } from './until-stopped.ts';

/** Production: everything from the environment. */
export async function start(): Promise<void> {
  const config = readProductionConfig();
  const logger = createLogger({ level: config.logLevel, pretty: false });
  const running = new RunningProcess(logger);
  const { databaseUrl, sealingKey, host, port } = config;
  const gateway = await startGateway({ databaseUrl, sealingKey, host, port, logger });
  running.closing(() => gateway.close());

  const tenant = await ensureTenant(gateway.database.prisma, { slug: config.tenant, name: config.tenant });
  for (const service of config.services) {
    await gateway.connections.connect({ tenantId: tenant.id, currency: config.currency, ...service });
  }
  for (const connection of await gateway.connections.all()) {
    await gateway.jobs.schedule(connection);
    logger.info(
      { service: connection.service, webhooks: `/webhooks/${connection.service.toLowerCase()}/${connection.id}` },
      'a service is connected',
    );
  }
  await gateway.startWork();
  logger.info({ url: gateway.url }, 'the gateway serves');
}
