import fc from 'fast-check';
import {
  actionPriority,
  defaultRpnThresholds,
  priorityClasses,
  priorityOf,
  ratingFaults,
  rpn,
} from '../../src/domain/fmea.ts';
import type { ActionPriorityLevel, Ratings } from '../../src/domain/fmea.ts';
import { notWithin, ratings } from './arbitraries.ts';

const ratingNames = ['severity', 'occurrence', 'detection'] as const;
const actionPriorityOrder = ['LOW', 'MEDIUM', 'HIGH'] as const satisfies readonly ActionPriorityLevel[];

const everyRatings: Ratings[] = Array.from({ length: 1000 }, (_, index) => ({
  severity: Math.floor(index / 100) + 1,
  occurrence: (Math.floor(index / 10) % 10) + 1,
  detection: (index % 10) + 1,
}));

/** The same ratings, one of them one worse: every step up from here. */
function oneWorse(from: Ratings): Ratings[] {
  return ratingNames.filter((name) => from[name] < 10).map((name) => ({ ...from, [name]: from[name] + 1 }));
}

function rated(severity: number, occurrence: number, detection: number): Ratings {
  return { severity, occurrence, detection };
}

describe('the risk priority number', () => {
  test('is the product of the three ratings, 1 to 1000', () => {
    fc.assert(
      fc.property(ratings, (some) => {
        expect(rpn(some)).toBe(some.severity * some.occurrence * some.detection);
      }),
    );
    expect(rpn(rated(1, 1, 1))).toBe(1);
    expect(rpn(rated(10, 10, 10))).toBe(1000);
    expect(rpn(rated(9, 6, 4))).toBe(216);
  });

  test('is refused with the name of each rating that is no whole number from 1 to 10', () => {
    fc.assert(
      fc.property(ratings, fc.subarray([...ratingNames], { minLength: 1 }), notWithin(1, 10), (some, names, wrong) => {
        const faulty = { ...some, ...Object.fromEntries(names.map((name) => [name, wrong])) };
        const faults = ratingFaults(faulty);
        expect(faults.map((fault) => fault.field)).toEqual(names.map((name) => [name]));
        for (const fault of faults) {
          expect(fault.code).toBe('BAD_USER_INPUT');
          expect(fault.message).toContain(fault.field[0]);
        }
        expect(() => rpn(faulty)).toThrow(RangeError);
        expect(() => priorityOf(faulty)).toThrow(names[0]);
        expect(() => actionPriority(faulty)).toThrow(names[0]);
      }),
    );
  });

  test('of ratings within the scale has no fault', () => {
    expect(everyRatings.flatMap(ratingFaults)).toEqual([]);
  });
});

describe('the priority class', () => {
  test.each([
    [9, 6, 4, 'CRITICAL'],
    [5, 8, 5, 'CRITICAL'],
    [5, 5, 5, 'HIGH'],
    [4, 7, 7, 'HIGH'],
    [4, 4, 4, 'MEDIUM'],
    [3, 4, 5, 'MEDIUM'],
    [3, 3, 5, 'LOW'],
    [1, 1, 1, 'LOW'],
  ])('of %i × %i × %i is %s', (severity, occurrence, detection, expected) => {
    expect(priorityOf(rated(severity, occurrence, detection))).toBe(expected);
  });

  test('follows the thresholds to the very number, but for the severe', () => {
    for (const some of everyRatings.filter(({ severity }) => severity < 9)) {
      const product = rpn(some);
      const reached = Object.values(defaultRpnThresholds).filter((threshold) => product >= threshold).length;
      expect(priorityOf(some)).toBe(priorityClasses[reached]);
    }
  });

  test('of a failure that endangers people or breaks the law is HIGH at least', () => {
    expect(priorityOf(rated(9, 1, 1))).toBe('HIGH');
    expect(priorityOf(rated(8, 1, 1))).toBe('LOW');
    for (const some of everyRatings.filter(({ severity }) => severity >= 9)) {
      expect(['HIGH', 'CRITICAL']).toContain(priorityOf(some));
    }
  });

  test('never falls when a rating gets worse', () => {
    for (const some of everyRatings) {
      for (const worse of oneWorse(some)) {
        expect(priorityClasses.indexOf(priorityOf(worse))).toBeGreaterThanOrEqual(
          priorityClasses.indexOf(priorityOf(some)),
        );
      }
    }
  });

  test("goes by the tenant's own thresholds where there are any", () => {
    const strict = { critical: 100, high: 50, medium: 10 };
    expect(priorityOf(rated(5, 5, 4), strict)).toBe('CRITICAL');
    expect(priorityOf(rated(5, 5, 4))).toBe('MEDIUM');
    expect(priorityOf(rated(9, 1, 1), { critical: 1000, high: 999, medium: 998 })).toBe('HIGH');
  });
});

describe('the action priority', () => {
  // Every row of table AP, by one severity and one occurrence of its bands; detection 10, 7, 6, 5, 4, 2, 1.
  test.each([
    [10, 10, 'HHHHHHH'],
    [9, 8, 'HHHHHHH'],
    [10, 7, 'HHHHHHH'],
    [9, 6, 'HHHHHHH'],
    [10, 5, 'HHHHHHM'],
    [9, 4, 'HHHHHHM'],
    [10, 3, 'HHMMLLL'],
    [9, 2, 'HHMMLLL'],
    [10, 1, 'LLLLLLL'],
    [8, 10, 'HHHHHHH'],
    [7, 8, 'HHHHHHH'],
    [8, 7, 'HHHHHHM'],
    [7, 6, 'HHHHHHM'],
    [8, 5, 'HHMMMMM'],
    [7, 4, 'HHMMMMM'],
    [8, 3, 'MMMMLLL'],
    [7, 2, 'MMMMLLL'],
    [8, 1, 'LLLLLLL'],
    [6, 10, 'HHHHMMM'],
    [4, 8, 'HHHHMMM'],
    [6, 7, 'MMMMMML'],
    [4, 6, 'MMMMMML'],
    [6, 5, 'MMLLLLL'],
    [4, 4, 'MMLLLLL'],
    [6, 3, 'LLLLLLL'],
    [4, 1, 'LLLLLLL'],
    [3, 10, 'MMMMLLL'],
    [2, 8, 'MMMMLLL'],
    [3, 7, 'LLLLLLL'],
    [2, 1, 'LLLLLLL'],
    [1, 10, 'LLLLLLL'],
    [1, 1, 'LLLLLLL'],
  ])('of severity %i and occurrence %i is %s over falling detection ratings', (severity, occurrence, letters) => {
    const levels = [10, 7, 6, 5, 4, 2, 1].map((detection) => actionPriority(rated(severity, occurrence, detection)));
    expect(levels.map((level) => level.charAt(0)).join('')).toBe(letters);
  });

  test('never falls when a rating gets worse', () => {
    for (const some of everyRatings) {
      for (const worse of oneWorse(some)) {
        expect(actionPriorityOrder.indexOf(actionPriority(worse))).toBeGreaterThanOrEqual(
          actionPriorityOrder.indexOf(actionPriority(some)),
        );
      }
    }
  });

  test('divides the thousand combinations as table AP does', () => {
    const levels = everyRatings.map(actionPriority);
    const counts = actionPriorityOrder.map((level) => levels.filter((found) => found === level).length);
    // Counted by hand: the bands are 4, 2, 3, 1 wide by detection, 3, 2, 2, 2, 1 by occurrence, 2, 2, 3, 2, 1 by severity.
    expect(counts).toEqual([468, 214, 318]);
  });
});
