import { Prisma } from '../../database/generated/client.ts';
import { entity, nullableDate, nullableText, text, type RowOf } from './entity.ts';
import { atLeast, atMost, mentions, oneOf } from './conditions.ts';

export interface ActionFilter {
  assetId?: readonly string[] | null;
  failureModeId?: readonly string[] | null;
  status?: readonly string[] | null;
  priority?: readonly string[] | null;
  assignee?: readonly string[] | null;
  /** Due before `today` and not at the end of its lifecycle. */
  overdue?: { isOverdue: boolean; today: string } | null;
  dueFrom?: string | null;
  dueTo?: string | null;
  /** Words in title or description. */
  search?: string | null;
}

export const actionEntity = entity<ActionFilter>()({
  table: 'action',
  prefix: 'act',
  columns: {
    id: text('id'),
    assetId: text('asset_id'),
    assetRecordId: text('asset_record_id'),
    failureModeId: nullableText('failure_mode_id'),
    title: text('title'),
    description: nullableText('description'),
    status: text('status'),
    priority: text('priority'),
    assignee: nullableText('assignee_id'),
    dueDate: nullableDate('due_date'),
  },
  conditions: {
    assetId: oneOf('asset_id'),
    failureModeId: oneOf('failure_mode_id'),
    status: oneOf('status'),
    priority: oneOf('priority'),
    assignee: oneOf('assignee_id'),
    overdue: ({ isOverdue, today }) => Prisma.sql`(t.due_date is not null and t.due_date < ${today}::date
      and t.status not in ('REJECTED', 'COMPLETED', 'CANCELLED')) = ${isOverdue}`,
    dueFrom: atLeast('due_date', 'date'),
    dueTo: atMost('due_date', 'date'),
    search: mentions('title', 'description'),
  },
  defaultOrder: [{ field: 'dueDate', direction: 'ASC' }],
});

export type ActionRow = RowOf<typeof actionEntity.columns>;
