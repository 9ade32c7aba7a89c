/** Alerts: an action's climb on the escalation ladder, whoever announces it. */
import type { Transaction } from '../../database/database.ts';
import { isTerminal } from '../../domain/action.ts';
import { defaultLadder } from '../../domain/escalation.ts';
import type { ActionRecord, AlertRecord } from '../../domain/records.ts';
import type { NewEvent } from '../../events/catalogue.ts';
import { assetEntity } from '../model/asset.ts';
import { actionEntity } from '../model/action.ts';
import { alertEntity } from '../model/alert.ts';
import { writtenLadder } from '../model/tenant-rules.ts';
import { tenantRulesOf } from '../read/tenant-rules.ts';
import { optionalReference } from './identity.ts';
import type { Changed } from './changed-records.ts';
import type { Origin } from './source-records.ts';
import { touching } from './touched.ts';

/** A level that an action has reached. */
export interface Escalation {
  alertId: string;
  /** The record of the asset that the service names. */
  assetRecordId: string | null;
  actionId: string | null;
  title: string;
  severity: string;
  level: number;
  escalatedTo: string | null;
  slaDueAt: Date | null;
  at: Date;
}

/** Levels a service announced. */
export async function projectAlerts(
  tx: Transaction,
  origin: Origin,
  alerts: readonly Changed<AlertRecord>[],
): Promise<NewEvent[]> {
  return raise(
    tx,
    origin.tenantId,
    alerts.map(({ id, record, observedAt }) => ({
      alertId: id,
      assetRecordId: optionalReference(origin, assetEntity, record.assetId),
      actionId: optionalReference(origin, actionEntity, record.actionId),
      title: record.title,
      severity: record.severity,
      level: record.level,
      escalatedTo: record.escalatedTo,
      slaDueAt: record.slaDueAt,
      at: observedAt,
    })),
  );
}

/** An action that has ended takes its alert with it. */
export async function settleAlerts(
  tx: Transaction,
  { tenantId, now }: Origin & { now: Date },
  actions: readonly Changed<ActionRecord>[],
): Promise<void> {
  const ended = actions
    .filter(({ record }) => record.status !== 'UNKNOWN' && isTerminal(record.status))
    .map(({ id }) => id);
  if (ended.length === 0) return;
  await touching(
    tx,
    alertEntity,
    tx.$queryRaw`update alert set status = 'RESOLVED', resolved_at = ${now}::timestamptz
      where tenant_id = ${tenantId} and action_id = any(${ended}::text[]) and status <> 'RESOLVED' returning id`,
  );
}

/**
 * Levels only rise, and each is one fact, however late or often it is announced. One that is announced tells of those
 * below it too: what was to announce them may be lost, or come later and then be too old to count.
 */
export async function raise(
  tx: Transaction,
  tenantId: string,
  escalations: readonly Escalation[],
): Promise<NewEvent[]> {
  const rising = escalations.toSorted((left, right) => left.level - right.level);
  const reached = await levelsOf(
    tx,
    tenantId,
    rising.map(({ alertId }) => alertId),
  );
  await upsertAlerts(tx, tenantId, highestOf(rising));
  return rising.flatMap((each) => {
    const before = reached.get(each.alertId) ?? 0;
    reached.set(each.alertId, Math.max(before, each.level));
    return Array.from({ length: Math.max(0, each.level - before) }, (_, index) => escalated(each, before + index + 1));
  });
}

const escalated = ({ alertId, assetRecordId, at }: Escalation, level: number): NewEvent => ({
  type: 'alert.escalated',
  subjectId: alertId,
  occurredAt: at,
  payload: { alertId, assetId: assetRecordId, level, previousLevel: level - 1 },
  dedupeKey: `alert.escalated/${alertId}/${level}`,
});

/** Where these alerts stand; an alert that is none yet is left out. */
async function levelsOf(tx: Transaction, tenantId: string, alertIds: readonly string[]): Promise<Map<string, number>> {
  if (alertIds.length === 0) return new Map();
  const rows = await tx.alert.findMany({
    where: { tenantId, id: { in: [...alertIds] } },
    select: { id: true, level: true },
  });
  return new Map(rows.map(({ id, level }) => [id, level]));
}

function highestOf(rising: readonly Escalation[]): Escalation[] {
  return [...new Map(rising.map((each) => [each.alertId, each])).values()];
}

/** An alert keeps the ladder it is born with, and is born resolved where its action has already ended. */
async function upsertAlerts(tx: Transaction, tenantId: string, alerts: readonly Escalation[]): Promise<void> {
  if (alerts.length === 0) return;
  const { ladder } = await tenantRulesOf(tx, tenantId);
  const written = ladder === defaultLadder ? null : JSON.stringify(writtenLadder(ladder));
  const changed = tx.$queryRaw<{ id: string }[]>`
    insert into alert as l (id, tenant_id, asset_id, asset_record_id, action_id, title, severity, status, level,
      escalated_to, sla_due_at, escalated_at, ladder)
    select i."alertId", ${tenantId}, coalesce(k.asset_id, i."assetRecordId"), i."assetRecordId", i."actionId", i.title, i.severity,
      case when a.status in ('REJECTED', 'COMPLETED', 'CANCELLED') then 'RESOLVED' else 'OPEN' end,
      i.level, i."escalatedTo", i."slaDueAt", i.at, ${written}::jsonb
    from jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb) as i("alertId" text, "assetRecordId" text, "actionId" text,
      title text, severity text, level int, "escalatedTo" text, "slaDueAt" timestamptz, at timestamptz)
    left join asset_identity k on k.record_id = i."assetRecordId"
    left join action a on a.tenant_id = ${tenantId} and a.id = i."actionId"
    on conflict (id) do update set level = excluded.level, title = excluded.title, severity = excluded.severity,
      escalated_to = excluded.escalated_to, sla_due_at = excluded.sla_due_at, escalated_at = excluded.escalated_at,
      asset_id = coalesce(excluded.asset_id, l.asset_id),
      asset_record_id = coalesce(excluded.asset_record_id, l.asset_record_id), action_id = coalesce(excluded.action_id, l.action_id)
    where excluded.level > l.level
    returning l.id`;
  await touching(tx, alertEntity, changed);
}
