/** What the services state of an asset, record by record. */
import type { PrismaClient } from '../../database/generated/client.ts';
import { statedFields, type Precedence, type Statement } from '../../domain/golden-record.ts';
import { services } from '../../domain/records.ts';

/** A service's record of an asset; `observedAt` is ISO 8601. */
export type AssetRecordRow = Statement & { id: string; observedAt: string };

export async function recordsByAssetId(
  prisma: PrismaClient,
  tenantId: string,
  assetIds: readonly string[],
): Promise<Record<string, AssetRecordRow[]>> {
  const [row] = await prisma.$queryRaw<[{ json: string }]>`
    select coalesce(json_object_agg(o.asset_id, o.records), '{}')::text as json from (
      select i.asset_id, json_agg(json_build_object('id', r.id, 'service', r.service, 'externalId', r.external_id,
        'tagNumber', r.tag_number, 'name', r.name, 'description', r.description, 'type', r.type,
        'lifecycle', r.lifecycle, 'operational', r.operational, 'manufacturer', r.manufacturer, 'model', r.model,
        'serialNumber', r.serial_number, 'barcode', r.barcode, 'location', r.location, 'observedAt', s.observed_at)
        order by r.service, r.external_id) as records
      from asset_identity i
      join asset_record r on r.tenant_id = i.tenant_id and r.id = i.record_id
      join source_record s on s.tenant_id = r.tenant_id and s.service = r.service and s.kind = 'asset'
        and s.external_id = r.external_id
      where i.tenant_id = ${tenantId} and i.asset_id = any(${assetIds as string[]}::text[])
      group by i.asset_id) o`;
  return JSON.parse(row.json) as Record<string, AssetRecordRow[]>;
}

/** The assets that records tell of, for ids that are no asset's own. */
export async function assetIdsByRecordId(
  prisma: PrismaClient,
  tenantId: string,
  recordIds: readonly string[],
): Promise<Record<string, string>> {
  const rows = await prisma.assetIdentity.findMany({
    where: { tenantId, recordId: { in: recordIds.filter((id) => !id.includes('\0')) } },
    select: { recordId: true, assetId: true },
  });
  return Object.fromEntries(rows.map(({ recordId, assetId }) => [recordId, assetId]));
}

/** The ids of all the records of the asset that this one is of, itself among them. */
export async function idsBeside(prisma: PrismaClient, tenantId: string, recordId: string): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    select beside.record_id as id from asset_identity own
    join asset_identity beside on beside.tenant_id = own.tenant_id and beside.asset_id = own.asset_id
    where own.tenant_id = ${tenantId} and own.record_id = ${recordId}`;
  return rows.map(({ id }) => id);
}

export async function precedenceOf(
  prisma: Pick<PrismaClient, 'fieldPrecedence'>,
  tenantId: string,
): Promise<Precedence> {
  const rows = await prisma.fieldPrecedence.findMany({ where: { tenantId } });
  return Object.fromEntries(
    rows.flatMap((row) => {
      const field = statedFields.find((each) => each === row.field);
      return field
        ? [[field, services.filter((each) => row.services.includes(each)).toSorted(byPlaceIn(row.services))]]
        : [];
    }),
  );
}

const byPlaceIn = (order: readonly string[]) => (left: string, right: string) =>
  order.indexOf(left) - order.indexOf(right);
