import { cpus } from 'node:os';
import { median, quantile } from '../statistics.ts';
import { contestants, type Contestant, type EventCosts } from './subscribers.ts';

export interface SubscribersRow {
  contestant: Contestant;
  /** Milliseconds of the server's processor an event: the median of the rounds. */
  cpuMs: number;
  /** Milliseconds from the commit: the medians of the rounds. */
  p50: number;
  p99: number;
}

export function subscribersRows(costs: EventCosts): SubscribersRow[] {
  return (Object.keys(contestants) as Contestant[]).map((contestant) => {
    const at = (share: number) =>
      Math.round(
        median(
          costs[contestant].map(({ latencies }) =>
            quantile(
              latencies.toSorted((a, b) => a - b),
              share,
            ),
          ),
        ),
      );
    return {
      contestant,
      cpuMs: Math.round(median(costs[contestant].map(({ cpuMs }) => cpuMs))),
      p50: at(0.5),
      p99: at(0.99),
    };
  });
}

export function subscribersTable(rows: readonly SubscribersRow[], subscribers: number, date: Date): string {
  return [
    `${date.toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.version}, ${subscribers} subscribers`,
    '',
    '| server | processor ms an event | p50 ms | p99 ms |',
    '|---|--:|--:|--:|',
    ...rows.map(({ contestant, cpuMs, p50, p99 }) => {
      return `| ${contestants[contestant].words} | ${cpuMs} | ${p50} | ${p99} |`;
    }),
    '',
  ].join('\n');
}
