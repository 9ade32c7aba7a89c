import type { WorkOrderRecord } from '../domain/work-records.ts';
import { workOrderEntity } from '../replica/model/work-order.ts';
import { resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { changeFaults, inputFaults, textFaults } from './explain.ts';
import { recordCommand } from './record-command.ts';
import {
  explainFields,
  fieldFaults,
  fieldsToSend,
  referencesOf,
  restoredMoment,
  showsFields,
  statedFields,
  workOrderReference,
  type StatedFields,
  type WorkOrderFieldsInput,
} from './work-order-fields.ts';

export interface UpdateWorkOrderInput extends CommandInput, WorkOrderFieldsInput {
  workOrderId: string;
  /** Of the state that the changes are meant for; left out: whichever it is in. */
  expectedUpdatedAt?: Date | null;
}

interface Call {
  workOrderId: string;
  changes: StatedFields;
  /** ISO 8601. */
  expectedUpdatedAt: string | null;
}

/** Changes what is said of a work order, in MaintainX. */
export const updateWorkOrder = recordCommand<'MAINTAINX', UpdateWorkOrderInput, Call, WorkOrderRecord>({
  name: 'updateWorkOrder',
  service: 'MAINTAINX',
  result: { field: 'workOrderId', prefix: workOrderEntity.prefix },
  prepare: async (place, input) => {
    const references = [workOrderReference(input.workOrderId), ...referencesOf(input)];
    const { externalIds, userErrors } = await resolveReferences(place, references);
    const faults = [
      ...userErrors,
      ...inputFaults(input),
      ...(input.title === undefined ? [] : textFaults(input, ['title'])),
      ...fieldFaults(input),
      ...changeFaults(input, changeable),
    ];
    if (faults.length > 0) return { userErrors: faults };
    const workOrderId = externalIds.get(input.workOrderId) ?? '';
    const expectedUpdatedAt = input.expectedUpdatedAt?.toISOString() ?? null;
    const call = { workOrderId, changes: statedFields(input, externalIds), expectedUpdatedAt };
    return { call, subject: `workOrder/${workOrderId}` };
  },
  send: ({ writer }, { workOrderId, changes, expectedUpdatedAt }) =>
    writer.updateWorkOrder(workOrderId, fieldsToSend(changes), restoredMoment(expectedUpdatedAt)),
  seek: ({ workOrderId, changes }) => ({
    trace: { kind: 'workOrder', externalId: workOrderId },
    shows: (record) => showsFields(record, changes),
  }),
  explain: explainFields,
});

const changeable = ['title', 'description', 'priority', 'assetId', 'locationId', 'dueDate', 'assigneeIds'] as const;
