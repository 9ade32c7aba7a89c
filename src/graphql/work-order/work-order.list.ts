import { workOrderEntity, workOrderPartEntity, workOrderPersonEntity } from '../../replica/model/work-order.ts';
import type { GraphContext } from '../context.ts';
import { withMomentsAsText } from '../relay/moments.ts';

/** What lists of work orders are read from. Overdue is a matter of the moment. */
export const workOrderList = {
  typeName: 'WorkOrder',
  entity: workOrderEntity,
  parentColumn: 'asset_id',
  toFilter(filter: object, { clock }: GraphContext): object {
    const { overdue = null, assignee, ...rest } = filter as { overdue?: boolean | null; assignee?: string[] | null };
    return {
      ...withMomentsAsText(rest),
      assigneeId: assignee,
      overdue: overdue === null ? null : { isOverdue: overdue, now: clock.now().toISOString() },
    };
  },
} as const;

export const assigneeList = {
  typeName: 'Person',
  entity: workOrderPersonEntity,
  parentColumn: 'work_order_id',
} as const;

export const workOrderPartList = {
  typeName: 'WorkOrderPart',
  entity: workOrderPartEntity,
  parentColumn: 'work_order_id',
} as const;
