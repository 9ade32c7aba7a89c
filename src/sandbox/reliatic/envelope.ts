import { z } from 'zod';
import { onlyRow } from '../database.ts';
import type { ServiceContext } from '../service.ts';
import type { Where } from '../where.ts';
import { isoInstant } from './conventions.ts';
import { wholeNumberParameter } from './fields.ts';

const defaultPageSize = 25;
const largestPageSize = 100;
/** Where a page would begin past what a bigint counts nobody has data; the bound keeps the offset exact. */
const lastPage = 999_999_999;

/** The paging parameters, which every list takes. */
export const pageParameters = z.object({
  page: wholeNumberParameter(1, lastPage).default(1),
  per_page: wholeNumberParameter(1, largestPageSize).default(defaultPageSize),
});
export type PageParameters = z.output<typeof pageParameters>;

/** A single resource in its envelope. */
export function single(context: ServiceContext, data: object): object {
  return { data, meta: { timestamp: isoInstant(context.clock.now()) } };
}

/** One page of a table in its envelope, in the order of creation. */
export async function collection<Row extends object>(
  context: ServiceContext,
  source: { table: string; columns: string; where: Where; page: PageParameters },
  toWire: (row: Row) => object,
): Promise<object> {
  const { table, columns, where, page } = source;
  const counted = await context.pool.query<{ total: number }>(
    `select count(*)::int as total from sandbox.${table} ${where.sql}`,
    [...where.values],
  );
  const { total } = onlyRow(counted);
  const condition = where.sql;
  const limit = where.parameter(page.per_page);
  const offset = where.parameter((page.page - 1) * page.per_page);
  const rows = await context.pool.query<Row>(
    `select ${columns} from sandbox.${table} ${condition} order by position limit ${limit} offset ${offset}`,
    where.values,
  );
  const totalPages = Math.ceil(total / page.per_page);
  const meta = { page: page.page, per_page: page.per_page, total, total_pages: totalPages };
  return { data: rows.rows.map(toWire), meta };
}
