import { readProductionConfig, type ProductionConfig } from '../config/config.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { createLogger } from '../telemetry/logger.ts';
import { ensureTenant } from '../tenancy/tenants.ts';

/** Where a command on a tenant works, and where it says what came of it. */
export interface TenantRun {
  config: Pick<ProductionConfig, 'databaseUrl' | 'tenant'>;
  print: (line: string) => void;
}

/** As a person runs it, at the plant's machine. @throws ConfigError */
export const fromEnvironment = (): TenantRun => ({
  config: readProductionConfig(),
  print: (line) => void process.stdout.write(`${line}\n`),
});

export async function withTenant(
  { databaseUrl, tenant: slug }: TenantRun['config'],
  work: (database: Database, tenantId: string) => Promise<void>,
): Promise<void> {
  await migrate(databaseUrl);
  const database = openDatabase({ url: databaseUrl, logger: createLogger({ level: 'warn', pretty: true }) });
  try {
    const { id } = await ensureTenant(database.prisma, { slug, name: slug });
    await work(database, id);
  } finally {
    await database.close();
  }
}
