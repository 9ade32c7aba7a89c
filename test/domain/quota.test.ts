import { endOfMonth, projectedExhaustion, recentSince, startOfMonth, writesAhead } from '../../src/domain/quota.ts';

const at = (moment: string): Date => new Date(moment);

test('a month is one of the calendar, in UTC', () => {
  expect(startOfMonth(at('2026-12-31T23:30:00-02:00'))).toEqual(at('2027-01-01T00:00:00Z'));
  expect(endOfMonth(at('2026-12-31T23:59:59Z'))).toEqual(at('2027-01-01T00:00:00Z'));
  expect(endOfMonth(at('2028-02-29T12:00:00Z'))).toEqual(at('2028-03-01T00:00:00Z'));
});

test('the present rate is that of yesterday and today, and never of the month before', () => {
  expect(recentSince(at('2026-04-20T09:00:00Z'))).toEqual(at('2026-04-19T00:00:00Z'));
  expect(recentSince(at('2026-04-01T09:00:00Z'))).toEqual(at('2026-04-01T00:00:00Z'));
});

describe('at the present rate of use the quota is spent', () => {
  const noon = at('2026-04-20T12:00:00Z');
  const recentFrom = at('2026-04-19T00:00:00Z');
  test.each<[string, number, number, Date | null]>([
    ['never, when it lasts until the month ends', 30_000, 36 * 60, null],
    ['never, when nothing is asked any more', 49_000, 0, null],
    ['in ten hours, when a thousand an hour leave ten thousand', 40_000, 36_000, at('2026-04-20T22:00:00Z')],
    ['now, when it is spent', 50_000, 10, noon],
  ])('%s', (_, used, recent, expected) => {
    expect(projectedExhaustion(50_000, { used, recent, recentFrom, recentWrites: 0 }, noon)).toEqual(expected);
  });

  test('and a first reading of some minutes is no rate', () => {
    const now = at('2026-04-01T00:05:00Z');
    const use = { used: 60, recent: 60, recentFrom: at('2026-04-01T00:00:00Z'), recentWrites: 0 };
    expect(projectedExhaustion(50_000, use, now)).toBeNull();
  });
});

test('writes are expected to go on as yesterday and today, be it over the turn of the month', () => {
  const use = { used: 0, recent: 0, recentFrom: at('2026-04-01T00:00:00Z'), recentWrites: 360 };
  expect(writesAhead(use, at('2026-04-01T12:00:00Z'))).toBe(29.5 * 24 * 10);
});
