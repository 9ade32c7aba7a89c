import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { priorityOf, rpn, type Ratings } from '../../domain/fmea.ts';
import { onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { announce } from './announce.ts';
import { checkAssetExists } from './assets.ts';
import { collection, pageParameters, single } from './envelope.ts';
import { notFound, parse } from './errors.ts';
import { optionalText, text, uuid, wholeNumber, wholeNumberParameter } from './fields.ts';
import { failureModeColumns, failureModeWire, type FailureModeRow } from './wire.ts';

const highestThreshold = 999_999_999;

const listParameters = pageParameters.extend({
  asset_id: uuid.optional(),
  rpn_min: wholeNumberParameter(0, highestThreshold).optional(),
  rpn_max: wholeNumberParameter(0, highestThreshold).optional(),
});

const ratings = z.object({
  severity: wholeNumber(1, 10),
  occurrence: wholeNumber(1, 10),
  detection: wholeNumber(1, 10),
});

const failureModeBody = ratings.extend({
  asset_id: uuid,
  description: text,
  effect: optionalText,
  cause: optionalText,
});
type FailureModeBody = z.output<typeof failureModeBody>;

export function failureModeRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/failure-modes', async (request) => {
    const filter = parse(listParameters, request.query);
    const where = new Where()
      .and(callerOf(request).organizationId, (value) => `organization_id = ${value}`)
      .and(filter.asset_id, (value) => `asset_id = ${value}`)
      .and(filter.rpn_min, (value) => `rpn >= ${value}`)
      .and(filter.rpn_max, (value) => `rpn <= ${value}`);
    const source = { table: 'reliatic_failure_mode', columns: failureModeColumns, where, page: filter };
    return collection<FailureModeRow>(context, source, failureModeWire);
  });

  app.post('/failure-modes', async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(failureModeBody, request.body);
    const failureMode = await context.change((change) => createFailureMode(change, organizationId, body));
    return reply.status(201).send(single(context, failureModeWire(failureMode)));
  });
}

async function createFailureMode(
  change: Change,
  organizationId: string,
  body: FailureModeBody,
): Promise<FailureModeRow> {
  await checkAssetExists(change.client, organizationId, body.asset_id);
  const inserted = await change.client.query<FailureModeRow>(
    `insert into sandbox.reliatic_failure_mode
       (organization_id, asset_id, description, effect, cause, severity, occurrence, detection, rpn, priority,
        created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${failureModeColumns}`,
    [organizationId, body.asset_id, body.description, body.effect, body.cause, ...rated(body), change.now()],
  );
  return onlyRow(inserted);
}

/** The columns that follow from the ratings, in the order severity, occurrence, detection, rpn, priority. */
function rated(body: Ratings): readonly unknown[] {
  return [body.severity, body.occurrence, body.detection, rpn(body), priorityOf(body).toLowerCase()];
}

/**
 * New ratings for a failure mode, as its owner would give them in the application: no endpoint for it is documented.
 * Announces fmea.rpn_changed when the RPN is another one.
 */
export async function changeRatings(change: Change, failureModeId: string, newRatings: Ratings): Promise<void> {
  const checked = ratings.parse(newRatings);
  const found = await change.client.query<FailureModeRow & { organization_id: string }>(
    `select organization_id, ${failureModeColumns} from sandbox.reliatic_failure_mode where id = $1 for update`,
    [failureModeId],
  );
  const before = found.rows[0];
  if (before === undefined) throw notFound('The failure mode');
  const updated = await change.client.query<FailureModeRow>(
    `update sandbox.reliatic_failure_mode
     set (severity, occurrence, detection, rpn, priority) = ($3, $4, $5, $6, $7)
     where organization_id = $1 and id = $2 returning ${failureModeColumns}`,
    [before.organization_id, failureModeId, ...rated(checked)],
  );
  const after = onlyRow(updated);
  if (after.rpn === before.rpn) return;
  const states = [failureModeWire(before), failureModeWire(after)] as const;
  await announce(change, before.organization_id, 'fmea.rpn_changed', failureModeId, ...states);
}
