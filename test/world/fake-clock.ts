import type { Clock } from '../../src/domain/clock.ts';

/** A clock that stands still until it is moved. */
export class FakeClock implements Clock {
  #time: number;

  constructor(start = '2026-04-01T12:00:00Z') {
    this.#time = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#time);
  }

  advance(duration: { days?: number; minutes?: number; seconds?: number; ms?: number }): void {
    const { days = 0, minutes = 0, seconds = 0, ms = 0 } = duration;
    this.#time += days * 86_400_000 + minutes * 60_000 + seconds * 1000 + ms;
  }
}
