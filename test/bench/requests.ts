import type { BenchTenant } from './data.ts';
import { documents, type QueryName } from './queries.ts';

export interface GraphQLRequest {
  operationName: QueryName;
  query: string;
  variables: Record<string, string>;
}

export interface BenchRequest {
  method: 'POST';
  headers: Record<string, string>;
  body: string;
}

const requestsPerTenant = 16;

/** The same requests in the same order on every run: every tenant equally often, the assets asked for at random. */
export function requestRotation(query: QueryName, tenants: readonly BenchTenant[]): BenchRequest[] {
  const random = seededRandom(query.codePointAt(1) ?? 0);
  const rotation = tenants.flatMap(({ apiKey, assetIds }) =>
    Array.from({ length: requestsPerTenant }, () => {
      const id = assetIds[Math.floor(random() * assetIds.length)] ?? '';
      return requestOf(apiKey, {
        operationName: query,
        query: documents[query],
        variables: query === 'Q3' ? { id } : {},
      });
    }),
  );
  return shuffled(rotation, random);
}

function requestOf(apiKey: string, request: GraphQLRequest): BenchRequest {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
  return { method: 'POST', headers, body: JSON.stringify(request) };
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Mulberry32, by Tommy Ettinger, in the public domain: numbers from 0 to 1 that are the same for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
