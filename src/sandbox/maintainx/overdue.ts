import type { Change } from '../webhook-outbox.ts';
import { announceWorkOrder } from './announce.ts';
import { unfinishedStatuses } from './conventions.ts';
import { workOrderColumns, type WorkOrderRow } from './wire.ts';

/**
 * Announces each unfinished work order whose due date has passed, once in its life; answers how many. Two sandboxes
 * on one database meet at the rows, which the second finds told.
 */
export async function announceOverdueWorkOrders(change: Change): Promise<number> {
  const told = await change.client.query<WorkOrderRow>(
    `update sandbox.maintainx_work_order set overdue_told_at = $1
     where overdue_told_at is null and deleted_at is null and status in (${unfinished}) and due_date < $1
     returning ${workOrderColumns}`,
    [change.now()],
  );
  const inOrder = told.rows.toSorted((left, right) => dueTime(left) - dueTime(right) || left.id - right.id);
  for (const workOrder of inOrder) await announceWorkOrder(change, 'WORK_ORDER_OVERDUE', workOrder);
  return inOrder.length;
}

/** Spelled out, as the index spells it. */
const unfinished = unfinishedStatuses.map((status) => `'${status}'`).join(', ');

const dueTime = (workOrder: WorkOrderRow): number => workOrder.due_date?.getTime() ?? 0;
