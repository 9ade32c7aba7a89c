import { ratingFaults } from '../domain/fmea.ts';
import type { FailureModeRecord } from '../domain/records.ts';
import { failureModeEntity } from '../replica/model/failure-mode.ts';
import { assetReference, resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { inputFaults, textFaults } from './explain.ts';
import { recordCommand } from './record-command.ts';

export interface CreateFailureModeInput extends CommandInput {
  assetId: string;
  description: string;
  /** Ratings are integers 1..10. */
  severity: number;
  occurrence: number;
  detection: number;
  effect?: string | null;
  cause?: string | null;
}

interface Call {
  assetId: string;
  description: string;
  severity: number;
  occurrence: number;
  detection: number;
  effect: string | null;
  cause: string | null;
}

/** Adds a failure mode to an asset's FMEA, in Reliatic. */
export const createFailureMode = recordCommand<'RELIATIC', CreateFailureModeInput, Call, FailureModeRecord>({
  name: 'createFailureMode',
  service: 'RELIATIC',
  result: { field: 'failureModeId', prefix: failureModeEntity.prefix },
  prepare: async (place, input) => {
    const { externalIds, userErrors } = await resolveReferences(place, [assetReference(input.assetId)]);
    const faults = [
      ...userErrors,
      ...inputFaults(input),
      ...textFaults(input, ['description']),
      ...ratingFaults(input),
    ];
    if (faults.length > 0) return { userErrors: faults };
    const { description, severity, occurrence, detection, effect = null, cause = null } = input;
    const assetId = externalIds.get(input.assetId) ?? '';
    const call = { assetId, description, severity, occurrence, detection, effect, cause };
    return { call, subject: `asset/${assetId}` };
  },
  send: (connector, call) => connector.writer.createFailureMode(call),
  seek: (call) => ({
    trace: { kind: 'failureMode', assetId: call.assetId },
    shows: (record) =>
      record.assetId === call.assetId &&
      record.description === call.description &&
      record.severity === call.severity &&
      record.occurrence === call.occurrence &&
      record.detection === call.detection,
  }),
});
