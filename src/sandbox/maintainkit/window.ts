import type { Where } from '../where.ts';
import type { WindowParameters } from './fields.ts';

/** `limit … offset …` for the rows asked for; a missing limit is all of them. */
export function windowSql(where: Where, { limit, offset }: WindowParameters): string {
  return `limit ${where.parameter(limit ?? null)}::bigint offset ${where.parameter(offset ?? 0)}::bigint`;
}
