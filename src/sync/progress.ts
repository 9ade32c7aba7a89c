/** Where each resource stands, durable: a sync that is stopped goes on where it was. */
import type { Transaction } from '../database/database.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';

export interface ResourceProgress {
  position: string | null;
  passStartedAt: Date | null;
  completedAt: Date | null;
  completeAsOf: Date | null;
  baselineAt: Date | null;
  rows: number;
  lastExternalId: string | null;
}

const untouched: ResourceProgress = {
  position: null,
  passStartedAt: null,
  completedAt: null,
  completeAsOf: null,
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

/** Of several resources, by their names; with one statement. */
export async function readAllProgress(
  prisma: PrismaClient,
  connectionId: string,
  resources: readonly string[],
): Promise<ReadonlyMap<string, ResourceProgress>> {
  const rows = await prisma.resourceSync.findMany({ where: { connectionId, resource: { in: [...resources] } } });
  const rowByName = new Map(rows.map((row) => [row.resource, row]));
  return new Map(resources.map((name) => [name, rowByName.get(name) ?? untouched]));
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

/**
 * The resource is due, and read from its start: over other settings, the old place in the service's feed means nothing.
 * @param isOtherPlace whether the settings lead to another place, where what is found first is a baseline again.
 */
export async function readAnew(
  prisma: PrismaClient,
  connectionId: string,
  resource: string,
  isOtherPlace: boolean,
): Promise<void> {
  const where = { connectionId, resource };
  if (isOtherPlace) await prisma.resourceSync.deleteMany({ where });
  else {
    const anew = { position: null, passStartedAt: null, completedAt: null };
    await prisma.resourceSync.updateMany({ where, data: anew });
  }
}
