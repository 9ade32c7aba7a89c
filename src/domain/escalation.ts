import { endOfDueDate, millisecondsPerDay } from './due-date.ts';
import type { Fault } from './fault.ts';

/** One rung of the ladder. */
export interface EscalationStep {
  /** 1 is the first. */
  level: number;
  /** Whole or part days after the end of the due date. */
  afterDays: number;
  escalatesTo: string;
}

/** The ladder of a tenant that has set none of its own. Source: house rule (domain rules, SLA escalation). */
export const defaultLadder: readonly EscalationStep[] = [
  { level: 1, afterDays: 1, escalatesTo: 'owner' },
  { level: 2, afterDays: 3, escalatesTo: 'department lead' },
  { level: 3, afterDays: 7, escalatesTo: 'operations manager' },
  { level: 4, afterDays: 14, escalatesTo: 'executive committee' },
];

/** An overdue action on its ladder. */
export interface Lateness {
  /** Calendar date, YYYY-MM-DD; days are counted from its end, UTC. */
  dueDate: string;
  now: Date;
  /** When the alert was last opened again; days are then counted from there. */
  reopenedAt?: Date | null | undefined;
  /** The ladder the alert was opened with: a later edit of the policy leaves open alerts alone. */
  ladder?: readonly EscalationStep[] | undefined;
}

/**
 * The highest level whose time has come: 0 before the first, 4 at the top of the default ladder.
 * Source: house rule (domain rules, SLA escalation).
 *
 * @throws RangeError when the due date is not a calendar date, YYYY-MM-DD
 */
export function levelDue(lateness: Lateness): number {
  return Math.max(0, ...stepsReached(lateness).map((step) => step.level));
}

/**
 * The escalations to announce now, rising: every step whose time has come above the level already announced. Asking
 * again with the level they lead to gives none, so each level is announced once. An alert that is acknowledged or
 * resolved has none.
 * Source: house rule (domain rules, SLA escalation).
 *
 * @throws RangeError when the due date is not a calendar date, YYYY-MM-DD
 */
export function escalationsDue(
  alert: Lateness & { currentLevel: number; status?: AlertStatus | undefined },
): EscalationStep[] {
  if ((alert.status ?? 'OPEN') !== 'OPEN') return [];
  return stepsReached(alert)
    .filter((step) => step.level > alert.currentLevel)
    .toSorted((left, right) => left.level - right.level);
}

function stepsReached({ dueDate, now, reopenedAt, ladder = defaultLadder }: Lateness): EscalationStep[] {
  const dueTime = endOfDueDate(dueDate).getTime();
  const start = Math.max(dueTime, reopenedAt?.getTime() ?? dueTime);
  return ladder.filter((step) => now.getTime() >= start + step.afterDays * millisecondsPerDay);
}

export const alertStatuses = ['OPEN', 'ACKNOWLEDGED', 'RESOLVED'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** Where an alert stands. */
export interface AlertState {
  status: AlertStatus;
  /** The highest level announced since it was (re-)opened, 1..4. */
  level: number;
  /** Null until it is opened again. */
  reopenedAt: Date | null;
}

export type AlertOutcome = { ok: true; alert: AlertState } | { ok: false; fault: Fault };

const nextAlertStatuses = {
  OPEN: ['ACKNOWLEDGED', 'RESOLVED'],
  ACKNOWLEDGED: ['RESOLVED', 'OPEN'],
  RESOLVED: ['OPEN'],
} as const satisfies Record<AlertStatus, readonly AlertStatus[]>;

/**
 * Someone has taken the alert on: it stops climbing and keeps its level.
 * Fails with INVALID_TRANSITION on `status` unless the alert is open.
 */
export function acknowledge(alert: AlertState): AlertOutcome {
  return move(alert, { ...alert, status: 'ACKNOWLEDGED' });
}

/**
 * The cause is gone: the alert stops climbing and keeps its level.
 * Fails with INVALID_TRANSITION on `status` when the alert is resolved already.
 */
export function resolve(alert: AlertState): AlertOutcome {
  return move(alert, { ...alert, status: 'RESOLVED' });
}

/**
 * The alert stands again, back at level 1, and climbs from there with the days counted from `now`: without that, an
 * action three weeks late would jump from level 1 to the executive committee at once.
 * Fails with INVALID_TRANSITION on `status` when the alert is open already.
 */
export function reopen(alert: AlertState, now: Date): AlertOutcome {
  return move(alert, { status: 'OPEN', level: 1, reopenedAt: now });
}

function move(from: AlertState, to: AlertState): AlertOutcome {
  const allowed: readonly AlertStatus[] = nextAlertStatuses[from.status];
  if (allowed.includes(to.status)) return { ok: true, alert: to };
  const message = `An alert cannot go from ${from.status} to ${to.status}; allowed: ${allowed.join(', ')}`;
  return { ok: false, fault: { field: ['status'], code: 'INVALID_TRANSITION', message } };
}
