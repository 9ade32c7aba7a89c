import Big from 'big.js';
import type { InspectionType } from '../domain/inspection.ts';
import type { InspectionRecord } from '../domain/records.ts';
import { inspectionEntity } from '../replica/model/inspection.ts';
import { assetReference, resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { inputFaults, pastDateFaults, rangeFaults, textFaults, wordFaults } from './explain.ts';
import { recordCommand } from './record-command.ts';

export interface CreateInspectionInput extends CommandInput {
  assetId: string;
  type: InspectionType | 'UNKNOWN';
  /** Calendar date, YYYY-MM-DD. */
  date: string;
  inspectorName: string;
  /** 0..100 of the surface. */
  coveragePercent?: Big | null;
  /** 0, where the wall is gone, or more. */
  thicknessMm?: Big | null;
}

interface Call {
  assetId: string;
  type: InspectionType;
  date: string;
  inspectorName: string;
  coveragePercent: string | null;
  thicknessMm: string | null;
}

const decimal = (text: string | null): Big | null => (text === null ? null : new Big(text));

/** Writes an inspection down, in Reliatic, which rates its effectiveness. */
export const createInspection = recordCommand<'RELIATIC', CreateInspectionInput, Call, InspectionRecord>({
  name: 'createInspection',
  service: 'RELIATIC',
  result: { field: 'inspectionId', prefix: inspectionEntity.prefix },
  prepare: async (place, input) => {
    const { externalIds, userErrors } = await resolveReferences(place, [assetReference(input.assetId)]);
    const faults = [
      ...userErrors,
      ...inputFaults(input),
      ...textFaults(input, ['inspectorName']),
      ...wordFaults(input, ['type']),
      ...pastDateFaults(input, ['date'], place.clock.now()),
      ...rangeFaults('coveragePercent', input.coveragePercent, { from: 0, to: 100 }),
      ...rangeFaults('thicknessMm', input.thicknessMm, { from: 0, to: 100_000 }),
    ];
    if (faults.length > 0) return { userErrors: faults };
    const { type, date, inspectorName, coveragePercent = null, thicknessMm = null } = input;
    const assetId = externalIds.get(input.assetId) ?? '';
    const call: Call = {
      assetId,
      type: type as InspectionType,
      date,
      inspectorName,
      coveragePercent: coveragePercent?.toFixed() ?? null,
      thicknessMm: thicknessMm?.toFixed() ?? null,
    };
    return { call, subject: `asset/${assetId}` };
  },
  send: ({ writer }, { coveragePercent, thicknessMm, ...call }) =>
    writer.createInspection({
      ...call,
      coveragePercent: decimal(coveragePercent),
      thicknessMm: decimal(thicknessMm),
    }),
  seek: (call) => ({
    trace: { kind: 'inspection', assetId: call.assetId },
    shows: (record) =>
      record.assetId === call.assetId &&
      record.type === call.type &&
      record.date === call.date &&
      record.inspectorName === call.inspectorName,
  }),
});
