import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { readPage } from './page.ts';
import { pageParameters, parseQuery } from './query.ts';
import { locationColumns, locationWire, type LocationRow } from './wire.ts';

const locationFilter = z.strictObject(pageParameters);

export function locationRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/locations', async (request) => {
    const { rows, nextCursor } = await readPage<LocationRow>(context.pool, {
      table: 'maintainx_location',
      columns: locationColumns,
      where: new Where().and(callerOf(request).organizationId, (value) => `organization_id = ${value}`),
      order: 'id',
      page: parseQuery(locationFilter, request.query),
    });
    return { locations: rows.map(locationWire), nextCursor };
  });
}

/** No endpoint is documented for it: people add locations in the application. */
export async function addLocation(
  change: Change,
  organizationId: string,
  location: { name: string; address?: string; parentId?: number },
): Promise<{ id: number }> {
  const inserted = await change.client.query<{ id: number }>(
    `insert into sandbox.maintainx_location (organization_id, name, address, parent_id) values ($1, $2, $3, $4)
     returning id`,
    [organizationId, location.name, location.address ?? null, location.parentId ?? null],
  );
  return onlyRow(inserted);
}
