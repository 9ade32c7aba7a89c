import { cpus } from 'node:os';
import { median, quantile } from './statistics.ts';
import type { Series } from './rounds.ts';
import type { QueryName } from './queries.ts';

export interface ReportRow {
  query: QueryName;
  candidate: string;
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  /** Milliseconds. */
  p99: number;
  /** Requests a second over those of the floor: the median of the rounds. */
  ratio: number;
}

export function reportRows(series: readonly Series[], floorName: string): ReportRow[] {
  return series.map(({ query, contestant, slices }) => {
    const floor = series.find((each) => each.query === query && each.contestant === floorName)?.slices ?? [];
    const latencies = slices.flatMap((slice) => slice.latencies).toSorted((a, b) => a - b);
    const ratios = slices.map(
      (slice, round) => slice.requestsPerSecond / (floor[round]?.requestsPerSecond ?? Number.NaN),
    );
    return {
      query,
      candidate: contestant,
      requestsPerSecond: Math.round(median(slices.map((slice) => slice.requestsPerSecond))),
      p50: rounded(quantile(latencies, 0.5)),
      p99: rounded(quantile(latencies, 0.99)),
      ratio: rounded(median(ratios)),
    };
  });
}

export function reportTable(rows: readonly ReportRow[], date: Date): string {
  const lines = rows.map(({ query, candidate, requestsPerSecond, p50, p99, ratio }) =>
    [query, candidate, requestsPerSecond, p50.toFixed(2), p99.toFixed(2), ratio.toFixed(2)].join(' | '),
  );
  return [
    `${date.toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.version}`,
    '',
    '| query | server | requests/s | p50 ms | p99 ms | × FLOOR |',
    '|---|---|--:|--:|--:|--:|',
    ...lines.map((line) => `| ${line} |`),
    '',
  ].join('\n');
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
