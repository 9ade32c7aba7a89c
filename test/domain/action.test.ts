import fc from 'fast-check';
import {
  actionStatuses,
  allowedTransitions,
  isOverdue,
  isTerminal,
  nextStatuses,
  transitionFault,
} from '../../src/domain/action.ts';
import type { ActionStatus } from '../../src/domain/action.ts';
import { endOfDueDate } from '../../src/domain/due-date.ts';
import { calendarDates, instants } from './arbitraries.ts';

const status = fc.constantFrom(...actionStatuses);

describe('the life of a corrective action', () => {
  test('allows six moves and no other', () => {
    const legal = actionStatuses.flatMap((from) =>
      actionStatuses.filter((to) => transitionFault(from, to) === null).map((to) => `${from} → ${to}`),
    );
    expect(legal).toEqual([
      'DRAFT → PROPOSED',
      'PROPOSED → APPROVED',
      'PROPOSED → REJECTED',
      'APPROVED → IN_PROGRESS',
      'IN_PROGRESS → COMPLETED',
      'IN_PROGRESS → CANCELLED',
    ]);
  });

  test('shows as allowed exactly what it then accepts', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        expect(transitionFault(from, to) === null).toBe(allowedTransitions(from).includes(to));
      }),
    );
  });

  test('leads nowhere but to its own statuses, each reached from the draft', () => {
    const reached = new Set<ActionStatus>(['DRAFT']);
    // A set grows while it is walked.
    for (const from of reached) for (const to of allowedTransitions(from)) reached.add(to);
    expect([...reached].toSorted()).toEqual(actionStatuses.toSorted());
    expect(Object.keys(nextStatuses)).toEqual([...actionStatuses]);
  });

  test('never comes back to where it was', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 10, maxLength: 10 }), (choices) => {
        const path: ActionStatus[] = ['DRAFT'];
        for (const choice of choices) {
          const next = allowedTransitions(path.at(-1) ?? 'DRAFT');
          const to = next[choice % Math.max(1, next.length)];
          if (to !== undefined) path.push(to);
        }
        expect(new Set(path).size).toBe(path.length);
        expect(isTerminal(path.at(-1) ?? 'DRAFT')).toBe(true);
      }),
    );
  });

  test('ends rejected, completed or cancelled', () => {
    expect(actionStatuses.filter(isTerminal)).toEqual(['REJECTED', 'COMPLETED', 'CANCELLED']);
  });

  test('names the moves that were allowed when it refuses one', () => {
    expect(transitionFault('PROPOSED', 'COMPLETED')).toEqual({
      field: ['to'],
      code: 'INVALID_TRANSITION',
      message: 'An action cannot go from PROPOSED to COMPLETED; allowed: APPROVED, REJECTED',
    });
    expect(transitionFault('COMPLETED', 'COMPLETED')?.message).toContain('COMPLETED is final');
  });
});

describe('a due date', () => {
  test('has passed at midnight UTC after the day, not before', () => {
    const action = { dueDate: '2028-02-29', status: 'APPROVED' as const };
    expect(isOverdue(action, new Date('2028-02-29T23:59:59.999Z'))).toBe(false);
    expect(isOverdue(action, new Date('2028-03-01T00:00:00.000Z'))).toBe(true);
  });

  test('never makes an ended action late, and any other once it has passed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...actionStatuses, 'UNKNOWN' as const),
        calendarDates,
        instants,
        (one, dueDate, now) => {
          const hasEnded = one !== 'UNKNOWN' && isTerminal(one);
          const today = now.toISOString().slice(0, 10);
          expect(isOverdue({ dueDate, status: one }, now)).toBe(!hasEnded && today > dueDate);
        },
      ),
    );
  });

  test('that is missing is never late', () => {
    fc.assert(
      fc.property(status, instants, (one, now) => {
        expect(isOverdue({ dueDate: null, status: one }, now)).toBe(false);
      }),
    );
  });

  test.each(['2026-02-30', '2026-13-01', '2026-1-1', '01/02/2026', '2026-01-01T00:00', '', 'soon', '+002026-01-01'])(
    'of %p is no date',
    (dueDate) => {
      expect(() => endOfDueDate(dueDate)).toThrow(RangeError);
    },
  );
});
