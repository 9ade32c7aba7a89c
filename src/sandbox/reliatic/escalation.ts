import { isTerminal, actionStatuses } from '../../domain/action.ts';
import { endOfDueDate } from '../../domain/due-date.ts';
import { defaultLadder, escalationsDue, type EscalationStep } from '../../domain/escalation.ts';
import { deterministicUuid } from '../deterministic-uuid.ts';
import type { Change } from '../webhook-outbox.ts';
import { announce } from './announce.ts';
import { alertState } from './conventions.ts';

interface OverdueAction {
  organization_id: string;
  id: string;
  asset_id: string;
  title: string;
  priority: string;
  due_date: string;
  level: number;
}

/** Actions still open after their due date, with the level their alert has reached. */
const overdueActions = `
  select a.organization_id, a.id, a.asset_id, a.title, a.priority, a.due_date,
    coalesce((select max(level) from sandbox.reliatic_escalation e
              where e.organization_id = a.organization_id and e.action_id = a.id), 0) as level
  from sandbox.reliatic_action a
  where a.due_date < $1 and a.status <> all ($2)
  order by a.position`;

const endedStatuses = actionStatuses.filter(isTerminal).map((status) => status.toLowerCase());

/**
 * Lets every overdue action climb its ladder to where the clock stands: each level once, in order, each announced by
 * alert.escalated unless `isHistoric`. Answers how many levels were climbed.
 */
export async function escalateOverdueActions(
  change: Change,
  options: { isHistoric: boolean; organizationId?: string },
): Promise<number> {
  // One at a time, so that two sandboxes on one database never announce the same level.
  await change.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', ['sandbox escalation']);
  const now = change.now();
  const found = await change.client.query<OverdueAction>(overdueActions, [
    now.toISOString().slice(0, 10),
    endedStatuses,
  ]);
  let climbed = 0;
  for (const action of found.rows) {
    if (options.organizationId !== undefined && action.organization_id !== options.organizationId) continue;
    const steps = escalationsDue({ dueDate: action.due_date, now, currentLevel: action.level });
    climbed += steps.length;
    await recordSteps(change, action, steps, now);
    if (!options.isHistoric) await announceSteps(change, action, steps);
  }
  return climbed;
}

async function recordSteps(
  change: Change,
  action: OverdueAction,
  steps: readonly EscalationStep[],
  now: Date,
): Promise<void> {
  if (steps.length === 0) return;
  await change.client.query(
    `insert into sandbox.reliatic_escalation (organization_id, action_id, level, escalated_at)
     select $1, $2, level, $4 from unnest($3::int[]) as level`,
    [action.organization_id, action.id, steps.map((step) => step.level), now],
  );
}

async function announceSteps(change: Change, action: OverdueAction, steps: readonly EscalationStep[]): Promise<void> {
  const escalated = {
    id: action.id,
    alertId: deterministicUuid(`reliatic alert ${action.id}`),
    assetId: action.asset_id,
    title: action.title,
    priority: action.priority,
  };
  const slaDueAt = endOfDueDate(action.due_date);
  const reached = defaultLadder.find((step) => step.level === action.level);
  let before = reached ? alertState(escalated, reached.level, reached.escalatesTo, slaDueAt) : null;
  for (const step of steps) {
    const after = alertState(escalated, step.level, step.escalatesTo, slaDueAt);
    await announce(change, action.organization_id, 'alert.escalated', escalated.alertId, before, after);
    before = after;
  }
}
