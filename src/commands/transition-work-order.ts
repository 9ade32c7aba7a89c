import type { OrUnknown } from '../domain/or-unknown.ts';
import type { WorkOrderRecord, WorkOrderStatus } from '../domain/work-records.ts';
import { workOrderEntity } from '../replica/model/work-order.ts';
import { resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { inputFaults, wordFaults } from './explain.ts';
import type { UserError } from './failure.ts';
import { recordCommand } from './record-command.ts';
import { explainFields, restoredMoment, workOrderReference } from './work-order-fields.ts';

export interface TransitionWorkOrderInput extends CommandInput {
  workOrderId: string;
  to: OrUnknown<WorkOrderStatus>;
  /** Of the state that the step is meant for; left out: whichever it is in. */
  expectedUpdatedAt?: Date | null;
}

interface Call {
  workOrderId: string;
  to: WorkOrderStatus;
  /** ISO 8601. */
  expectedUpdatedAt: string | null;
}

/** Moves a work order to another status, in MaintainX. */
export const transitionWorkOrder = recordCommand<'MAINTAINX', TransitionWorkOrderInput, Call, WorkOrderRecord>({
  name: 'transitionWorkOrder',
  service: 'MAINTAINX',
  result: { field: 'workOrderId', prefix: workOrderEntity.prefix },
  prepare: async (place, input) => {
    const { externalIds, userErrors } = await resolveReferences(place, [workOrderReference(input.workOrderId)]);
    const faults = [...userErrors, ...inputFaults(input), ...wordFaults(input, ['to']), ...statusFaults(input)];
    if (faults.length > 0) return { userErrors: faults };
    const workOrderId = externalIds.get(input.workOrderId) ?? '';
    const expectedUpdatedAt = input.expectedUpdatedAt?.toISOString() ?? null;
    const call = { workOrderId, to: input.to as WorkOrderStatus, expectedUpdatedAt };
    return { call, subject: `workOrder/${workOrderId}` };
  },
  send: ({ writer }, { workOrderId, to, expectedUpdatedAt }) =>
    writer.transitionWorkOrder(workOrderId, to, restoredMoment(expectedUpdatedAt)),
  seek: ({ workOrderId, to }) => ({
    trace: { kind: 'workOrder', externalId: workOrderId },
    shows: ({ status }) => status === to,
  }),
  explain: explainFields,
});

function statusFaults({ to }: TransitionWorkOrderInput): UserError[] {
  if (to !== 'AWAITING_APPROVAL') return [];
  const message = 'to: MAINTAINX has no approval to wait for: ON_HOLD is what comes nearest';
  return [{ field: ['to'], code: 'BAD_USER_INPUT', message }];
}
