/** The gateway's own climb of the escalation ladder, for actions whose service may say nothing of it. */
import type { Transaction } from '../../database/database.ts';
import type { ActionStatus } from '../../domain/action.ts';
import { endOfDueDate, millisecondsPerDay } from '../../domain/due-date.ts';
import { defaultLadder, escalationsDue, type AlertStatus, type EscalationStep } from '../../domain/escalation.ts';
import type { NewEvent } from '../../events/catalogue.ts';
import { readLadder } from '../model/tenant-rules.ts';
import { tenantRulesOf } from '../read/tenant-rules.ts';
import { raise, type Escalation } from './alerts.ts';
import { alertIdOf } from './identity.ts';
import type { Origin } from './source-records.ts';

/**
 * Climbs the ladder for every action that is overdue by now, whether its service says so or not: a webhook that never
 * came loses no escalation, and one that comes later finds its level already told.
 */
export async function escalateOverdueActions(
  tx: Transaction,
  origin: Origin,
  { now, isBaseline }: { now: Date; isBaseline: boolean },
): Promise<NewEvent[]> {
  const { ladder } = await tenantRulesOf(tx, origin.tenantId);
  const overdue = await overdueActions(tx, origin, now);
  const escalations = overdue.flatMap((action) =>
    escalationsDue({
      dueDate: action.dueDate,
      now,
      currentLevel: action.level,
      status: action.alertStatus,
      ladder: ladderOf(action, ladder),
    }).map((step): Escalation => {
      const at = new Date(endOfDueDate(action.dueDate).getTime() + step.afterDays * millisecondsPerDay);
      return {
        alertId: action.alertId ?? alertIdOf(origin, action.externalId),
        assetRecordId: action.assetRecordId,
        actionId: action.id,
        title: action.title,
        severity: action.priority,
        level: step.level,
        escalatedTo: step.escalatesTo,
        slaDueAt: endOfDueDate(action.dueDate),
        at: isBaseline ? at : now,
      };
    }),
  );
  return raise(tx, origin.tenantId, escalations);
}

interface OverdueAction {
  id: string;
  externalId: string;
  assetRecordId: string;
  title: string;
  priority: string;
  status: ActionStatus;
  dueDate: string;
  /** Null before the first step. */
  alertId: string | null;
  level: number;
  alertStatus: AlertStatus;
  /** Of the alert; null: the house's own. */
  ladder: unknown;
}

/** The tenant's ladder of today is for alerts that are still to come. */
const ladderOf = ({ alertId, ladder }: OverdueAction, ladderOfToday: readonly EscalationStep[]) => {
  if (alertId === null) return ladderOfToday;
  return ladder === null ? defaultLadder : readLadder(ladder);
};

/** Those that have a step before them. */
function overdueActions(tx: Transaction, { tenantId, service }: Origin, now: Date): Promise<OverdueAction[]> {
  return tx.$queryRaw<OverdueAction[]>`
    select a.id, s.external_id as "externalId", a.asset_record_id as "assetRecordId", a.title, a.priority, a.status,
      a.due_date::text as "dueDate", l.id as "alertId", coalesce(l.level, 0) as level,
      coalesce(l.status, 'OPEN') as "alertStatus", l.ladder
    from action a
    join source_record s on s.tenant_id = a.tenant_id and s.object_id = a.id and s.kind = 'action' and s.service = ${service}
    left join alert l on l.tenant_id = a.tenant_id and l.action_id = a.id
    where a.tenant_id = ${tenantId} and a.due_date < ${now.toISOString()}::timestamptz::date
      and a.status not in ('REJECTED', 'COMPLETED', 'CANCELLED')
      and (l.id is null or l.level < coalesce(jsonb_array_length(l.ladder), ${defaultLadder.length}))`;
}
