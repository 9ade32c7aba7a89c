/** From the graph's ids back to the services' own. */
import type { PrismaClient } from '../database/generated/client.ts';
import type { RecordKind, Service } from '../domain/records.ts';

/** The service's ids of these objects; an object that the service does not know has none. */
export async function externalIdsOf(
  prisma: PrismaClient,
  tenantId: string,
  service: Service,
  kind: RecordKind,
  objectIds: readonly string[],
): Promise<Map<string, string>> {
  const records = await prisma.sourceRecord.findMany({
    where: { tenantId, service, kind, objectId: { in: [...objectIds] }, deletedAt: null },
    select: { objectId: true, externalId: true },
  });
  return new Map(records.map(({ objectId, externalId }) => [objectId, externalId]));
}
