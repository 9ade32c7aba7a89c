import { Prisma } from '../../database/generated/client.ts';
import {
  decimal,
  entity,
  nullableDecimal,
  nullableLong,
  nullableText,
  nullableTimestamp,
  text,
  words,
  type RowOf,
} from './entity.ts';
import { atLeast, atMost, isStorable, mentions, oneOf } from './conditions.ts';
import { personColumns } from './person.ts';

export interface WorkOrderFilter {
  assetId?: readonly string[] | null;
  locationId?: readonly string[] | null;
  status?: readonly string[] | null;
  priority?: readonly string[] | null;
  type?: readonly string[] | null;
  assigneeId?: readonly string[] | null;
  /** Due before `now` and not yet done. */
  overdue?: { isOverdue: boolean; now: string } | null;
  dueFrom?: string | null;
  dueTo?: string | null;
  createdFrom?: string | null;
  createdTo?: string | null;
  /** Words in number, title or description. */
  search?: string | null;
}

export const workOrderEntity = entity<WorkOrderFilter>()({
  table: 'work_order',
  prefix: 'wor',
  columns: {
    id: text('id'),
    service: text('service'),
    number: nullableText('number'),
    title: text('title'),
    description: nullableText('description'),
    status: text('status'),
    priority: text('priority'),
    type: text('type'),
    assetId: nullableText('asset_id'),
    assetRecordId: nullableText('asset_record_id'),
    locationId: nullableText('location_id'),
    parentId: nullableText('parent_id'),
    dueDate: nullableTimestamp('due_at'),
    startedAt: nullableTimestamp('started_at'),
    completedAt: nullableTimestamp('completed_at'),
    createdAt: nullableTimestamp('created_at'),
    updatedAt: nullableTimestamp('updated_at'),
    estimatedHours: nullableDecimal('estimated_hours'),
    categories: words('categories'),
  },
  conditions: {
    assetId: oneOf('asset_id'),
    locationId: oneOf('location_id'),
    status: oneOf('status'),
    priority: oneOf('priority'),
    type: oneOf('type'),
    assigneeId: (ids) => Prisma.sql`exists (select from work_order_assignee a where a.tenant_id = t.tenant_id
      and a.work_order_id = t.id and a.person_id = any(${ids.filter(isStorable)}::text[]))`,
    overdue: ({ isOverdue, now }) => Prisma.sql`(t.due_at is not null and t.due_at < ${now}::timestamptz
      and t.status not in ('DONE', 'CANCELLED', 'SKIPPED')) = ${isOverdue}`,
    dueFrom: atLeast('due_at', 'timestamptz'),
    dueTo: atMost('due_at', 'timestamptz'),
    createdFrom: atLeast('created_at', 'timestamptz'),
    createdTo: atMost('created_at', 'timestamptz'),
    search: mentions('number', 'title', 'description'),
  },
  defaultOrder: [{ field: 'createdAt', direction: 'DESC' }],
});

export type WorkOrderRow = RowOf<typeof workOrderEntity.columns>;

export const workOrderAssigneeEntity = entity<object>()({
  table: 'work_order_assignee',
  prefix: 'woa',
  columns: { id: text('id'), workOrderId: text('work_order_id'), personId: text('person_id') },
  conditions: {},
  defaultOrder: [],
});

/** People, by the work order that names them. */
export const workOrderPersonEntity = entity<object>()({
  table: 'work_order_person',
  prefix: 'psn',
  columns: personColumns,
  conditions: {},
  defaultOrder: [{ field: 'name', direction: 'ASC' }],
});

export const workOrderPartEntity = entity<object>()({
  table: 'work_order_part',
  prefix: 'wop',
  columns: {
    id: text('id'),
    workOrderId: text('work_order_id'),
    name: text('name'),
    quantity: decimal('quantity'),
    unitCostMinor: nullableLong('unit_cost_minor'),
    currency: nullableText('currency'),
  },
  conditions: {},
  defaultOrder: [{ field: 'name', direction: 'ASC' }],
});

export type WorkOrderPartRow = RowOf<typeof workOrderPartEntity.columns>;
