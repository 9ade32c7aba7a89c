/** One interleaved run: what disturbs the machine disturbs both servers, and the ratios are taken within a round. */
import { measureSlice, type Slice } from './slice.ts';
import type { BenchRequest } from './requests.ts';
import type { QueryName } from './queries.ts';

export interface Contestant {
  name: string;
  url: string;
}

/** A contestant's slices of one query, one a round. */
export interface Series {
  query: QueryName;
  contestant: string;
  slices: Slice[];
}

export interface RoundsOptions {
  rotations: ReadonlyMap<QueryName, readonly BenchRequest[]>;
  contestants: readonly Contestant[];
  rounds: number;
  secondsPerSlice: number;
  warmUpSeconds: number;
  onRound: (round: number) => void;
}

export async function runRounds(options: RoundsOptions): Promise<Series[]> {
  const { rotations, contestants, rounds, secondsPerSlice, warmUpSeconds, onRound } = options;
  for (const rotation of rotations.values()) {
    for (const { url } of contestants) await measureSlice(url, rotation, warmUpSeconds);
  }
  const series = [...rotations.keys()].flatMap((query) =>
    contestants.map(({ name }): Series => ({ query, contestant: name, slices: [] })),
  );
  for (let round = 1; round <= rounds; round += 1) {
    onRound(round);
    // Who goes second finds the processor warmer: they take turns.
    const order = round % 2 === 0 ? contestants.toReversed() : contestants;
    for (const [query, rotation] of rotations) {
      for (const { name, url } of order) {
        const slice = await measureSlice(url, rotation, secondsPerSlice);
        series.find((each) => each.query === query && each.contestant === name)?.slices.push(slice);
      }
    }
  }
  return series;
}
