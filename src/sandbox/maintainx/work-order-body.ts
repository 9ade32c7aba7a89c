import { z } from 'zod';
import { namedColumns } from './columns.ts';
import { priorities, workOrderStatuses, workOrderTypes } from './conventions.ts';
import { id, oneOf, optionalId, optionalInstant, optionalSeconds, optionalText, text } from './fields.ts';
import type { Reference } from './references.ts';

/** The bodies of POST and PATCH, in the client sample's form or the OpenAPI's. */

const assignee = z.union([id.transform((user) => ({ type: 'USER' as const, id: user })), assigneeObject()], {
  error: 'must be the id of a user, or {type, id} with the type USER or TEAM',
});

function assigneeObject() {
  return z.strictObject({ type: oneOf(['USER', 'TEAM']), id });
}

const list = 'must be a list';

const optionalFields = {
  description: optionalText,
  priority: oneOf(priorities).optional(),
  type: oneOf(workOrderTypes).optional(),
  assetId: optionalId,
  locationId: optionalId,
  parentId: optionalId,
  dueDate: optionalInstant,
  startDate: optionalInstant,
  estimatedTime: optionalSeconds,
  categories: z.array(text, { error: list }).optional(),
  assignees: z.array(assignee, { error: list }).optional(),
};

export const newWorkOrder = z.strictObject({ title: text, ...optionalFields });
export type NewWorkOrder = z.output<typeof newWorkOrder>;

export const workOrderChanges = z.strictObject({ title: text.optional(), ...optionalFields });
export type WorkOrderChanges = z.output<typeof workOrderChanges>;

export const statusChange = z.strictObject({ status: oneOf(workOrderStatuses) });

const columnOf = {
  title: 'title',
  description: 'description',
  priority: 'priority',
  type: 'type',
  assetId: 'asset_id',
  locationId: 'location_id',
  parentId: 'parent_id',
  dueDate: 'due_date',
  startDate: 'start_date',
  estimatedTime: 'estimated_time',
  categories: 'categories',
} as const satisfies Partial<Record<keyof NewWorkOrder, string>>;

/** The columns that the body names. */
export function columnsOf(body: WorkOrderChanges): Record<string, unknown> {
  const { assignees } = body;
  const idsOf = (type: string): number[] => [
    ...new Set(assignees?.flatMap((one) => (one.type === type ? [one.id] : []))),
  ];
  return {
    ...namedColumns(body, columnOf),
    ...(assignees && { assigned_users: idsOf('USER'), assigned_teams: idsOf('TEAM') }),
  };
}

/** What the body points at. */
export function referencesOf(body: WorkOrderChanges): Reference[] {
  const users = (body.assignees ?? []).map((one, index): Reference => {
    return { kind: 'user', fieldPath: `assignees[${index}].id`, id: one.type === 'USER' ? one.id : null };
  });
  return [
    { kind: 'asset', fieldPath: 'assetId', id: body.assetId },
    { kind: 'location', fieldPath: 'locationId', id: body.locationId },
    { kind: 'work order', fieldPath: 'parentId', id: body.parentId },
    ...users,
  ];
}
