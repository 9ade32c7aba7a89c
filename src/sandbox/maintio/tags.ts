import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Queryable } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { largestBatch } from './conventions.ts';
import { invalid, MaintioError, notFound, parse } from './errors.ts';
import { tagId, wholeNumber } from './fields.ts';
import { needs } from './scopes.ts';
import { tagIdFrom } from './tag-id.ts';
import { tagColumns, tagWire, type TagRow } from './wire.ts';

const batchBody = z.object({ count: wholeNumber(1, largestBatch) });
const pathParameters = z.object({ tagId });

export function tagRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/v1/tags/:tagId', needs('tags:read'), async (request) => {
    const path = pathParameters.safeParse(request.params);
    const { organizationId } = callerOf(request);
    const tag = path.success ? await findTag(context.pool, organizationId, path.data.tagId) : undefined;
    if (tag === undefined) throw notFound('The tag');
    return tagWire(tag);
  });

  app.post('/v1/tags/batch', needs('tags:write'), async (request, reply) => {
    const { organizationId } = callerOf(request);
    const { count } = parse(batchBody, request.body);
    const ids = await context.change((change) => createTags(change, organizationId, count));
    return reply.status(201).send({ tags: ids.map((id) => ({ id, state: 'unlinked' })) });
  });
}

async function createTags(change: Change, organizationId: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => tagIdFrom(randomBytes(16)));
  await change.client.query(
    `insert into sandbox.maintio_tag (organization_id, id, state, created_at, updated_at)
     select $1, id, 'unlinked', $3, $3 from unnest($2::text[]) as id`,
    [organizationId, ids, change.now()],
  );
  return ids;
}

async function findTag(
  database: Queryable,
  organizationId: string,
  id: string,
  lock: '' | 'for update' = '',
): Promise<TagRow | undefined> {
  const found = await database.query<TagRow>(
    `select ${tagColumns} from sandbox.maintio_tag where organization_id = $1 and id = $2 ${lock}`,
    [organizationId, id],
  );
  return found.rows[0];
}

/** Locks the tag, and refuses one that the asset cannot have. */
export async function checkTagIsFree(
  database: Queryable,
  organizationId: string,
  id: string,
  assetId: string,
): Promise<void> {
  const tag = await findTag(database, organizationId, id, 'for update');
  if (tag === undefined) throw invalid('tag_id is not a tag of this tenant');
  if (tag.state === 'retired') throw invalid('tag_id is a retired tag');
  if (tag.asset_id !== null && tag.asset_id !== assetId) {
    throw new MaintioError('TAG_CONFLICT', `The tag ${id} is registered to a different asset.`);
  }
}

/** Gives the asset the tag, and lets go of the one that it had. */
export async function assignTag(
  database: Queryable,
  organizationId: string,
  id: string,
  assetId: string,
  now: Date,
): Promise<void> {
  await database.query(
    `update sandbox.maintio_tag set state = 'unlinked', asset_id = null, updated_at = $4
     where organization_id = $1 and asset_id = $3 and id <> $2`,
    [organizationId, id, assetId, now],
  );
  await database.query(
    `update sandbox.maintio_tag set state = 'assigned', asset_id = $3, updated_at = $4
     where organization_id = $1 and id = $2 and asset_id is distinct from $3`,
    [organizationId, id, assetId, now],
  );
}

/** Takes a tag out of use, as its owner would in the dashboard: no endpoint for it is documented. */
export async function retireTag(change: Change, organizationId: string, id: string): Promise<void> {
  const retired = await change.client.query(
    `update sandbox.maintio_tag set state = 'retired', asset_id = null, updated_at = $3
     where organization_id = $1 and id = $2`,
    [organizationId, id, change.now()],
  );
  if (retired.rowCount === 0) throw notFound('The tag');
}
