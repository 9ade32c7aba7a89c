import fc from 'fast-check';
import { waitBeforePoll, type Pace } from '../../../src/sync/planner/pacing.ts';

const now = new Date('2026-04-01T12:00:00Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const wait = (limit: number | null, remaining: number | null, seconds: number | null, pace: Pace) =>
  waitBeforePoll({ limit, remaining, resetsAt: seconds === null ? null : inSeconds(seconds) }, pace, now);

test.each<[string, number, number]>([
  ['a service that tells no limit is not waited for', wait(null, null, null, 'steady'), 0],
  ['nor one that does not say when it resets', wait(100, 0, null, 'swift'), 0],
  ['nor one whose window is over', wait(100, 0, 0, 'steady'), 0],
  ['what is left above a fifth is spread evenly over the rest of the window', wait(100, 80, 60, 'steady'), 1000],
  ['or spent at once by who is in a hurry', wait(100, 80, 60, 'swift'), 0],
  ['the last fifth is kept for writes until the window ends', wait(100, 20, 42, 'steady'), 42_000],
  ['even by who is in a hurry', wait(100, 20, 42, 'swift'), 42_000],
  ['the fifth is rounded up', wait(6, 2, 10, 'swift'), 10_000],
])('%s', (_, actual, expected) => {
  expect(actual).toBe(expected);
});

test('whoever waits as told leaves a fifth of every window to writes', () => {
  const window = fc.record({ limit: fc.integer({ min: 1, max: 1000 }), seconds: fc.integer({ min: 1, max: 3600 }) });
  fc.assert(
    fc.property(window, fc.constantFrom<Pace>('steady', 'swift'), ({ limit, seconds }, pace) => {
      const resetsAt = inSeconds(seconds);
      let [clock, remaining, polls] = [now, limit, 0];
      while (polls <= limit) {
        const ms = waitBeforePoll({ limit, remaining, resetsAt }, pace, clock);
        clock = new Date(clock.getTime() + ms);
        if (clock >= resetsAt) break;
        remaining -= 1;
        polls += 1;
      }
      expect(polls).toBeLessThanOrEqual(Math.floor(limit * 0.8));
    }),
  );
});
