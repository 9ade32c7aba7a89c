/** `replica rebuild`: the tables that the graph answers from, made anew from the records that were read. */
import { ConfigError, readProductionConfig } from '../config/config.ts';
import { openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { systemClock } from '../domain/clock.ts';
import { rebuildReplica } from '../sync/rebuild.ts';
import { Sealer } from '../tenancy/sealing.ts';
import { ServiceConnections } from '../tenancy/service-connections.ts';
import { createLogger } from '../telemetry/logger.ts';

export async function rebuildFromEnvironment(): Promise<void> {
  const { databaseUrl, sealingKey, tenant: slug } = readProductionConfig();
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  await migrate(databaseUrl);
  const database = openDatabase({ url: databaseUrl, logger: createLogger({ level: 'warn', pretty: true }) });
  try {
    const tenant = await database.prisma.tenant.findUnique({ where: { slug } });
    if (!tenant) throw new ConfigError([`There is no tenant ${slug}`]);
    const connections = new ServiceConnections(database.prisma, new Sealer(sealingKey));
    const { pruned } = await rebuildReplica(
      { database, connections, clock: systemClock },
      tenant.id,
      ({ service, rows, unread }) =>
        say(
          `${service.toLowerCase()}: ${rows} records${unread > 0 ? `, ${unread} of them not understood any more` : ''}`,
        ),
    );
    say(`rows of which no record tells, taken out: ${pruned}`);
  } finally {
    await database.close();
  }
}
