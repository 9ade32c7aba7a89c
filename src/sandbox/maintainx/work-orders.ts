import type { FastifyInstance, FastifyRequest } from 'fastify';
import { onlyRow, type Queryable } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { announceWorkOrder } from './announce.ts';
import { insertSql } from './columns.ts';
import { newWorkOrderDefaults } from './conventions.ts';
import { notFound } from './errors.ts';
import { parse } from './fields.ts';
import { readPage } from './page.ts';
import { parseQuery } from './query.ts';
import { checkReferences, resourceId } from './references.ts';
import { workOrderColumns, workOrderWire, type WorkOrderRow } from './wire.ts';
import { columnsOf, newWorkOrder, referencesOf, type NewWorkOrder } from './work-order-body.ts';
import { orderOf, workOrderFilter, workOrdersWhere } from './work-order-list.ts';

export function workOrderRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/workorders', async (request) => {
    const filter = parseQuery(workOrderFilter, request.query);
    const { rows, nextCursor } = await readPage<WorkOrderRow>(context.pool, {
      table: 'maintainx_work_order',
      columns: workOrderColumns,
      where: workOrdersWhere(callerOf(request).organizationId, filter),
      order: orderOf(filter),
      page: filter,
    });
    return { workOrders: rows.map(workOrderWire), nextCursor, nextPageUrl: nextPageUrl(request, nextCursor) };
  });

  app.get('/workorders/:id', async (request) => {
    const id = resourceId(request, 'The work order');
    const workOrder = await findWorkOrder(context.pool, callerOf(request).organizationId, id);
    return { workOrder: workOrderWire(workOrder) };
  });

  // Documented with status 200, where the creation of an asset has 201.
  app.post('/workorders', async (request) => {
    const { organizationId } = callerOf(request);
    const body = parse(newWorkOrder, request.body);
    const { id } = await context.change((change) => createWorkOrder(change, organizationId, body));
    return { id };
  });
}

/** The same request with the next cursor. */
function nextPageUrl(request: FastifyRequest, nextCursor: string | null): string | null {
  if (nextCursor === null) return null;
  const url = new URL(request.url, `${request.protocol}://${request.host}`);
  url.searchParams.set('cursor', nextCursor);
  return url.href;
}

/** Finds a deleted one as well. @param lock `for update` to change it. */
export async function findWorkOrder(
  database: Queryable,
  organizationId: string,
  id: number,
  lock: '' | 'for update' = '',
): Promise<WorkOrderRow> {
  const found = await database.query<WorkOrderRow>(
    `select ${workOrderColumns} from sandbox.maintainx_work_order where organization_id = $1 and id = $2 ${lock}`,
    [organizationId, id],
  );
  const workOrder = found.rows[0];
  if (workOrder === undefined) throw notFound('The work order');
  return workOrder;
}

async function createWorkOrder(change: Change, organizationId: string, body: NewWorkOrder): Promise<WorkOrderRow> {
  await checkReferences(change.client, organizationId, referencesOf(body));
  const at = change.now();
  const { sql, values } = insertSql({
    ...newWorkOrderDefaults,
    ...columnsOf(body),
    organization_id: organizationId,
    sequential_id: await nextSequentialId(change, organizationId),
    created_at: at,
    updated_at: at,
  });
  const inserted = await change.client.query<WorkOrderRow>(
    `insert into sandbox.maintainx_work_order ${sql} returning ${workOrderColumns}`,
    values,
  );
  const workOrder = onlyRow(inserted);
  await announceWorkOrder(change, 'NEW_WORK_ORDER', workOrder);
  return workOrder;
}

/** Work orders of one organization are numbered one at a time, without gaps. */
async function nextSequentialId(change: Change, organizationId: string): Promise<number> {
  await change.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `sandbox maintainx work orders ${organizationId}`,
  ]);
  const found = await change.client.query<{ next: number }>(
    `select coalesce(max(sequential_id), 0) + 1 as next from sandbox.maintainx_work_order where organization_id = $1`,
    [organizationId],
  );
  return onlyRow(found).next;
}
