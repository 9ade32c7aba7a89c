import fc from 'fast-check';
import { endOfMonth } from '../../../src/domain/quota.ts';
import { planRound, spendable } from '../../../src/sync/planner/round.ts';
import { after, anyStanding, before, noon, resource, standing } from './standings.ts';

const feed = resource('changes', { mode: 'delta' });
const secondsUntil = (at: Date): number => (at.getTime() - noon.getTime()) / 1000;

describe('what is read', () => {
  test('feeds and ledgers come before sweeps', () => {
    const resources = [resource('parts'), feed, resource('stock'), resource('movements', { mode: 'ledger' })];
    expect(planRound(standing({ resources })).reads).toEqual(['changes', 'movements', 'parts', 'stock']);
  });

  test('but the first time what others refer to comes before those', () => {
    const resources = [resource('parts', { completedAt: null }), feed];
    expect(planRound(standing({ resources, hasBaseline: false })).reads).toEqual(['parts', 'changes']);
  });

  test('what was read lately waits for its time, and what is compared now and then for its own', () => {
    const resources = [
      resource('assets', { completedAt: before(59) }),
      resource('workorders/all', { everyMs: 3_600_000, completedAt: before(3599) }),
    ];
    const round = planRound(standing({ resources }));
    expect(round.reads).toEqual([]);
    expect(secondsUntil(round.nextAt)).toBe(1);
  });

  test('what is compared now and then is no part of the first reading', () => {
    const resources = [resource('users', { completedAt: null }), resource('workorders/all', { everyMs: 1 })];
    expect(planRound(standing({ resources, hasBaseline: false })).reads).toEqual(['users']);
  });

  test('a pass that was cut goes on in the next round', () => {
    const resources = [feed, resource('assets', { completedAt: before(1), isUnderWay: true })];
    expect(planRound(standing({ resources })).reads).toEqual(['changes', 'assets']);
  });

  test('where webhooks arrive, sweeps only make sure, and come more rarely than feeds', () => {
    const resources = [
      resource('movements', { mode: 'ledger', completedAt: before(60) }),
      resource('parts', { completedAt: before(299) }),
    ];
    const round = planRound(standing({ resources, hearsWebhooks: true }));
    expect(round.reads).toEqual(['movements']);
    expect(secondsUntil(round.nextAt)).toBe(1);
    expect(planRound(standing({ resources })).reads).toEqual(['movements', 'parts']);
  });
});

describe('what a service allows', () => {
  test('nothing is asked before a time it named, nor while the minute has only the share of writes left', () => {
    const refused = planRound(standing({ minute: { limit: 60, remaining: 0, resetsAt: after(900) } }));
    expect([refused.reads, secondsUntil(refused.nextAt)]).toEqual([[], 900]);
    const scarce = planRound(standing({ minute: { limit: 60, remaining: 12, resetsAt: after(30) } }));
    expect([scarce.reads, secondsUntil(scarce.nextAt)]).toEqual([[], 30]);
  });

  test('a month that is spent is not asked into, whatever the counts say', () => {
    const may = new Date('2026-05-01T00:00:00Z');
    const { reads, nextAt } = planRound(
      standing({ month: { used: 3, writesAhead: 0, quota: 50_000, spentUntil: may } }),
    );
    expect([reads, nextAt]).toEqual([[], may]);
    // The month is over.
    expect(planRound(standing({ month: { used: 3, writesAhead: 0, quota: 50_000, spentUntil: noon } })).reads).toEqual([
      'assets',
    ]);
  });

  test('the last tenth of a month is for writes', () => {
    const { reads, nextAt } = planRound(
      standing({ month: { used: 45_000, writesAhead: 0, quota: 50_000, spentUntil: null } }),
    );
    expect([reads, nextAt]).toEqual([[], new Date('2026-05-01T00:00:00Z')]);
  });

  test('what is left of the month is spread over the rest of it', () => {
    // 20.5 days for 2952 requests: one in ten minutes.
    const month = { used: 45_000 - 2952, writesAhead: 0, quota: 50_000, spentUntil: null };
    const resources = [{ ...feed, completedAt: noon }];
    expect(secondsUntil(planRound(standing({ month, resources })).nextAt)).toBeCloseTo(600, 3);
  });

  test('when it is scarce, feeds take four of five requests, and sweeps what they leave', () => {
    const month = { used: 45_000 - 2952, writesAhead: 0, quota: 50_000, spentUntil: null };
    const next = (mode: 'delta' | 'sweep') =>
      secondsUntil(
        planRound(
          standing({
            month,
            resources: [
              { ...feed, completedAt: mode === 'delta' ? noon : after(86_400) },
              resource('assets', { completedAt: mode === 'sweep' ? noon : after(86_400), cost: 4 }),
            ],
          }),
        ).nextAt,
      );
    expect(next('delta')).toBeCloseTo(750, 3);
    expect(next('sweep')).toBeCloseTo(4 * 3000, 3);
  });

  test('a round of whatever size takes no more than the share of a day', () => {
    const month = { used: 24_500, writesAhead: 0, quota: 50_000, spentUntil: null };
    expect(planRound(standing({ month, resources: [feed] })).allowance).toBe(1000);
  });
});

describe('of any connection', () => {
  test('never more is planned than the month has left for polling', () => {
    fc.assert(
      fc.property(anyStanding, (any) => {
        const { reads, allowance } = planRound(any);
        expect(allowance).toBeLessThanOrEqual(spendable(any.month));
        if (any.month.quota !== null) {
          expect(allowance).toBeLessThanOrEqual(Math.max(0, any.month.quota - any.month.used));
          if (reads.length > 0) expect(allowance).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });

  test('nothing is planned before the time that a service named, or before the month ends that it said is spent', () => {
    const wait = fc.integer({ min: 1, max: 30 * 86_400 });
    fc.assert(
      fc.property(anyStanding, wait, fc.boolean(), (any, seconds, isMonth) => {
        const until = new Date(any.now.getTime() + seconds * 1000);
        const refused = isMonth
          ? { ...any, month: { ...any.month, spentUntil: until } }
          : { ...any, minute: { limit: any.minute.limit ?? 60, remaining: 0, resetsAt: until } };
        const { reads, nextAt } = planRound(refused);
        expect(reads).toEqual([]);
        // The month's own end can come sooner only where polling has had its share of it.
        if (spendable(any.month) >= 1) expect(nextAt.getTime()).toBeGreaterThanOrEqual(until.getTime());
        else expect(nextAt.getTime()).toBeGreaterThanOrEqual(Math.min(until.getTime(), endOfMonth(any.now).getTime()));
      }),
    );
  });

  test('it is looked at again, after now and within the day that follows or the month that is spent', () => {
    fc.assert(
      fc.property(anyStanding, (any) => {
        const { nextAt } = planRound(any);
        expect(nextAt.getTime()).toBeGreaterThan(any.now.getTime());
        expect(nextAt.getTime()).toBeLessThanOrEqual(any.now.getTime() + 31 * 86_400_000);
      }),
    );
  });

  test('whatever is wanted is read, or waits for a later round', () => {
    fc.assert(
      fc.property(anyStanding, (any) => {
        const { reads } = planRound(any);
        const overdue = any.resources.filter(
          ({ everyMs, completedAt }) => completedAt === null && (everyMs === null || any.hasBaseline),
        );
        expect(reads.length === 0 || overdue.every(({ name }) => reads.includes(name))).toBe(true);
      }),
    );
  });
});
