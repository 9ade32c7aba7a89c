import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { onlyRow, type Queryable } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { announce } from './announce.ts';
import { assetStanding } from './asset-standing.ts';
import { collection, pageParameters, single } from './envelope.ts';
import { invalid, notFound, parse } from './errors.ts';
import { oneOf, optionalDecimal, optionalText, optionalUuid, text } from './fields.ts';
import { resourceId } from './path.ts';
import { assetColumns, assetWire, type AssetRow } from './wire.ts';

const statuses = ['active', 'inactive', 'decommissioned'] as const;
const types = ['vessel', 'piping', 'tank', 'heat_exchanger', 'rotating'] as const;

const listParameters = pageParameters.extend({
  status: oneOf(statuses).optional(),
  type: oneOf(types).optional(),
  search: z.string({ error: 'must be given once' }).optional(),
});

const assetBody = z.object({
  tag_number: text,
  name: text,
  asset_type: oneOf(types),
  status: oneOf(statuses).optional(),
  description: optionalText,
  location: optionalText,
  manufacturer: optionalText,
  model: optionalText,
  serial_number: optionalText,
  parent_id: optionalUuid,
  required_thickness_mm: optionalDecimal(0, 10_000),
});
type AssetBody = z.output<typeof assetBody>;

export function assetRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/assets', async (request) => {
    const { status, type, search, ...page } = parse(listParameters, request.query);
    const where = new Where()
      .and(callerOf(request).organizationId, (value) => `organization_id = ${value}`)
      .and(status, (value) => `status = ${value}`)
      .and(type, (value) => `asset_type = ${value}`)
      .and(search === undefined ? undefined : containing(search), (value) => {
        return `(tag_number ilike ${value} or description ilike ${value})`;
      });
    return collection<AssetRow>(context, { table: 'reliatic_asset', columns: assetColumns, where, page }, assetWire);
  });

  app.get('/assets/:id', async (request) => {
    const { organizationId } = callerOf(request);
    const asset = await findAsset(context.pool, organizationId, resourceId(request, 'The asset'));
    const standing = await assetStanding(context.pool, organizationId, asset);
    return single(context, { ...assetWire(asset), ...standing });
  });

  app.post('/assets', async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(assetBody, request.body);
    const asset = await context.change((change) => createAsset(change, organizationId, body));
    return reply.status(201).send(single(context, assetWire(asset)));
  });

  app.put('/assets/:id', async (request) => {
    const { organizationId } = callerOf(request);
    const id = resourceId(request, 'The asset');
    const body = parse(assetBody, request.body);
    const asset = await context.change((change) => replaceAsset(change, organizationId, id, body));
    return single(context, assetWire(asset));
  });

  app.delete('/assets/:id', async (request) => {
    const { organizationId } = callerOf(request);
    const id = resourceId(request, 'The asset');
    const asset = await context.change((change) => decommissionAsset(change, organizationId, id));
    return single(context, assetWire(asset));
  });
}

/** A pattern for `ilike` that finds the text anywhere, its wildcards taken literally. */
function containing(search: string): string {
  return `%${search.replaceAll('\u0000', '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

async function findAsset(database: Queryable, organizationId: string, id: string, lock = ''): Promise<AssetRow> {
  const found = await database.query<AssetRow>(
    `select ${assetColumns} from sandbox.reliatic_asset where organization_id = $1 and id = $2 ${lock}`,
    [organizationId, id],
  );
  const asset = found.rows[0];
  if (asset === undefined) throw notFound('The asset');
  return asset;
}

async function createAsset(change: Change, organizationId: string, body: AssetBody): Promise<AssetRow> {
  await checkParent(change.client, organizationId, body.parent_id, null);
  const inserted = await change.client.query<AssetRow>(
    `insert into sandbox.reliatic_asset
       (organization_id, ${changeableColumns}, status, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning ${assetColumns}`,
    [organizationId, ...changeableValues(body), body.status ?? 'active', change.now()],
  );
  const asset = onlyRow(inserted);
  await announce(change, organizationId, 'asset.created', asset.id, null, assetWire(asset));
  return asset;
}

async function replaceAsset(change: Change, organizationId: string, id: string, body: AssetBody): Promise<AssetRow> {
  const before = await findAsset(change.client, organizationId, id, 'for update');
  await checkParent(change.client, organizationId, body.parent_id, id);
  const updated = await change.client.query<AssetRow>(
    `update sandbox.reliatic_asset
     set (${changeableColumns}, status) = ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     where organization_id = $1 and id = $2 returning ${assetColumns}`,
    [organizationId, id, ...changeableValues(body), body.status ?? before.status],
  );
  const after = onlyRow(updated);
  await announceUpdate(change, organizationId, before, after);
  return after;
}

async function decommissionAsset(change: Change, organizationId: string, id: string): Promise<AssetRow> {
  const before = await findAsset(change.client, organizationId, id, 'for update');
  const updated = await change.client.query<AssetRow>(
    `update sandbox.reliatic_asset set status = 'decommissioned'
     where organization_id = $1 and id = $2 returning ${assetColumns}`,
    [organizationId, id],
  );
  const after = onlyRow(updated);
  await announceUpdate(change, organizationId, before, after);
  return after;
}

/** The lifecycle event of an update; none where nothing changed. */
async function announceUpdate(
  change: Change,
  organizationId: string,
  before: AssetRow,
  after: AssetRow,
): Promise<void> {
  const states = [assetWire(before), assetWire(after)] as const;
  if (JSON.stringify(states[0]) === JSON.stringify(states[1])) return;
  const isEnd = after.status === 'decommissioned' && before.status !== 'decommissioned';
  const event = isEnd ? 'asset.decommissioned' : 'asset.updated';
  await announce(change, organizationId, event, after.id, ...states);
}

const changeableColumns =
  'tag_number, name, description, asset_type, location, manufacturer, model, serial_number, parent_id, ' +
  'required_thickness_mm';

const changeableValues = (body: AssetBody): readonly unknown[] => [
  body.tag_number,
  body.name,
  body.description,
  body.asset_type,
  body.location,
  body.manufacturer,
  body.model,
  body.serial_number,
  body.parent_id,
  body.required_thickness_mm,
];

async function checkParent(
  database: Queryable,
  organizationId: string,
  parentId: string | null,
  ownId: string | null,
): Promise<void> {
  if (parentId === null) return;
  if (parentId === ownId) throw invalid({ field: 'parent_id', message: 'must be another asset' });
  await checkAssetExists(database, organizationId, parentId, 'parent_id');
}

/** Refuses a body that names an asset the tenant does not have. */
export async function checkAssetExists(
  database: Queryable,
  organizationId: string,
  id: string,
  field = 'asset_id',
): Promise<void> {
  const found = await database.query(`select from sandbox.reliatic_asset where organization_id = $1 and id = $2`, [
    organizationId,
    id,
  ]);
  if (found.rowCount === 0) throw invalid({ field, message: 'is not an asset of this tenant' });
}
