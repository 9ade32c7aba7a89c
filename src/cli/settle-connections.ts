import type { ProductionConfig } from '../config/config.ts';
import type { PrismaClient } from '../database/database.ts';
import type { ServiceConnection, ServiceConnections } from '../tenancy/service-connections.ts';
import { ensureTenant } from '../tenancy/tenants.ts';

/** Stores the environment's connections, for its tenant, beside those that are there already. @returns all of them. */
export async function settleConnections(
  { tenant: slug, services, currency }: Pick<ProductionConfig, 'tenant' | 'services' | 'currency'>,
  prisma: PrismaClient,
  connections: ServiceConnections,
): Promise<{ tenantId: string; connections: ServiceConnection[] }> {
  const tenant = await ensureTenant(prisma, { slug, name: slug });
  for (const service of services) await connections.connect({ tenantId: tenant.id, currency, ...service });
  return { tenantId: tenant.id, connections: await connections.all() };
}
