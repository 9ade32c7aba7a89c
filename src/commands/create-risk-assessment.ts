import { riskFaults } from '../domain/rbi.ts';
import type { RiskAssessmentRecord } from '../domain/records.ts';
import { riskAssessmentEntity } from '../replica/model/risk-assessment.ts';
import { assetReference, resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { inputFaults } from './explain.ts';
import { recordCommand } from './record-command.ts';

export interface CreateRiskAssessmentInput extends CommandInput {
  assetId: string;
  /** Categories are integers 1..5. */
  probabilityOfFailure: number;
  consequenceOfFailure: number;
}

interface Call {
  assetId: string;
  probabilityOfFailure: number;
  consequenceOfFailure: number;
}

/** Assesses an asset's risk, in Reliatic, which ranks it. */
export const createRiskAssessment = recordCommand<'RELIATIC', CreateRiskAssessmentInput, Call, RiskAssessmentRecord>({
  name: 'createRiskAssessment',
  service: 'RELIATIC',
  result: { field: 'riskAssessmentId', prefix: riskAssessmentEntity.prefix },
  prepare: async (place, input) => {
    const { externalIds, userErrors } = await resolveReferences(place, [assetReference(input.assetId)]);
    const faults = [...userErrors, ...inputFaults(input), ...riskFaults(input)];
    if (faults.length > 0) return { userErrors: faults };
    const { probabilityOfFailure, consequenceOfFailure } = input;
    const assetId = externalIds.get(input.assetId) ?? '';
    return { call: { assetId, probabilityOfFailure, consequenceOfFailure }, subject: `asset/${assetId}` };
  },
  send: ({ writer }, call) => writer.createRiskAssessment(call),
  seek: (call) => ({
    trace: { kind: 'riskAssessment', assetId: call.assetId },
    shows: (record) =>
      record.assetId === call.assetId &&
      record.probabilityOfFailure === call.probabilityOfFailure &&
      record.consequenceOfFailure === call.consequenceOfFailure,
  }),
});
