import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { onlyRow, type Queryable } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { invalid, MaintioError, parse } from './errors.ts';
import { instant, optionalTagId, optionalText, text, uuid } from './fields.ts';
import { needs } from './scopes.ts';
import { assignTag, checkTagIsFree } from './tags.ts';
import { assetColumns, assetWire, type AssetRow } from './wire.ts';

const listParameters = z.object({ updated_since: instant.optional() });

const assetBody = z.object({
  id: uuid,
  name: text,
  location: optionalText,
  description: optionalText,
  tag_id: optionalTagId,
  /** The state that the writer has seen. */
  updated_at: instant.optional(),
});
type AssetBody = z.output<typeof assetBody>;

export function assetRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/v1/assets', needs('assets:read'), async (request) => {
    const { updated_since } = parse(listParameters, request.query);
    const where = new Where()
      .and(callerOf(request).organizationId, (value) => `a.organization_id = ${value}`)
      .and(updated_since, (value) => `a.updated_at > ${value}`);
    const found = await context.pool.query<AssetRow>(
      `select ${assetColumns} from sandbox.maintio_asset a ${where.sql} order by a.updated_at, a.id`,
      where.values,
    );
    return { assets: found.rows.map(assetWire) };
  });

  app.post('/v1/assets', needs('assets:write'), async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(assetBody, request.body);
    const written = await context.change((change) => writeAsset(change, organizationId, body));
    return reply.status(written.isNew ? 201 : 200).send(assetWire(written.asset));
  });
}

/** Creates the asset, replaces it where the writer has seen its present state, or answers it as it stands. */
async function writeAsset(
  change: Change,
  organizationId: string,
  body: AssetBody,
): Promise<{ asset: AssetRow; isNew: boolean }> {
  const now = change.now();
  // The insert itself decides who is first: of two writers of one id the second finds the first one's row.
  const inserted = await change.client.query(
    `insert into sandbox.maintio_asset (organization_id, id, name, location, description, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing`,
    [organizationId, body.id, body.name, body.location, body.description, now],
  );
  const isNew = inserted.rowCount === 1;
  if (!isNew) {
    const present = await findAsset(change.client, organizationId, body.id, 'for update');
    if (body.updated_at === undefined && isSame(present, body)) return { asset: present, isNew };
    await replaceAsset(change, organizationId, present, body, now);
  }
  if (body.tag_id !== null) {
    await checkTagIsFree(change.client, organizationId, body.tag_id, body.id);
    await assignTag(change.client, organizationId, body.tag_id, body.id, now);
  }
  return { asset: await findAsset(change.client, organizationId, body.id), isNew };
}

async function replaceAsset(
  change: Change,
  organizationId: string,
  present: AssetRow,
  body: AssetBody,
  now: Date,
): Promise<void> {
  if (body.updated_at?.getTime() !== present.updated_at.getTime()) {
    throw new MaintioError(
      'STALE_WRITE',
      'The asset was changed meanwhile: re-fetch it and retry with its updated_at.',
    );
  }
  await change.client.query(
    `update sandbox.maintio_asset set (name, location, description, updated_at) = ($3, $4, $5, $6)
     where organization_id = $1 and id = $2`,
    [organizationId, body.id, body.name, body.location, body.description, now],
  );
}

/** A tag that the body does not name is no difference. */
function isSame(present: AssetRow, body: AssetBody): boolean {
  const isTagged = body.tag_id === null || body.tag_id === present.tag_id;
  return (
    isTagged &&
    present.name === body.name &&
    present.location === body.location &&
    present.description === body.description
  );
}

async function findAsset(
  database: Queryable,
  organizationId: string,
  id: string,
  lock: '' | 'for update' = '',
): Promise<AssetRow> {
  return onlyRow(
    await database.query<AssetRow>(
      `select ${assetColumns} from sandbox.maintio_asset a where a.organization_id = $1 and a.id = $2 ${lock}`,
      [organizationId, id],
    ),
  );
}

/** Refuses a body that names an asset the tenant does not have. */
export async function checkAssetExists(database: Queryable, organizationId: string, id: string): Promise<void> {
  const found = await database.query(`select from sandbox.maintio_asset where organization_id = $1 and id = $2`, [
    organizationId,
    id,
  ]);
  if (found.rowCount === 0) throw invalid('asset_id is not an asset of this tenant');
}
