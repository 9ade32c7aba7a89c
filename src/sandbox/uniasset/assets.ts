import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { onlyRow, type Queryable } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { needs } from './access.ts';
import { announce } from './announce.ts';
import { assetStatuses, defaultAssetStatus, newId } from './conventions.ts';
import { created } from './created.ts';
import { invalid, parse } from './errors.ts';
import { oneOf, optionalText, text } from './fields.ts';
import { assetColumns, assetData, type AssetRow } from './rows.ts';

const assetBody = z.object({
  name: text,
  serialNumber: optionalText,
  category: optionalText,
  location: optionalText,
  status: oneOf(assetStatuses).default(defaultAssetStatus),
  tagNumber: optionalText,
  externalId: optionalText,
});
type AssetBody = z.output<typeof assetBody>;

export function assetRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.post('/assets/create', needs('asset:create'), async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(assetBody, request.body);
    const asset = await context.change((change) => createAsset(change, organizationId, body));
    return created(reply, asset.id);
  });
}

async function createAsset(change: Change, organizationId: string, body: AssetBody): Promise<AssetRow> {
  const inserted = await change.client.query<AssetRow>(
    `insert into sandbox.uniasset_asset (organization_id, ${assetColumns})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${assetColumns}`,
    [
      organizationId,
      newId(),
      body.name,
      body.serialNumber,
      body.category,
      body.location,
      body.status,
      body.tagNumber,
      body.externalId,
      change.now(),
    ],
  );
  const asset = onlyRow(inserted);
  await announce(change, organizationId, 'asset.created', asset.created_at, assetData(asset));
  return asset;
}

/** Refuses a body that names an asset the organization does not have. */
export async function checkAssetExists(database: Queryable, organizationId: string, id: string): Promise<void> {
  const found = await database.query(`select from sandbox.uniasset_asset where organization_id = $1 and id = $2`, [
    organizationId,
    id,
  ]);
  if (found.rowCount === 0) throw invalid({ path: 'assetId', message: 'is not an asset of this organization' });
}
