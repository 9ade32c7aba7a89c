import type { Queryable } from '../database.ts';
import type { Where } from '../where.ts';
import { cursorOf } from './conventions.ts';

export interface Page<Row> {
  rows: Row[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/**
 * One page of a table with one statement. The rows of the page are chosen by their ids alone, so that a far page
 * counts its way there in an index and not over whole rows.
 */
export async function readPage<Row extends object>(
  database: Queryable,
  list: {
    table: string;
    columns: string;
    where: Where;
    order: string;
    page: { cursor: number; limit: number };
  },
): Promise<Page<Row>> {
  const { table, columns, where, order, page } = list;
  const condition = where.sql;
  // One row more than asked for tells whether another page follows.
  const limit = where.parameter(page.limit + 1);
  const offset = where.parameter(page.cursor);
  const found = await database.query<Row>(
    `select ${columns} from (
       select id as chosen from sandbox.${table} ${condition} order by ${order} limit ${limit} offset ${offset}
     ) page join sandbox.${table} on id = chosen order by ${order}`,
    where.values,
  );
  const hasMore = found.rows.length > page.limit;
  return {
    rows: found.rows.slice(0, page.limit),
    nextCursor: hasMore ? cursorOf(page.cursor + page.limit) : null,
  };
}
