/** What people make of alerts. No service is told: alerts are the gateway's own. */
import { acknowledge, resolve, type AlertState } from '../domain/escalation.ts';
import { decideAlert, lockAlert } from '../replica/apply/alert-decisions.ts';
import { alertEntity } from '../replica/model/alert.ts';
import { prefixOf } from '../replica/object-id.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import { requireWriteAccess, type CommandDeps } from './command-context.ts';
import { inputFaults } from './explain.ts';
import type { UserError } from './failure.ts';
import type { Outcome } from './command-row.ts';

export interface AlertInput {
  idempotencyKey?: string | null;
  alertId: string;
  comment?: string | null;
}

const moveTo = { ACKNOWLEDGED: acknowledge, RESOLVED: resolve } as const;

/** What is so already stays as it was said first. */
export async function decide(
  { database, clock }: CommandDeps,
  viewer: Viewer,
  input: AlertInput,
  status: keyof typeof moveTo,
): Promise<Outcome> {
  requireWriteAccess(viewer);
  const { alertId, comment = null } = input;
  const isForm = prefixOf(alertId) === alertEntity.prefix;
  const formFaults = isForm ? [] : [fault('BAD_USER_INPUT', 'alertId must be the id of an alert, such as alr_…')];
  const faults = [...formFaults, ...inputFaults(input)];
  if (faults.length > 0) return { command: null, results: {}, userErrors: faults };
  const tenantId = viewer.tenant.id;
  return database.transaction(async (tx) => {
    const alert = await lockAlert(tx, tenantId, alertId);
    const userErrors = moveFaults(alert, status);
    if (userErrors.length > 0) return { command: null, results: {}, userErrors };
    const decision = { status, by: viewer.key.name, comment, now: clock.now() };
    if (alert?.status !== status) await decideAlert(tx, tenantId, alertId, decision);
    return { command: null, results: { alertId }, userErrors };
  });
}

function moveFaults(alert: AlertState | null, status: keyof typeof moveTo): UserError[] {
  if (!alert) return [fault('NOT_FOUND', 'alertId: you have no such alert')];
  if (alert.status === status) return [];
  const moved = moveTo[status](alert);
  return moved.ok ? [] : [fault('INVALID_TRANSITION', `alertId: ${moved.fault.message}`)];
}

const fault = (code: UserError['code'], message: string): UserError => ({ field: ['alertId'], code, message });
