/** Single objects, a request each: read where the limits leave room, the unknown and the oldest first. */
import type { PrismaClient } from '../../database/database.ts';
import type { ServiceConnection } from '../../tenancy/service-connections.ts';
import type { Resource } from '../../upstream/connector.ts';
import { waitBeforePoll } from '../planner/pacing.ts';
import { shelvesOf, takeIn } from '../take-in.ts';
import type { PassContext } from './page.ts';

/** As many as the rate limit leaves room for now, and no more than `most`. @returns how many were read. */
export async function readDetails(context: PassContext, most: number): Promise<number> {
  const { database, clock, connector, connection, signal } = context;
  let read = 0;
  for (const resource of connector.resources.filter(({ mode }) => mode === 'detail')) {
    for (const externalId of await oldestDetails(database.prisma, connection, resource, most - read)) {
      if (signal?.aborted || waitBeforePoll(connector.rate.budget(), 'swift', clock.now()) > 0) return read;
      const page = await connector.read(resource, externalId, signal);
      const place = { connection, shelfOf: shelvesOf(connector), via: 'POLL', now: clock.now() } as const;
      await database.transaction((tx) => takeIn(tx, place, page));
      read += 1;
    }
  }
  return read;
}

async function oldestDetails(
  prisma: PrismaClient,
  { tenantId, service }: ServiceConnection,
  { kind }: Resource,
  most: number,
): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ externalId: string }[]>`
    select a.external_id as "externalId" from source_record a
    left join source_record d on d.tenant_id = a.tenant_id and d.service = a.service and d.kind = ${kind}
      and d.external_id = a.external_id
    where a.tenant_id = ${tenantId} and a.service = ${service} and a.kind = 'asset' and a.deleted_at is null
    order by d.recorded_at nulls first, a.external_id limit ${most}`;
  return rows.map(({ externalId }) => externalId);
}
