import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { checkAssetExists } from './assets.ts';
import { recordTypes } from './conventions.ts';
import { MaintioError, parse } from './errors.ts';
import { instant, oneOf, optionalText, uuid } from './fields.ts';
import { needs } from './scopes.ts';
import { recordColumns, recordWire, type RecordRow } from './wire.ts';

const listParameters = z.object({ asset_id: uuid.optional(), updated_since: instant.optional() });

const recordBody = z.object({
  id: uuid,
  asset_id: uuid,
  record_type: oneOf(recordTypes),
  performed_at: instant,
  description: optionalText,
});
type RecordBody = z.output<typeof recordBody>;

export function recordRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/v1/records', needs('records:read'), async (request) => {
    const { asset_id, updated_since } = parse(listParameters, request.query);
    const where = new Where()
      .and(callerOf(request).organizationId, (value) => `organization_id = ${value}`)
      .and(asset_id, (value) => `asset_id = ${value}`)
      .and(updated_since, (value) => `updated_at > ${value}`);
    const found = await context.pool.query<RecordRow>(
      `select ${recordColumns} from sandbox.maintio_record ${where.sql} order by updated_at, id`,
      where.values,
    );
    return { records: found.rows.map(recordWire) };
  });

  app.post('/v1/records', needs('records:write'), async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(recordBody, request.body);
    const written = await context.change((change) => writeRecord(change, organizationId, body));
    return reply.status(written.isNew ? 201 : 200).send(recordWire(written.record));
  });
}

async function writeRecord(
  change: Change,
  organizationId: string,
  body: RecordBody,
): Promise<{ record: RecordRow; isNew: boolean }> {
  await checkAssetExists(change.client, organizationId, body.asset_id);
  const inserted = await change.client.query<RecordRow>(
    `insert into sandbox.maintio_record
       (organization_id, id, asset_id, record_type, performed_at, description, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict do nothing returning ${recordColumns}`,
    [organizationId, body.id, body.asset_id, body.record_type, body.performed_at, body.description, change.now()],
  );
  const created = inserted.rows[0];
  if (created !== undefined) return { record: created, isNew: true };
  const found = await change.client.query<RecordRow>(
    `select ${recordColumns} from sandbox.maintio_record where organization_id = $1 and id = $2`,
    [organizationId, body.id],
  );
  const present = onlyRow(found);
  if (!isSame(present, body)) throw new MaintioError('STALE_WRITE', 'A record with this id and another body exists.');
  return { record: present, isNew: false };
}

const isSame = (present: RecordRow, body: RecordBody): boolean =>
  present.asset_id === body.asset_id &&
  present.record_type === body.record_type &&
  present.performed_at.getTime() === body.performed_at.getTime() &&
  present.description === body.description;
