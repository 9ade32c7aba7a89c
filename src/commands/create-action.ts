import type { ActionPriority, ActionRecord } from '../domain/records.ts';
import { actionEntity } from '../replica/model/action.ts';
import { assetReference, resolveReferences, type Reference } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { inputFaults, wordFaults, textFaults } from './explain.ts';
import { recordCommand } from './record-command.ts';

export interface CreateActionInput extends CommandInput {
  assetId: string;
  title: string;
  description?: string | null;
  priority?: ActionPriority | 'UNKNOWN' | null;
  /** Reliatic's own id of a person. */
  assignee?: string | null;
  /** Calendar date, YYYY-MM-DD. */
  dueDate?: string | null;
  failureModeId?: string | null;
}

interface Call {
  assetId: string;
  title: string;
  description: string | null;
  priority: ActionPriority | null;
  assigneeId: string | null;
  dueDate: string | null;
  failureModeId: string | null;
}

/** Adds a corrective action, in Reliatic, where it begins as a draft. */
export const createAction = recordCommand<'RELIATIC', CreateActionInput, Call, ActionRecord>({
  name: 'createAction',
  service: 'RELIATIC',
  result: { field: 'actionId', prefix: actionEntity.prefix },
  prepare: async (place, input) => {
    const { externalIds, userErrors } = await resolveReferences(place, referencesOf(input));
    const faults = [
      ...userErrors,
      ...inputFaults(input),
      ...textFaults(input, ['title']),
      ...wordFaults(input, ['priority']),
    ];
    if (faults.length > 0) return { userErrors: faults };
    const { title, description = null, priority = null, assignee = null, dueDate = null, failureModeId = null } = input;
    const assetId = externalIds.get(input.assetId) ?? '';
    const call: Call = {
      assetId,
      title,
      description,
      priority: priority as ActionPriority | null,
      assigneeId: assignee,
      dueDate,
      failureModeId: failureModeId === null ? null : (externalIds.get(failureModeId) ?? ''),
    };
    return { call, subject: `asset/${assetId}` };
  },
  send: ({ writer }, { priority, ...call }) => writer.createAction({ ...call, ...(priority && { priority }) }),
  seek: (call) => ({
    trace: { kind: 'action', assetId: call.assetId },
    shows: (record) =>
      record.assetId === call.assetId &&
      record.title === call.title &&
      record.dueDate === call.dueDate &&
      record.failureModeId === call.failureModeId,
  }),
});

function referencesOf({ assetId, failureModeId }: CreateActionInput): Reference[] {
  const failureMode = { field: ['failureModeId'], kind: 'failureMode', prefix: 'fmo', noun: 'a failure mode' } as const;
  const asset = assetReference(assetId);
  return typeof failureModeId === 'string' ? [asset, { ...failureMode, id: failureModeId }] : [asset];
}
