import { cpus } from 'node:os';
import { median } from '../statistics.ts';
import { contestants, type Contestant, type Seconds } from './ingest.ts';

export interface IngestRow {
  contestant: Contestant;
  rowsPerSecond: number;
  /** Rows a second over those of COPY in the same round: the median of the rounds. */
  ratio: number;
}

export function ingestRows(seconds: Seconds, rows: number): IngestRow[] {
  return (Object.keys(contestants) as Contestant[]).map((contestant) => ({
    contestant,
    rowsPerSecond: Math.round(rows / median(seconds[contestant])),
    ratio: Math.round(100 * median(seconds[contestant].map((own, round) => seconds.COPY[round]! / own))) / 100,
  }));
}

export function ingestTable(rows: readonly IngestRow[], workOrders: number, date: Date): string {
  return [
    `${date.toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.version}, ${workOrders} work orders`,
    '',
    '| what | rows/s | × COPY |',
    '|---|--:|--:|',
    ...rows.map(({ contestant, rowsPerSecond, ratio }) => {
      return `| ${contestants[contestant]} | ${rowsPerSecond} | ${ratio.toFixed(2)} |`;
    }),
    '',
  ].join('\n');
}
