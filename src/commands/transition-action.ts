import { transitionFault, type ActionStatus } from '../domain/action.ts';
import { applyObservations } from '../replica/apply/apply.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import { connectedTo, requireWriteAccess, resolveReferences, type CommandDeps } from './command-context.ts';
import { inputFaults, refusal } from './explain.ts';
import type { UserError } from './failure.ts';
import type { Outcome } from './journal.ts';

export interface TransitionActionInput {
  idempotencyKey?: string | null;
  actionId: string;
  to: ActionStatus;
  comment?: string | null;
}

/** Moves a corrective action along its lifecycle, in Reliatic, which judges whether the move is legal. */
export async function transitionAction(
  deps: CommandDeps,
  viewer: Viewer,
  input: TransitionActionInput,
): Promise<Outcome> {
  requireWriteAccess(viewer);
  const { connection, connector } = await connectedTo(deps, viewer, 'RELIATIC');
  const action = { field: ['actionId'], id: input.actionId, kind: 'action', prefix: 'act', noun: 'an action' } as const;
  const { externalIds, userErrors } = await resolveReferences(deps, viewer, 'RELIATIC', [action]);
  const faults = [...userErrors, ...inputFaults(input)];
  if (faults.length > 0) return { command: null, results: {}, userErrors: faults };

  const { idempotencyKey = null, ...fields } = input;
  const externalId = externalIds.get(input.actionId) ?? '';
  const before = await statusOf(deps, viewer, input.actionId);
  return deps.journal.carryOut(viewer, {
    name: 'transitionAction',
    service: 'RELIATIC',
    idempotencyKey,
    input: fields,
    send: () => connector.writer.transitionAction(externalId, input.to, input.comment ?? null),
    apply: async (tx, observation) => {
      const { tenantId, service } = connection;
      const now = deps.clock.now();
      await applyObservations(tx, { tenantId, service, via: 'WRITE', observations: [observation], now });
      return { upstreamId: externalId, results: { actionId: input.actionId } };
    },
    explain: (failure) => {
      if (failure.kind !== 'invalidTransition') return refusal(failure);
      const known: UserError | null = before && transitionFault(before, input.to);
      return known ? [known] : refusal(failure, ['to']);
    },
  });
}

/** As the replica has it: it explains a refusal, and never refuses by itself, since it may be behind. */
async function statusOf({ database }: CommandDeps, { tenant }: Viewer, id: string): Promise<ActionStatus | null> {
  const row = await database.prisma.action.findFirst({ where: { tenantId: tenant.id, id }, select: { status: true } });
  return row && row.status !== 'UNKNOWN' ? (row.status as ActionStatus) : null;
}
