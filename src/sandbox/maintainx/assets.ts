import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { onlyRow, type Queryable } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { announceAsset } from './announce.ts';
import { insertSql, namedColumns } from './columns.ts';
import { notFound } from './errors.ts';
import { idInText, optionalId, optionalText, parse, text } from './fields.ts';
import { readPage } from './page.ts';
import { pageParameters, parseQuery, single } from './query.ts';
import { checkReferences, resourceId } from './references.ts';
import { assetColumns, assetWire, type AssetRow } from './wire.ts';

const assetFilter = z.strictObject({ ...pageParameters, locationId: single(idInText) });

const newAsset = z.strictObject({
  name: text,
  description: optionalText,
  parentId: optionalId,
  locationId: optionalId,
  serialNumber: optionalText,
  barcode: optionalText,
  manufacturer: optionalText,
  model: optionalText,
});
type NewAsset = z.output<typeof newAsset>;

const columnOf = {
  name: 'name',
  description: 'description',
  parentId: 'parent_id',
  locationId: 'location_id',
  serialNumber: 'serial_number',
  barcode: 'barcode',
  manufacturer: 'manufacturer',
  model: 'model',
} as const satisfies Record<keyof NewAsset, string>;

export function assetRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/assets', async (request) => {
    const { locationId, ...page } = parseQuery(assetFilter, request.query);
    const { rows, nextCursor } = await readPage<AssetRow>(context.pool, {
      table: 'maintainx_asset',
      columns: assetColumns,
      where: new Where()
        .and(callerOf(request).organizationId, (value) => `organization_id = ${value}`)
        .and(locationId, (value) => `location_id = ${value}`),
      order: 'id',
      page,
    });
    return { assets: rows.map(assetWire), nextCursor };
  });

  app.get('/assets/:id', async (request) => {
    const id = resourceId(request, 'The asset');
    return { asset: assetWire(await findAsset(context.pool, callerOf(request).organizationId, id)) };
  });

  app.post('/assets', async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(newAsset, request.body);
    const { id } = await context.change((change) => createAsset(change, organizationId, body));
    return reply.status(201).send({ id });
  });
}

async function findAsset(
  database: Queryable,
  organizationId: string,
  id: number,
  lock: '' | 'for update' = '',
): Promise<AssetRow> {
  const found = await database.query<AssetRow>(
    `select ${assetColumns} from sandbox.maintainx_asset where organization_id = $1 and id = $2 ${lock}`,
    [organizationId, id],
  );
  const asset = found.rows[0];
  if (asset === undefined) throw notFound('The asset');
  return asset;
}

async function createAsset(change: Change, organizationId: string, body: NewAsset): Promise<AssetRow> {
  await checkReferences(change.client, organizationId, [
    { kind: 'asset', fieldPath: 'parentId', id: body.parentId },
    { kind: 'location', fieldPath: 'locationId', id: body.locationId },
  ]);
  const at = change.now();
  const { sql, values } = insertSql({
    ...namedColumns(body, columnOf),
    organization_id: organizationId,
    status: 'ONLINE',
    status_started_at: at,
    created_at: at,
    updated_at: at,
  });
  const inserted = await change.client.query<AssetRow>(
    `insert into sandbox.maintainx_asset ${sql} returning ${assetColumns}`,
    values,
  );
  const asset = onlyRow(inserted);
  await announceAsset(change, organizationId, 'NEW_ASSET', asset);
  return asset;
}

/** No endpoint is documented for it: people set the status in the application. The status that is there changes nothing. */
export async function changeAssetStatus(
  change: Change,
  organizationId: string,
  id: number,
  to: { status: 'ONLINE' | 'OFFLINE' | 'IGNORE'; downtimeType?: 'PLANNED' | 'UNPLANNED' },
): Promise<void> {
  const before = await findAsset(change.client, organizationId, id, 'for update');
  if (before.status === to.status && before.downtime_type === (to.downtimeType ?? null)) return;
  const updated = await change.client.query<AssetRow>(
    `update sandbox.maintainx_asset
     set (status, downtime_type, status_started_at, status_ended_at, updated_at) = ($2, $3, $4, null, $4)
     where id = $1 returning ${assetColumns}`,
    [id, to.status, to.downtimeType ?? null, change.now()],
  );
  const after = onlyRow(updated);
  await announceAsset(change, organizationId, 'ASSET_STATUS_CHANGE', after, {
    oldStatus: before.status,
    newStatus: after.status,
  });
}
