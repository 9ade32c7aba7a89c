import { readProductionConfig } from '../config/config.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { createLogger } from '../telemetry/logger.ts';
import { ensureTenant } from '../tenancy/tenants.ts';

/** Opens the database of the environment for work on the tenant that it names. @throws ConfigError */
export async function withTenant(work: (database: Database, tenantId: string) => Promise<void>): Promise<void> {
  const config = readProductionConfig();
  await migrate(config.databaseUrl);
  const database = openDatabase({ url: config.databaseUrl, logger: createLogger({ level: 'warn', pretty: true }) });
  try {
    const { id } = await ensureTenant(database.prisma, { slug: config.tenant, name: config.tenant });
    await work(database, id);
  } finally {
    await database.close();
  }
}
