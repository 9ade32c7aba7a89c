import type { FastifyInstance } from 'fastify';
import { onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { announceWorkOrder } from './announce.ts';
import { updateSql, type ColumnValues } from './columns.ts';
import type { WorkOrderStatus } from './conventions.ts';
import { invalid, notFound } from './errors.ts';
import { parse } from './fields.ts';
import { checkReferences, resourceId } from './references.ts';
import { workOrderColumns, workOrderWire, type WorkOrderRow } from './wire.ts';
import { columnsOf, referencesOf, statusChange, workOrderChanges, type WorkOrderChanges } from './work-order-body.ts';
import { findWorkOrder } from './work-orders.ts';

export function workOrderChangeRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.patch('/workorders/:id', async (request) => {
    const { organizationId } = callerOf(request);
    const id = resourceId(request, 'The work order');
    const body = parse(workOrderChanges, request.body);
    const workOrder = await context.change((change) => changeWorkOrder(change, organizationId, id, body));
    return { workOrder: workOrderWire(workOrder) };
  });

  app.patch('/workorders/:id/status', async (request) => {
    const { organizationId } = callerOf(request);
    const id = resourceId(request, 'The work order');
    const { status } = parse(statusChange, request.body);
    const workOrder = await context.change((change) => changeStatus(change, organizationId, id, status));
    return { workOrder: workOrderWire(workOrder) };
  });
}

async function changeWorkOrder(
  change: Change,
  organizationId: string,
  id: number,
  body: WorkOrderChanges,
): Promise<WorkOrderRow> {
  const before = await findChangeable(change, organizationId, id);
  if (body.parentId === id) {
    throw invalid([{ error: 'must be another work order', fieldPath: 'parentId', fieldValue: id }]);
  }
  await checkReferences(change.client, organizationId, referencesOf(body));
  const columns = columnsOf(body);
  if (!isDifferent(before, columns)) return before;
  const after = await update(change, id, columns);
  await announceWorkOrder(change, 'WORK_ORDER_CHANGE', after);
  return after;
}

const isDifferent = (before: WorkOrderRow, columns: ColumnValues): boolean => {
  return JSON.stringify({ ...before, ...columns }) !== JSON.stringify(before);
};

async function changeStatus(
  change: Change,
  organizationId: string,
  id: number,
  status: WorkOrderStatus,
): Promise<WorkOrderRow> {
  const before = await findChangeable(change, organizationId, id);
  if (before.status === status) return before;
  const after = await update(change, id, { status, completed_at: status === 'DONE' ? change.now() : null });
  await announceWorkOrder(change, 'WORK_ORDER_STATUS_CHANGE', after, {
    oldStatus: before.status,
    newStatus: after.status,
  });
  return after;
}

/** No endpoint is documented for it: people delete in the application. */
export async function deleteWorkOrder(change: Change, organizationId: string, id: number): Promise<void> {
  await findChangeable(change, organizationId, id);
  const deleted = await update(change, id, { deleted_at: change.now() });
  await announceWorkOrder(change, 'WORK_ORDER_DELETE', deleted);
}

async function findChangeable(change: Change, organizationId: string, id: number): Promise<WorkOrderRow> {
  const workOrder = await findWorkOrder(change.client, organizationId, id, 'for update');
  if (workOrder.deleted_at !== null) throw notFound('The work order');
  return workOrder;
}

async function update(change: Change, id: number, columns: ColumnValues): Promise<WorkOrderRow> {
  const { sql, values } = updateSql(id, { ...columns, updated_at: change.now() });
  const updated = await change.client.query<WorkOrderRow>(
    `update sandbox.maintainx_work_order set ${sql} where id = $1 returning ${workOrderColumns}`,
    values,
  );
  return onlyRow(updated);
}
