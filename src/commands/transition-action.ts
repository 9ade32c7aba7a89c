import { transitionFault, type ActionStatus } from '../domain/action.ts';
import type { ActionRecord } from '../domain/records.ts';
import { actionEntity } from '../replica/model/action.ts';
import { resolveReferences } from './command-context.ts';
import type { CommandInput, Place } from './definition.ts';
import { inputFaults, refusal } from './explain.ts';
import { recordCommand } from './record-command.ts';

export interface TransitionActionInput extends CommandInput {
  actionId: string;
  to: ActionStatus;
  comment?: string | null;
}

interface Call {
  actionId: string;
  /** As the replica had it: it explains a refusal, and never refuses by itself, since it may be behind. */
  from: ActionStatus | null;
  to: ActionStatus;
  comment: string | null;
}

/** Moves a corrective action along its lifecycle, in Reliatic, which judges whether the move is legal. */
export const transitionAction = recordCommand<'RELIATIC', TransitionActionInput, Call, ActionRecord>({
  name: 'transitionAction',
  service: 'RELIATIC',
  result: { field: 'actionId', prefix: actionEntity.prefix },
  prepare: async (place, input) => {
    const { to, comment = null } = input;
    const action = {
      field: ['actionId'],
      id: input.actionId,
      kind: 'action',
      prefix: 'act',
      noun: 'an action',
    } as const;
    const { externalIds, userErrors } = await resolveReferences(place, [action]);
    const faults = [...userErrors, ...inputFaults(input)];
    if (faults.length > 0) return { userErrors: faults };
    const actionId = externalIds.get(input.actionId) ?? '';
    const from = await statusOf(place, input.actionId);
    return { call: { actionId, from, to, comment }, subject: `action/${actionId}` };
  },
  send: ({ writer }, { actionId, to, comment }) => writer.transitionAction(actionId, to, comment),
  seek: ({ actionId, to }) => ({
    trace: { kind: 'action', externalId: actionId },
    shows: ({ status }) => status === to,
  }),
  explain: (failure, { from, to }) => {
    if (failure.kind !== 'invalidTransition') return refusal(failure);
    const known = from && transitionFault(from, to);
    return known ? [known] : refusal(failure, ['to']);
  },
});

async function statusOf({ prisma, tenantId }: Place, id: string): Promise<ActionStatus | null> {
  const row = await prisma.action.findFirst({ where: { tenantId, id }, select: { status: true } });
  return row && row.status !== 'UNKNOWN' ? (row.status as ActionStatus) : null;
}
