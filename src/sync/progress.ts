/** Where each resource stands, durable: a sync that is stopped goes on where it was. */
import type { Transaction } from '../database/database.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';

export interface ResourceProgress {
  position: string | null;
  passStartedAt: Date | null;
  completedAt: Date | null;
  baselineAt: Date | null;
  rows: number;
  lastExternalId: string | null;
}

const untouched: ResourceProgress = {
  position: null,
  passStartedAt: null,
  completedAt: null,
  baselineAt: null,
  rows: 0,
  lastExternalId: null,
};

export async function readProgress(
  prisma: PrismaClient | Transaction,
  connectionId: string,
  resource: string,
): Promise<ResourceProgress> {
  const row = await prisma.resourceSync.findUnique({ where: { connectionId_resource: { connectionId, resource } } });
  return row ?? untouched;
}

export async function saveProgress(
  tx: Transaction,
  connection: ServiceConnection,
  resource: string,
  progress: Partial<ResourceProgress>,
): Promise<void> {
  const { id: connectionId, tenantId } = connection;
  await tx.resourceSync.upsert({
    where: { connectionId_resource: { connectionId, resource } },
    create: { connectionId, resource, tenantId, ...progress },
    update: progress,
  });
}
