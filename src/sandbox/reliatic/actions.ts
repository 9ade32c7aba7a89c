import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { actionStatuses, allowedTransitions, transitionFault, type ActionStatus } from '../../domain/action.ts';
import { onlyRow, type Queryable } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { announce } from './announce.ts';
import { checkAssetExists } from './assets.ts';
import { actionPriorities, defaultActionPriority, lower } from './conventions.ts';
import { collection, pageParameters, single } from './envelope.ts';
import { invalid, notFound, parse, ReliaticError } from './errors.ts';
import { oneOf, optionalDate, optionalText, optionalUuid, text, uuid } from './fields.ts';
import { resourceId } from './path.ts';
import { actionColumns, actionWire, type ActionRow } from './wire.ts';

const statuses = lower(actionStatuses);
type WireStatus = (typeof statuses)[number];

const listParameters = pageParameters.extend({
  status: oneOf(statuses).optional(),
  priority: oneOf(actionPriorities).optional(),
  assignee_id: z.string({ error: 'must be given once' }).optional(),
  asset_id: uuid.optional(),
});

const actionBody = z.object({
  asset_id: uuid,
  title: text,
  description: optionalText,
  priority: oneOf(actionPriorities).default(defaultActionPriority),
  assignee_id: optionalText,
  due_date: optionalDate,
  failure_mode_id: optionalUuid,
});
type ActionBody = z.output<typeof actionBody>;

const transitionBody = z.object({ status: oneOf(statuses), comment: optionalText });
type TransitionBody = z.output<typeof transitionBody>;

export function actionRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/actions', async (request) => {
    const filter = parse(listParameters, request.query);
    const where = new Where()
      .and(callerOf(request).organizationId, (value) => `organization_id = ${value}`)
      .and(filter.status, (value) => `status = ${value}`)
      .and(filter.priority, (value) => `priority = ${value}`)
      .and(filter.assignee_id, (value) => `assignee_id = ${value}`)
      .and(filter.asset_id, (value) => `asset_id = ${value}`);
    const source = { table: 'reliatic_action', columns: actionColumns, where, page: filter };
    return collection<ActionRow>(context, source, actionWire);
  });

  app.post('/actions', async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(actionBody, request.body);
    const action = await context.change((change) => createAction(change, organizationId, body));
    return reply.status(201).send(single(context, actionWire(action)));
  });

  app.put('/actions/:id/status', async (request) => {
    const { organizationId } = callerOf(request);
    const id = resourceId(request, 'The action');
    const body = parse(transitionBody, request.body);
    const action = await context.change((change) => transitionAction(change, organizationId, id, body));
    return single(context, actionWire(action));
  });
}

async function createAction(change: Change, organizationId: string, body: ActionBody): Promise<ActionRow> {
  await checkAssetExists(change.client, organizationId, body.asset_id);
  await checkFailureModeExists(change.client, organizationId, body.failure_mode_id);
  const inserted = await change.client.query<ActionRow>(
    `insert into sandbox.reliatic_action
       (organization_id, asset_id, failure_mode_id, title, description, priority, status, assignee_id, due_date,
        created_at)
     values ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9) returning ${actionColumns}`,
    [
      organizationId,
      body.asset_id,
      body.failure_mode_id,
      body.title,
      body.description,
      body.priority,
      body.assignee_id,
      body.due_date,
      change.now(),
    ],
  );
  return onlyRow(inserted);
}

async function checkFailureModeExists(database: Queryable, organizationId: string, id: string | null): Promise<void> {
  if (id === null) return;
  const found = await database.query(
    `select from sandbox.reliatic_failure_mode where organization_id = $1 and id = $2`,
    [organizationId, id],
  );
  if (found.rowCount === 0) {
    throw invalid({ field: 'failure_mode_id', message: 'is not a failure mode of this tenant' });
  }
}

async function transitionAction(
  change: Change,
  organizationId: string,
  id: string,
  body: TransitionBody,
): Promise<ActionRow> {
  const found = await change.client.query<ActionRow>(
    `select ${actionColumns} from sandbox.reliatic_action where organization_id = $1 and id = $2 for update`,
    [organizationId, id],
  );
  const before = found.rows[0];
  if (before === undefined) throw notFound('The action');
  checkTransition(before.status, body.status);
  const updated = await change.client.query<ActionRow>(
    `update sandbox.reliatic_action set status = $3, status_comment = $4
     where organization_id = $1 and id = $2 returning ${actionColumns}`,
    [organizationId, id, body.status, body.comment],
  );
  const after = onlyRow(updated);
  await announce(change, organizationId, 'action.status_changed', id, actionWire(before), actionWire(after));
  return after;
}

function checkTransition(from: string, to: WireStatus): void {
  const [current, next] = [domainStatus(from), domainStatus(to)];
  if (transitionFault(current, next) === null) return;
  const allowed = allowedTransitions(current).map((status) => status.toLowerCase());
  const remedy = allowed.length === 0 ? `${from} is final` : `allowed: ${allowed.join(', ')}`;
  throw new ReliaticError('conflict', `An action cannot go from ${from} to ${to}; ${remedy}.`);
}

/** The domain's word for a status as it is stored. */
function domainStatus(status: string): ActionStatus {
  const known = actionStatuses.find((candidate) => candidate.toLowerCase() === status);
  if (known === undefined) throw new Error(`No action status is called ${status}.`);
  return known;
}
