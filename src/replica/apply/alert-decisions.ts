/**
 * What people make of alerts. No service has a word for it: it stands in the alert's row alone, which is never made anew,
 * and what services tell later leaves it as it is.
 */
import type { Transaction } from '../../database/database.ts';
import type { AlertState, AlertStatus } from '../../domain/escalation.ts';
import { alertEntity } from '../model/alert.ts';
import { tellChanges, touch } from './touched.ts';

export interface AlertDecision {
  status: Exclude<AlertStatus, 'OPEN'>;
  /** Whose word it is. */
  by: string;
  comment: string | null;
  now: Date;
}

/** The alert, which nobody else decides about before the transaction ends; null when the tenant has none. */
export async function lockAlert(tx: Transaction, tenantId: string, alertId: string): Promise<AlertState | null> {
  const [row] = await tx.$queryRaw<{ status: AlertStatus; level: number }[]>`
    select status, level from alert where tenant_id = ${tenantId} and id = ${alertId} for update`;
  return row ? { ...row, reopenedAt: null } : null;
}

export async function decideAlert(
  tx: Transaction,
  tenantId: string,
  alertId: string,
  { status, by, comment, now }: AlertDecision,
): Promise<void> {
  const decided = status === 'ACKNOWLEDGED' ? { acknowledgedAt: now, acknowledgedBy: by } : { resolvedAt: now };
  const said = comment === null ? {} : { comment };
  await tx.alert.updateMany({ where: { tenantId, id: alertId }, data: { status, ...decided, ...said } });
  touch(tx, alertEntity, [alertId]);
  await tellChanges(tx, tenantId, now);
}
