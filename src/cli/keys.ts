import { readProductionConfig } from '../config/config.ts';
import { openDatabase } from '../database/database.ts';
import { accessLevels, createApiKey } from '../tenancy/api-keys.ts';
import { ensureTenant } from '../tenancy/tenants.ts';
import { createLogger } from '../telemetry/logger.ts';

export async function createKey({ name, access }: { name: string; access: string }): Promise<void> {
  const level = accessLevels.find((each) => each === access);
  if (!level) {
    process.stderr.write(`--access must be one of ${accessLevels.join(', ')}, not ${access}\n`);
    process.exitCode = 2;
    return;
  }
  const config = readProductionConfig();
  const database = openDatabase({ url: config.databaseUrl, logger: createLogger({ level: 'warn', pretty: true }) });
  try {
    const tenant = await ensureTenant(database.prisma, { slug: config.tenant, name: config.tenant });
    const { key } = await createApiKey(database.prisma, { tenantId: tenant.id, name, access: level });
    process.stdout.write(`${key}\n`);
  } finally {
    await database.close();
  }
}
