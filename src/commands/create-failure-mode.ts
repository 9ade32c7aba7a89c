import { ratingFaults } from '../domain/fmea.ts';
import { applyObservations } from '../replica/apply/apply.ts';
import { failureModeEntity } from '../replica/model/failure-mode.ts';
import { objectId } from '../replica/object-id.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import { connectedTo, requireWriteAccess, resolveReferences, type CommandDeps } from './command-context.ts';
import { inputFaults, refusal, textFaults } from './explain.ts';
import type { Outcome } from './journal.ts';

export interface CreateFailureModeInput {
  idempotencyKey?: string | null;
  assetId: string;
  description: string;
  /** Ratings are integers 1..10. */
  severity: number;
  occurrence: number;
  detection: number;
  effect?: string | null;
  cause?: string | null;
}

/** Adds a failure mode to an asset's FMEA, in Reliatic. */
export async function createFailureMode(
  deps: CommandDeps,
  viewer: Viewer,
  input: CreateFailureModeInput,
): Promise<Outcome> {
  requireWriteAccess(viewer);
  const { connection, connector } = await connectedTo(deps, viewer, 'RELIATIC');
  const asset = { field: ['assetId'], id: input.assetId, kind: 'asset', prefix: 'ast', noun: 'an asset' } as const;
  const { externalIds, userErrors } = await resolveReferences(deps, viewer, 'RELIATIC', [asset]);
  const faults = [...userErrors, ...inputFaults(input), ...textFaults(input, ['description']), ...ratingFaults(input)];
  if (faults.length > 0) return { command: null, results: {}, userErrors: faults };

  const { idempotencyKey = null, ...fields } = input;
  const { description, severity, occurrence, detection, effect = null, cause = null } = fields;
  const assetId = externalIds.get(input.assetId) ?? '';
  return deps.journal.carryOut(viewer, {
    name: 'createFailureMode',
    service: 'RELIATIC',
    idempotencyKey,
    input: fields,
    send: () =>
      connector.writer.createFailureMode({ assetId, description, severity, occurrence, detection, effect, cause }),
    apply: async (tx, observation) => {
      const { tenantId, service } = connection;
      const now = deps.clock.now();
      await applyObservations(tx, { tenantId, service, via: 'WRITE', observations: [observation], now });
      const { externalId } = observation;
      const failureModeId = objectId(failureModeEntity.prefix, tenantId, service, externalId);
      return { upstreamId: externalId, results: { failureModeId } };
    },
    explain: (failure) => refusal(failure),
  });
}
