import type { OrUnknown } from './or-unknown.ts';
import type { WorkOrderStatus } from './work-records.ts';

/** Statuses after which nothing more is to be done. */
const ended: ReadonlySet<string> = new Set<WorkOrderStatus>(['DONE', 'CANCELLED', 'SKIPPED']);

/** It was due before this moment and has not ended. A status that nobody knows is taken as not ended. */
export function isWorkOrderOverdue(
  workOrder: { dueAt: Date | null; status: OrUnknown<WorkOrderStatus> },
  now: Date,
): boolean {
  return workOrder.dueAt !== null && workOrder.dueAt < now && !ended.has(workOrder.status);
}
