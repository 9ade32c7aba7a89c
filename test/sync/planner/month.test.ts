/** A whole month of a connection on Maint.io's smallest plan: the planner's decisions against a model of the service. */
import { endOfMonth, writesAhead } from '../../../src/domain/quota.ts';
import { planRound } from '../../../src/sync/planner/round.ts';
import { resource, standing } from './standings.ts';

const minuteMs = 60_000;
const day = 86_400_000;
const requestsPerMonth = 50_000;
const requestsPerMinute = 60;

interface Happening {
  at: number;
  /** Writes of the plant's own, a request each. */
  writes: number;
  /** Changes that other people make, a thousand of which fill a page. */
  pages: number;
}

/** Refuses as Maint.io does, and counts what it took. */
class Service {
  month = 0;
  refusals = 0;
  #window = { opensAt: 0, used: 0 };

  budget(now: number) {
    if (now >= this.#window.opensAt + minuteMs) this.#window = { opensAt: now, used: 0 };
    const remaining = requestsPerMinute - this.#window.used;
    return { limit: requestsPerMinute, remaining, resetsAt: new Date(this.#window.opensAt + minuteMs) };
  }

  take(now: number): boolean {
    const isTaken = this.budget(now).remaining > 0 && this.month < requestsPerMonth;
    if (!isTaken) this.refusals += 1;
    else {
      this.month += 1;
      this.#window.used += 1;
    }
    return isTaken;
  }
}

interface Course {
  service: Service;
  polls: number;
  writes: number;
  /** Seconds of lag, at every minute of the month. */
  lags: number[];
  /** The least that was left of the month when a poll was sent. */
  leastLeftByPolls: number;
}

/** What the gateway counts of its writes, by the day. */
class WriteCount {
  readonly #byDay = new Map<number, number>();

  add(now: number): void {
    const date = Math.floor(now / day);
    this.#byDay.set(date, (this.#byDay.get(date) ?? 0) + 1);
  }

  ahead(now: number): number {
    const date = Math.floor(now / day);
    const recentWrites = (this.#byDay.get(date) ?? 0) + (this.#byDay.get(date - 1) ?? 0);
    const moment = new Date(now);
    return writesAhead({ used: 0, recent: 0, recentFrom: moment, recentWrites }, moment);
  }
}

/** @param start the month's first moment. @param happenings in the order of their times. */
function live(start: Date, happenings: readonly Happening[]): Course {
  const course: Course = {
    service: new Service(),
    polls: 0,
    writes: 0,
    lags: [],
    leastLeftByPolls: requestsPerMonth,
  };
  const { service } = course;
  const written = new WriteCount();
  const end = endOfMonth(start).getTime();
  const waiting = [...happenings];
  let [unread, completedAt, isUnderWay, roundAt] = [0, start.getTime(), false, start.getTime()];

  const happen = (now: number): void => {
    for (let next = waiting[0]; next !== undefined && next.at <= now; next = waiting[0]) {
      waiting.shift();
      unread += next.pages;
      for (let write = 0; write < next.writes; write += 1) {
        if (!service.take(now)) continue;
        course.writes += 1;
        written.add(now);
      }
    }
  };
  const round = (now: number): number => {
    const month = { quota: requestsPerMonth, spentUntil: null, writesAhead: written.ahead(now) };
    const stands = (): Parameters<typeof planRound>[0] =>
      standing({
        now: new Date(now),
        minute: service.budget(now),
        month: { ...month, used: service.month },
        resources: [resource('changes', { mode: 'delta', completedAt: new Date(completedAt), isUnderWay })],
      });
    const { reads, allowance, nextAt } = planRound(stands());
    if (reads.length === 0) return nextAt.getTime();
    for (let read = 0; read < allowance; read += 1) {
      // Within the round: what the minute leaves to polls.
      if (service.budget(now).remaining <= 12) break;
      if (!service.take(now)) break;
      course.polls += 1;
      course.leastLeftByPolls = Math.min(course.leastLeftByPolls, requestsPerMonth - service.month);
      isUnderWay = unread > 0;
      if (isUnderWay) unread -= 1;
      else {
        completedAt = now;
        break;
      }
    }
    return planRound(stands()).nextAt.getTime();
  };

  for (let now = start.getTime(); now < end; now += 1_000) {
    happen(now);
    if (now >= roundAt) roundAt = round(now);
    if ((now - start.getTime()) % minuteMs === 0) course.lags.push((now - completedAt) / 1000);
  }
  return course;
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Writes in two shifts of every working day, and now and then a great deal at once. */
function plantLife(start: Date, { perDay, imports }: { perDay: number; imports: readonly [number, number][] }) {
  const days = Math.round((endOfMonth(start).getTime() - start.getTime()) / day);
  const shifts = Array.from({ length: days * perDay }, (_, index): Happening => {
    const [date, of] = [Math.floor(index / perDay), index % perDay];
    return { at: start.getTime() + date * day + 6 * 3_600_000 + (of * 16 * 3_600_000) / perDay, writes: 1, pages: 0 };
  });
  const bursts = imports.map(([onDay, pages]): Happening => ({
    at: start.getTime() + onDay * day + 3_600_000,
    writes: 30,
    pages,
  }));
  return [...shifts, ...bursts].toSorted((left, right) => left.at - right.at);
}

test.each([
  ['of 28 days', '2026-02-01T00:00:00Z'],
  ['of 31 days', '2026-03-01T00:00:00Z'],
])(
  'a month %s with writes and imports never exhausts the smallest plan, and stays minutes behind at most',
  (_, first) => {
    const start = new Date(first);
    const life = plantLife(start, {
      perDay: 120,
      imports: [
        [2, 400],
        [11, 2500],
        [25, 900],
      ],
    });
    const course = live(start, life);
    expect(course.service.refusals).toBe(0);
    expect(course.writes).toBe(life.reduce((sum, { writes }) => sum + writes, 0));
    expect(course.leastLeftByPolls).toBeGreaterThanOrEqual(5_000);
    expect(median(course.lags)).toBeLessThan(300);
    // And it is spent, not saved: what a month allows and nobody uses is of no use to anybody.
    expect(course.polls).toBeGreaterThan(30_000);
  },
);

test('writes without end take the place of polls, and polls go on to the last day', () => {
  const start = new Date('2026-03-01T00:00:00Z');
  const course = live(start, plantLife(start, { perDay: 1200, imports: [] }));
  expect(course.service.refusals).toBe(0);
  expect(course.writes).toBe(1200 * 31);
  expect(course.leastLeftByPolls).toBeGreaterThanOrEqual(5_000);
  expect(median(course.lags)).toBeLessThan(300);
  expect(Math.max(...course.lags.slice(0, -1440))).toBeLessThan(1200);
});
