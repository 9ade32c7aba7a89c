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
  if (kind === 'asset') return assetRecordsOf(prisma, tenantId, service, objectIds);
  const records = await prisma.sourceRecord.findMany({
    where: { tenantId, service, kind, objectId: { in: [...objectIds] }, deletedAt: null },
    select: { objectId: true, externalId: true },
  });
  return new Map(records.map(({ objectId, externalId }) => [objectId, externalId]));
}

/** An asset may stand in several services, and in one of them twice: then its first record there is meant. */
async function assetRecordsOf(
  prisma: PrismaClient,
  tenantId: string,
  service: Service,
  assetIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await prisma.$queryRaw<{ assetId: string; externalId: string }[]>`
    select distinct on (k.id) k.id as "assetId", r.external_id as "externalId"
    from unnest(${assetIds as string[]}::text[]) as k(id)
    join asset_identity own on own.tenant_id = ${tenantId} and own.record_id = k.id
    join asset_identity i on i.tenant_id = ${tenantId} and i.asset_id = own.asset_id
    join asset_record r on r.id = i.record_id and r.service = ${service}
    order by k.id, r.external_id`;
  return new Map(rows.map(({ assetId, externalId }) => [assetId, externalId]));
}
