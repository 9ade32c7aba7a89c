import type { WorkOrderRecord } from '../domain/work-records.ts';
import { workOrderEntity } from '../replica/model/work-order.ts';
import { resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { inputFaults, textFaults } from './explain.ts';
import { recordCommand } from './record-command.ts';
import {
  explainFields,
  fieldFaults,
  fieldsToSend,
  referencesOf,
  showsFields,
  statedFields,
  type StatedFields,
  type WorkOrderFieldsInput,
} from './work-order-fields.ts';

export interface CreateWorkOrderInput extends CommandInput, WorkOrderFieldsInput {
  title: string;
}

type Call = StatedFields & { title: string };

/** What a work order has of which nobody has said anything. */
const unstated: StatedFields = { description: null, assetId: null, locationId: null, dueAt: null, assigneeIds: [] };

/** Writes a work order, in MaintainX. */
export const createWorkOrder = recordCommand<'MAINTAINX', CreateWorkOrderInput, Call, WorkOrderRecord>({
  name: 'createWorkOrder',
  service: 'MAINTAINX',
  result: { field: 'workOrderId', prefix: workOrderEntity.prefix },
  prepare: async (place, input) => {
    const { externalIds, userErrors } = await resolveReferences(place, referencesOf(input));
    const faults = [...userErrors, ...inputFaults(input), ...textFaults(input, ['title']), ...fieldFaults(input)];
    if (faults.length > 0) return { userErrors: faults };
    const { title } = input;
    const call = { ...withoutNulls(statedFields(input, externalIds)), title };
    // Without an asset it is about nothing that anything else is about.
    return { call, subject: typeof call.assetId === 'string' ? `asset/${call.assetId}` : `workOrder/${title}` };
  },
  send: ({ writer }, { title, ...fields }) => writer.createWorkOrder({ ...fieldsToSend(fields), title }),
  seek: (call) => ({
    trace: { kind: 'workOrder', name: call.title },
    shows: (record) => showsFields(record, { ...unstated, ...call }),
  }),
  explain: explainFields,
});

/** A new one has nothing that could be emptied. */
const withoutNulls = (fields: StatedFields): StatedFields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
