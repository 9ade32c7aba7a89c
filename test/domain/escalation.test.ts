import fc from 'fast-check';
import {
  acknowledge,
  alertStatuses,
  defaultLadder,
  escalationsDue,
  levelDue,
  reopen,
  resolve,
} from '../../src/domain/escalation.ts';
import type { AlertState, EscalationStep } from '../../src/domain/escalation.ts';
import { calendarDates, instants } from './arbitraries.ts';

const dayMs = 86_400_000;
const dueDate = '2026-03-10';
const dueEnd = Date.parse('2026-03-11T00:00:00Z');

function daysLate(days: number, extraMs = 0): Date {
  return new Date(dueEnd + days * dayMs + extraMs);
}

function levels(steps: readonly EscalationStep[]): number[] {
  return steps.map((step) => step.level);
}

/** Ladders with one step per level, in any order and with any days. */
const ladders = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1 }).chain((all) =>
  fc.tuple(
    ...all.map((level) =>
      fc.record({
        level: fc.constant(level),
        afterDays: fc.integer({ min: 0, max: 60 }),
        escalatesTo: fc.constantFrom('owner', 'lead', 'manager'),
      }),
    ),
  ),
);

describe('the escalation ladder', () => {
  test.each([
    [1, 'owner', 1],
    [2, 'department lead', 3],
    [3, 'operations manager', 7],
    [4, 'executive committee', 14],
  ])('reaches level %i, the %s, %i days after the due date has passed', (level, escalatesTo, days) => {
    expect(levelDue({ dueDate, now: daysLate(days, -1) })).toBe(level - 1);
    expect(levelDue({ dueDate, now: daysLate(days) })).toBe(level);
    expect(escalationsDue({ dueDate, now: daysLate(days), currentLevel: level - 1 })).toEqual([
      { level, afterDays: days, escalatesTo },
    ]);
  });

  test('has no step for an action that is not late, nor a fifth one', () => {
    expect(levelDue({ dueDate, now: new Date('2026-01-01') })).toBe(0);
    expect(levelDue({ dueDate, now: daysLate(0) })).toBe(0);
    expect(levelDue({ dueDate, now: daysLate(1000) })).toBe(4);
  });

  test('gives the steps that were missed, in order, when nobody looked for a while', () => {
    expect(levels(escalationsDue({ dueDate, now: daysLate(8), currentLevel: 0 }))).toEqual([1, 2, 3]);
    expect(levels(escalationsDue({ dueDate, now: daysLate(8), currentLevel: 2 }))).toEqual([3]);
    expect(levels(escalationsDue({ dueDate, now: daysLate(8), currentLevel: 4 }))).toEqual([]);
  });

  test('never falls as time goes by', () => {
    fc.assert(
      fc.property(calendarDates, instants, instants, ladders, (date, one, other, ladder) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        expect(levelDue({ dueDate: date, now: later, ladder })).toBeGreaterThanOrEqual(
          levelDue({ dueDate: date, now: earlier, ladder }),
        );
      }),
    );
  });

  test('announces each level at most once, only ever rising, however often it is asked', () => {
    fc.assert(
      fc.property(ladders, fc.array(fc.integer({ min: -5, max: 70 })), (ladder, days) => {
        const announced: number[] = [];
        for (const day of days.toSorted((left, right) => left - right)) {
          const currentLevel = announced.at(-1) ?? 0;
          announced.push(...levels(escalationsDue({ dueDate, now: daysLate(day), currentLevel, ladder })));
          expect(announced.at(-1) ?? 0).toBe(levelDue({ dueDate, now: daysLate(day), ladder }));
        }
        expect(announced).toEqual([...new Set(announced)].toSorted((left, right) => left - right));
      }),
    );
  });

  test('is left as it was given', () => {
    const ladder = Object.freeze(defaultLadder.toReversed());
    expect(levels(escalationsDue({ dueDate, now: daysLate(30), currentLevel: 0, ladder }))).toEqual([1, 2, 3, 4]);
  });

  test('stands still while the alert is acknowledged or resolved', () => {
    const late = { dueDate, now: daysLate(30), currentLevel: 1 };
    expect(escalationsDue({ ...late, status: 'ACKNOWLEDGED' })).toEqual([]);
    expect(escalationsDue({ ...late, status: 'RESOLVED' })).toEqual([]);
    expect(levels(escalationsDue({ ...late, status: 'OPEN' }))).toEqual([2, 3, 4]);
  });
});

describe('an alert', () => {
  const open: AlertState = { status: 'OPEN', level: 3, reopenedAt: null };

  test('that is acknowledged or resolved keeps its level', () => {
    expect(acknowledge(open)).toEqual({ ok: true, alert: { ...open, status: 'ACKNOWLEDGED' } });
    expect(resolve(open)).toEqual({ ok: true, alert: { ...open, status: 'RESOLVED' } });
    expect(resolve({ ...open, status: 'ACKNOWLEDGED' })).toEqual({ ok: true, alert: { ...open, status: 'RESOLVED' } });
  });

  test('that is opened again starts over at level 1 and climbs from that day', () => {
    const reopenedAt = daysLate(20);
    for (const status of ['ACKNOWLEDGED', 'RESOLVED'] as const) {
      const outcome = reopen({ ...open, status }, reopenedAt);
      expect(outcome).toEqual({ ok: true, alert: { status: 'OPEN', level: 1, reopenedAt } });
    }
    const again = { dueDate, reopenedAt, currentLevel: 1 };
    expect(escalationsDue({ ...again, now: daysLate(20) })).toEqual([]);
    expect(escalationsDue({ ...again, now: daysLate(23, -1) })).toEqual([]);
    expect(levels(escalationsDue({ ...again, now: daysLate(23) }))).toEqual([2]);
    expect(levels(escalationsDue({ ...again, now: daysLate(34) }))).toEqual([2, 3, 4]);
  });

  test('that is opened again before its due date climbs from the due date', () => {
    const early = { dueDate, reopenedAt: new Date('2026-01-01'), currentLevel: 0 };
    expect(escalationsDue({ ...early, now: daysLate(1, -1) })).toEqual([]);
    expect(levels(escalationsDue({ ...early, now: daysLate(1) }))).toEqual([1]);
  });

  test('refuses to become what it is, and to be acknowledged once resolved, and names what is allowed', () => {
    expect(acknowledge({ ...open, status: 'ACKNOWLEDGED' })).toMatchObject({
      ok: false,
      fault: { field: ['status'], code: 'INVALID_TRANSITION' },
    });
    expect(acknowledge({ ...open, status: 'RESOLVED' })).toMatchObject({
      fault: { message: 'An alert cannot go from RESOLVED to ACKNOWLEDGED; allowed: OPEN' },
    });
    expect(resolve({ ...open, status: 'RESOLVED' }).ok).toBe(false);
    expect(reopen(open, daysLate(1)).ok).toBe(false);
  });

  test('only climbs while it stays open, whatever is done to it', () => {
    const steps = fc.array(
      fc.record({
        move: fc.constantFrom('wait' as const, 'acknowledge' as const, 'resolve' as const, 'reopen' as const),
        days: fc.nat(5),
      }),
    );
    fc.assert(
      fc.property(steps, (story) => {
        let alert: AlertState = { status: 'OPEN', level: 0, reopenedAt: null };
        let day = 0;
        for (const { move, days } of story) {
          day += days;
          const before = alert;
          alert = tell(alert, move, daysLate(day));
          expect(alertStatuses).toContain(alert.status);
          if (alert.reopenedAt === before.reopenedAt) expect(alert.level).toBeGreaterThanOrEqual(before.level);
          else expect(alert.level).toBe(1);
          if (before.status !== 'OPEN' && alert.status !== 'OPEN') expect(alert.level).toBe(before.level);
        }
      }),
    );
  });
});

/** One thing that happens to an alert; what is refused leaves it as it was. */
function tell(alert: AlertState, what: 'wait' | 'acknowledge' | 'resolve' | 'reopen', now: Date): AlertState {
  if (what === 'wait') {
    const { status, level: currentLevel, reopenedAt } = alert;
    const last = escalationsDue({ dueDate, now, currentLevel, status, reopenedAt }).at(-1);
    return last === undefined ? alert : { ...alert, level: last.level };
  }
  const outcomes = { acknowledge, resolve, reopen: (from: AlertState) => reopen(from, now) };
  const outcome = outcomes[what](alert);
  return outcome.ok ? outcome.alert : alert;
}
