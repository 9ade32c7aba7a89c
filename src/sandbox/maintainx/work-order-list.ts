import { z } from 'zod';
import { Where } from '../where.ts';
import { defaultSort, priorities, sortFields, workOrderStatuses } from './conventions.ts';
import { idInText, instant, oneOf } from './fields.ts';
import { pageParameters, several, single } from './query.ts';

/** The filters and orders of GET /workorders. */

const sorts = sortFields.flatMap((field) => [field, `-${field}`] as const);

export const workOrderFilter = z.strictObject({
  ...pageParameters,
  status: single(oneOf(workOrderStatuses)),
  statuses: several(oneOf(workOrderStatuses)),
  priorities: several(oneOf(priorities)),
  assets: several(idInText),
  locations: several(idInText),
  assignees: several(idInText),
  'updatedAt[gte]': single(instant),
  'updatedAt[lte]': single(instant),
  'createdAt[gte]': single(instant),
  sort: single(z.enum(sorts, { error: `must be one of ${sorts.join(', ')}` })),
});
export type WorkOrderFilter = z.output<typeof workOrderFilter>;

/** The work orders that the filter leaves. */
export function workOrdersWhere(organizationId: string, filter: WorkOrderFilter): Where {
  const anyOf = (column: string, type: string) => (value: string) => `${column} = any (${value}::${type}[])`;
  return new Where()
    .and(organizationId, (value) => `organization_id = ${value} and deleted_at is null`)
    .and(filter.status, (value) => `status = ${value}`)
    .and(filter.statuses, anyOf('status', 'text'))
    .and(filter.priorities, anyOf('priority', 'text'))
    .and(filter.assets, anyOf('asset_id', 'integer'))
    .and(filter.locations, anyOf('location_id', 'integer'))
    .and(filter.assignees, (value) => `assigned_users && ${value}::integer[]`)
    .and(filter['updatedAt[gte]'], (value) => `updated_at >= ${value}`)
    .and(filter['updatedAt[lte]'], (value) => `updated_at <= ${value}`)
    .and(filter['createdAt[gte]'], (value) => `created_at >= ${value}`);
}

const columnOf = { createdAt: 'created_at', updatedAt: 'updated_at', dueDate: 'due_date' } as const;

/** `order by` of a sort; equal work orders follow by id, in the same direction. */
export function orderOf({ sort = defaultSort }: WorkOrderFilter): string {
  const field = sortFields.find((candidate) => sort.endsWith(candidate));
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  return field === undefined ? `id ${direction}` : `${columnOf[field]} ${direction}, id ${direction}`;
}
