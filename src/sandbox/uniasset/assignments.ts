import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { needs } from './access.ts';
import { announce } from './announce.ts';
import { checkAssetExists } from './assets.ts';
import { newId } from './conventions.ts';
import { created } from './created.ts';
import { parse } from './errors.ts';
import { optionalEmail, optionalText, text } from './fields.ts';
import { assignmentColumns, assignmentData, type AssignmentRow } from './rows.ts';

const assignmentBody = z
  .object({ assetId: text, assignedToEmail: optionalEmail, locationId: optionalText })
  .refine((body) => (body.assignedToEmail === null) !== (body.locationId === null), {
    path: ['assignedToEmail'],
    message: 'or locationId is required, one of the two',
  });
type AssignmentBody = z.output<typeof assignmentBody>;

export function assignmentRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.post('/assets/assignment', needs('assignment:update'), async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(assignmentBody, request.body);
    const assignment = await context.change((change) => assign(change, organizationId, body));
    return created(reply, assignment.id);
  });
}

async function assign(change: Change, organizationId: string, body: AssignmentBody): Promise<AssignmentRow> {
  await checkAssetExists(change.client, organizationId, body.assetId);
  const inserted = await change.client.query<AssignmentRow>(
    `insert into sandbox.uniasset_assignment (organization_id, ${assignmentColumns})
     values ($1, $2, $3, $4, $5, $6) returning ${assignmentColumns}`,
    [organizationId, newId(), body.assetId, body.assignedToEmail, body.locationId, change.now()],
  );
  const assignment = onlyRow(inserted);
  await announce(change, organizationId, 'assignment.changed', assignment.changed_at, assignmentData(assignment));
  return assignment;
}
