import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import { inTransaction } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import { defaultFeedLimit, isoInstant, largestFeedLimit } from './conventions.ts';
import { parse } from './errors.ts';
import { instant, wholeNumberParameter } from './fields.ts';
import { needs } from './scopes.ts';
import {
  assetColumns,
  assetWire,
  recordColumns,
  recordWire,
  tagColumns,
  tagWire,
  type AssetRow,
  type RecordRow,
  type TagRow,
} from './wire.ts';

const parameters = z.object({
  updated_since: instant,
  limit: wholeNumberParameter(1, largestFeedLimit).default(defaultFeedLimit),
});
type Parameters = z.output<typeof parameters>;

interface ChangedRow {
  kind: 'asset' | 'record' | 'tag';
  id: string;
  updated_at: Date;
}

/** Each branch is limited by itself, so that its index answers it however long the history is. */
const branch = (kind: ChangedRow['kind']): string => `
  (select '${kind}' as kind, id::text, updated_at from sandbox.maintio_${kind}
   where organization_id = $1 and updated_at > $2 order by updated_at, id limit $3)`;

/** By the bytes of kind and id, whatever the database's collation. */
const oldestChanges = `
  select * from (${branch('asset')} union all ${branch('record')} union all ${branch('tag')}) as changed
  order by updated_at, kind collate "C", id collate "C" limit $3`;

export function changeRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/v1/changes', needs('changes:read'), async (request) => {
    const { organizationId } = callerOf(request);
    const asked = parse(parameters, request.query);
    return inTransaction(context.pool, async (client) => {
      // One snapshot: a row that is changed meanwhile would stand in this page with a later timestamp than its place.
      await client.query('set transaction isolation level repeatable read, read only');
      return changesPage(client, organizationId, asked);
    });
  });
}

async function changesPage(client: pg.PoolClient, organizationId: string, asked: Parameters): Promise<object> {
  // One more than asked for tells whether there is more.
  const found = await client.query<ChangedRow>(oldestChanges, [organizationId, asked.updated_since, asked.limit + 1]);
  const page = found.rows.slice(0, asked.limit);
  const idsOf = (kind: ChangedRow['kind']): string[] => page.filter((row) => row.kind === kind).map(({ id }) => id);
  const assets = await client.query<AssetRow>(
    `select ${assetColumns} from sandbox.maintio_asset a where a.organization_id = $1 and a.id = any ($2)
     order by a.updated_at, a.id`,
    [organizationId, idsOf('asset')],
  );
  const tags = await client.query<TagRow>(
    `select ${tagColumns} from sandbox.maintio_tag where organization_id = $1 and id = any ($2)
     order by updated_at, id`,
    [organizationId, idsOf('tag')],
  );
  const records = await client.query<RecordRow>(
    `select ${recordColumns} from sandbox.maintio_record where organization_id = $1 and id = any ($2)
     order by updated_at, id`,
    [organizationId, idsOf('record')],
  );
  return {
    assets: assets.rows.map(assetWire),
    tags: tags.rows.map(tagWire),
    records: records.rows.map(recordWire),
    next_updated_since: isoInstant(page.at(-1)?.updated_at ?? asked.updated_since),
    has_more: found.rows.length > asked.limit,
  };
}
