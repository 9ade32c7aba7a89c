import type { PrismaClient } from '../../database/generated/client.ts';
import type { Service, SourceVia } from '../../domain/records.ts';

/** Where an object's data comes from. */
export interface SourceRow {
  service: Service;
  externalId: string;
  /** ISO 8601. */
  observedAt: string;
  /** ISO 8601: by the service's own clock, or, where it does not say, when the gateway saw it change. */
  updatedAt: string;
  via: SourceVia;
  /** The service's own word for the object's state, as it was sent. */
  status: string | null;
  /** A page of the service that shows the record, where the service says so. */
  url: string | null;
}

/** Records that only announce another one's change name no source of their own. */
const announcements = ['stockNotice', 'assetDetail'];

export async function sourcesByObjectId(
  prisma: PrismaClient,
  tenantId: string,
  objectIds: readonly string[],
): Promise<Record<string, SourceRow[]>> {
  const [row] = await prisma.$queryRaw<[{ json: string }]>`
    with wanted as (
      select k.id as object_id, coalesce(i.record_id, k.id) as record_id
      from unnest(${objectIds as string[]}::text[]) as k(id)
      left join asset_identity i on i.tenant_id = ${tenantId} and i.asset_id = k.id)
    select coalesce(json_object_agg(o."objectId", o.sources), '{}')::text as json from (
      select w.object_id as "objectId", json_agg(json_build_object(
        'service', s.service, 'externalId', s.external_id, 'observedAt', s.observed_at, 'updatedAt', coalesce(s.version, s.changed_at), 'via', s.via,
        'status', coalesce(s.payload -> 'status' ->> 'status', s.payload ->> 'status'), 'url', s.payload ->> 'url') order by s.service, s.kind, s.external_id) as sources
      from wanted w join source_record s on s.tenant_id = ${tenantId} and s.object_id = w.record_id
      where s.kind <> all(${announcements}::text[]) and s.deleted_at is null
      group by w.object_id) o`;
  return JSON.parse(row.json) as Record<string, SourceRow[]>;
}
