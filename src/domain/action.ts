import { endOfDueDate } from './due-date.ts';
import type { Fault } from './fault.ts';

/** The life of a corrective action. */
export const actionStatuses = [
  'DRAFT',
  'PROPOSED',
  'APPROVED',
  'REJECTED',
  'IN_PROGRESS',
  'COMPLETED',
  'CANCELLED',
] as const;
export type ActionStatus = (typeof actionStatuses)[number];

/** Every legal move; what is not listed is illegal, staying where it is included. */
export const nextStatuses = {
  DRAFT: ['PROPOSED'],
  PROPOSED: ['APPROVED', 'REJECTED'],
  APPROVED: ['IN_PROGRESS'],
  REJECTED: [],
  IN_PROGRESS: ['COMPLETED', 'CANCELLED'],
  COMPLETED: [],
  CANCELLED: [],
} as const satisfies Record<ActionStatus, readonly ActionStatus[]>;

/** The statuses an action may move to next; none when it has ended. Source: the corrective action lifecycle. */
export function allowedTransitions(from: ActionStatus): readonly ActionStatus[] {
  return nextStatuses[from];
}

/** Whether an action has ended: rejected, completed or cancelled. Source: the corrective action lifecycle. */
export function isTerminal(status: ActionStatus): boolean {
  return nextStatuses[status].length === 0;
}

/**
 * Checks one move of an action.
 * Source: the corrective action lifecycle.
 *
 * @returns null for a legal move; else a fault on `to` with code INVALID_TRANSITION that names the moves allowed
 */
export function transitionFault(from: ActionStatus, to: ActionStatus): Fault | null {
  const allowed = allowedTransitions(from);
  if (allowed.includes(to)) return null;
  const remedy = allowed.length === 0 ? `${from} is final` : `allowed: ${allowed.join(', ')}`;
  return { field: ['to'], code: 'INVALID_TRANSITION', message: `An action cannot go from ${from} to ${to}; ${remedy}` };
}

/**
 * Whether an action is late: its due date has wholly passed, in UTC, and it has not ended. An action without a due date
 * is never late. A status this version does not know is not known to be an end, so such an action can be late.
 * Derived whenever it is asked for, never stored.
 *
 * @throws RangeError when the due date is not a calendar date, YYYY-MM-DD
 */
export function isOverdue(action: { dueDate: string | null; status: ActionStatus | 'UNKNOWN' }, now: Date): boolean {
  if (action.dueDate === null) return false;
  if (action.status !== 'UNKNOWN' && isTerminal(action.status)) return false;
  return now.getTime() >= endOfDueDate(action.dueDate).getTime();
}
