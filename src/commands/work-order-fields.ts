/** What a new and a changed work order have in common. */
import type { OrUnknown } from '../domain/or-unknown.ts';
import type { WorkOrderPriority, WorkOrderRecord } from '../domain/work-records.ts';
import type { UpstreamFailure } from '../upstream/failure.ts';
import type { WorkOrderFields } from '../upstream/maintainx/writer.ts';
import { assetReference, type Reference } from './command-context.ts';
import { fieldByKind, momentFaults, refusal, wordFaults } from './explain.ts';
import type { UserError } from './failure.ts';

/** Left out: not spoken of; null: nothing. */
export interface WorkOrderFieldsInput {
  title?: string | null;
  description?: string | null;
  priority?: OrUnknown<WorkOrderPriority> | null;
  assetId?: string | null;
  locationId?: string | null;
  dueDate?: Date | null;
  assigneeIds?: readonly string[] | null;
}

/** In MaintainX's ids; as JSON has it. */
export type StatedFields = Omit<WorkOrderFields, 'dueAt'> & {
  /** ISO 8601. */
  dueAt?: string | null | undefined;
};

export const workOrderReference = (id: string): Reference => ({
  field: ['workOrderId'],
  id,
  kind: 'workOrder',
  prefix: 'wor',
  noun: 'a work order',
});

/** What the fields name. */
export function referencesOf({ assetId, locationId, assigneeIds }: WorkOrderFieldsInput): Reference[] {
  const location = { field: ['locationId'], kind: 'location', prefix: 'loc', noun: 'a location' } as const;
  const people = (assigneeIds ?? []).map((id, index): Reference => {
    return { field: ['assigneeIds', String(index)], id, kind: 'person', prefix: 'psn', noun: 'a person' };
  });
  return [
    ...(typeof assetId === 'string' ? [assetReference(assetId)] : []),
    ...(typeof locationId === 'string' ? [{ ...location, id: locationId }] : []),
    ...people,
  ];
}

export const fieldFaults = (input: WorkOrderFieldsInput): UserError[] => [
  ...wordFaults(input, ['priority']),
  ...momentFaults(input, ['dueDate']),
];

export function statedFields(input: WorkOrderFieldsInput, externalIds: ReadonlyMap<string, string>): StatedFields {
  const { title, description, priority, assetId, locationId, dueDate, assigneeIds } = input;
  const theirs = (id: string) => externalIds.get(id) ?? '';
  const optional = (id: string | null | undefined) => (typeof id === 'string' ? theirs(id) : id);
  return {
    title: title ?? undefined,
    description,
    priority: priority === null ? 'NONE' : (priority as WorkOrderPriority | undefined),
    assetId: optional(assetId),
    locationId: optional(locationId),
    dueAt: dueDate === null ? null : dueDate?.toISOString(),
    assigneeIds: assigneeIds === null ? [] : assigneeIds && [...new Set(assigneeIds.map(theirs))],
  };
}

export const fieldsToSend = ({ dueAt, ...fields }: StatedFields): WorkOrderFields => ({
  ...fields,
  dueAt: dueAt === undefined ? undefined : restoredMoment(dueAt),
});

/** Of a moment in ISO 8601. */
export const restoredMoment = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Whether the work order is as the fields would leave it. */
export function showsFields(record: WorkOrderRecord, fields: StatedFields): boolean {
  const names = (ids: readonly string[] | undefined) => ids && JSON.stringify([...ids].toSorted());
  const pairs = [
    [fields.title, record.title],
    [fields.description, record.description],
    [fields.priority === 'CRITICAL' ? 'HIGH' : fields.priority, record.priority],
    [fields.assetId, record.assetId],
    [fields.locationId, record.locationId],
    [fields.dueAt, record.dueAt?.toISOString() ?? null],
    [names(fields.assigneeIds), names(record.assigneeIds)],
  ];
  return pairs.every(([meant, found]) => meant === undefined || meant === found);
}

/** MaintainX's refusal, beside the fields of the input. */
export function explainFields(failure: UpstreamFailure): UserError[] {
  const field = fieldByKind(failure, { notFound: 'workOrderId', staleWrite: 'expectedUpdatedAt' });
  return refusal(failure, field, (name) => [fieldOf[name] ?? name]);
}

const fieldOf: Readonly<Record<string, string>> = { assignees: 'assigneeIds', status: 'to' };
