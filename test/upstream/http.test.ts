import { errorCodeOf } from '../../src/upstream/failure.ts';
import { readBody } from '../../src/upstream/http/answer.ts';
import { pause } from '../../src/upstream/http/pause.ts';
import { RateTracker, readRateBudget, readRetryAfter } from '../../src/upstream/http/rate-budget.ts';
import { clockSkewMs } from '../../src/upstream/http/service-clock.ts';
import { startedAt, surroundings } from './recorded-service.ts';

const secondsLater = (seconds: number): Date => new Date(startedAt.getTime() + seconds * 1000);

describe('the rate budget', () => {
  const unix = { limit: 'l', remaining: 'r', reset: 't', resetIs: 'unixSeconds' } as const;

  test('is read from headers of either manner, by the clock of the gateway', () => {
    const reset = String(startedAt.getTime() / 1000 + 40);
    const stated = readRateBudget(new Headers({ l: '100', r: '12', t: reset }), unix, startedAt, 10_000);
    expect(stated).toEqual({ limit: 100, remaining: 12, resetsAt: secondsLater(30) });
    const left = readRateBudget(new Headers({ r: '12', t: '40' }), { ...unix, resetIs: 'secondsLeft' }, startedAt, 0);
    expect(left).toEqual({ limit: null, remaining: 12, resetsAt: secondsLater(40) });
  });

  test('is unknown where the headers are absent or senseless', () => {
    expect(readRateBudget(new Headers(), unix, startedAt, 0)).toBeNull();
    expect(readRateBudget(new Headers({ r: 'many', t: 'later' }), unix, startedAt, 0)).toBeNull();
  });

  test('counts requests whose answers are still to come, and answers that overtake one another', () => {
    const tracker = new RateTracker(surroundings().clock);
    const resetsAt = secondsLater(60);
    tracker.answered({ limit: 100, remaining: 50, resetsAt });
    tracker.sent();
    tracker.sent();
    expect(tracker.budget().remaining).toBe(48);
    tracker.answered({ limit: 100, remaining: 40, resetsAt });
    tracker.answered({ limit: 100, remaining: 49, resetsAt });
    expect(tracker.budget().remaining).toBe(40);
    tracker.answered({ limit: 100, remaining: 99, resetsAt: secondsLater(120) });
    expect(tracker.budget().remaining).toBe(99);
  });

  test('of nothing holds no request back where nobody knows for how long', () => {
    const tracker = new RateTracker(surroundings().clock);
    tracker.answered({ limit: 100, remaining: 0, resetsAt: null });
    expect(tracker.hold()).toBeNull();
  });
});

test.each([
  ['30', 30_000],
  [secondsLater(45).toUTCString(), 45_000],
  [secondsLater(-45).toUTCString(), 0],
  ['later', null],
])('Retry-After %j is %s milliseconds', (header, ms) => {
  expect(readRetryAfter(new Headers({ 'retry-after': header }), startedAt, 0)).toBe(ms);
});

test.each([
  ['as far as whole seconds tell', 0, 0],
  ['for the time an answer takes', 3, 0],
  ['when it is a second ahead', 4, 0],
  ['', 90, 87_000],
  ['', -90, -89_000],
])('the skew of the clock of a service is ignored %s (%i s: %i ms)', (_name, seconds, skewMs) => {
  const headers = new Headers({ date: secondsLater(seconds).toUTCString() });
  expect(clockSkewMs(headers, startedAt, secondsLater(3))).toBe(skewMs);
});

test('an answer is read no further than the bound', async () => {
  expect(await readBody(new Response('"12345678"'), 10)).toEqual({ form: 'json', value: '12345678' });
  expect(await readBody(new Response('"123456789"'), 10)).toMatchObject({ form: 'unreadable' });
  expect(await readBody(new Response(null, { status: 204 }), 10)).toEqual({ form: 'empty' });
});

test('a pause ends when its signal aborts, with the reason', async () => {
  const caller = new AbortController();
  const pausing = pause(60_000, caller.signal);
  caller.abort(new Error('shutting down'));
  await expect(pausing).rejects.toThrow('shutting down');
  await pause(0);
});

test('a key refused by a service is not shown as the fault of the caller', () => {
  expect(errorCodeOf.unauthenticated).toBe('UPSTREAM_UNAVAILABLE');
});
