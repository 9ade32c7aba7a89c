/** Keyset paging: a cursor holds the order's values of a row, so a page costs the same wherever it stands. */
import { Prisma } from '../../database/generated/client.ts';
import { isStorable } from '../model/conditions.ts';
import type { Direction, Entity, Order, SqlType } from '../model/entity.ts';

export interface PageRequest<Filter extends object = object> {
  /** 1..100 rows. */
  size: number;
  backward: boolean;
  /** Where to go on: a cursor of an earlier page of the same order. */
  cursor: string | null;
  filter: Filter | null;
  /** Empty: the entity's own order. */
  order: readonly Order[];
  /** Whether anyone asked for the rows' cursors. */
  withCursors: boolean;
}

/** A row and, where the page was asked for cursors, its place in the order. */
export type Placed<Row> = Row & { $cursor?: (string | null)[] };

export interface Page<Row> {
  rows: Placed<Row>[];
  /** There are rows behind the last one, in the direction of reading. */
  hasMore: boolean;
  request: PageRequest;
}

/** A cursor that is none of this order's. */
export class MalformedCursor extends Error {
  override name = 'MalformedCursor';
}

type Key = (string | null)[];

export const encodeCursor = (key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** @throws MalformedCursor when it does not hold a value for each column. */
export function decodeCursor(cursor: string, columns: readonly Pick<OrderColumn, 'type'>[]): Key {
  const key = partsOf(cursor);
  const fits = key.length === columns.length && columns.every(({ type }, index) => isOfType(key[index], type));
  if (!fits) throw new MalformedCursor();
  return key as Key;
}

function partsOf(cursor: string): unknown[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(key) ? key : [];
  } catch {
    return [];
  }
}

/** The forms in which PostgreSQL writes the values: what has another form would make the statement fail. */
const forms = {
  text: isStorable,
  int4: (part) => /^-?\d{1,10}$/.test(part) && Math.abs(Number(part)) < 2 ** 31,
  int8: (part) => /^-?\d{1,18}$/.test(part),
  numeric: (part) => /^-?\d{1,30}(\.\d{1,30})?$/.test(part),
  bool: (part) => part === 'true' || part === 'false',
  date: (part) => /^\d{4}-\d\d-\d\d$/.test(part) && isTime(part),
  // Nothing is ordered by it.
  jsonb: () => false,
  timestamptz: (part) =>
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(part) && isTime(part.slice(0, 19)),
} as const satisfies Record<SqlType, (part: string) => boolean>;

const isTime = (text: string): boolean =>
  !Number.isNaN(Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`));

function isOfType(part: unknown, type: SqlType): boolean {
  return part === null || (typeof part === 'string' && forms[type](part));
}

interface OrderColumn {
  sql: string;
  type: SqlType;
  direction: Direction;
}

/** The order's columns with the id last, so that no two rows stand on one place. */
function orderColumns(source: Entity, order: PageRequest['order']): OrderColumn[] {
  const terms: readonly Order[] = order.length > 0 ? order : source.defaultOrder;
  const columns = terms.map(({ field, direction }) => {
    const column = source.columns[field];
    if (!column) throw new RangeError(`${source.table} has no column ${field}`);
    return { sql: `t.${column.sql}`, type: column.type, direction };
  });
  return [...columns, { sql: 't.id', type: 'text' as const, direction: columns.at(-1)?.direction ?? 'ASC' }];
}

/** @throws MalformedCursor when the request's cursor is none of its order's. */
export function checkCursor(source: Entity, { cursor, order }: PageRequest): void {
  if (cursor !== null) decodeCursor(cursor, orderColumns(source, order));
}

const flip = (direction: Direction): Direction => (direction === 'ASC' ? 'DESC' : 'ASC');

/** PostgreSQL's own null order: last when ascending, first when descending; so its indexes serve. */
function beyond({ sql, type, direction }: OrderColumn, value: string | null): Prisma.Sql {
  const column = Prisma.raw(sql);
  if (value === null) return direction === 'ASC' ? Prisma.sql`false` : Prisma.sql`${column} is not null`;
  const cast = Prisma.raw(type);
  return direction === 'ASC'
    ? Prisma.sql`(${column} > ${value}::text::${cast} or ${column} is null)`
    : Prisma.sql`${column} < ${value}::text::${cast}`;
}

function same({ sql, type }: OrderColumn, value: string | null): Prisma.Sql {
  const column = Prisma.raw(sql);
  return value === null ? Prisma.sql`${column} is null` : Prisma.sql`${column} = ${value}::text::${Prisma.raw(type)}`;
}

/** Rows strictly behind the key: `a > x or (a = x and b > y) or …`. */
function behind(columns: readonly OrderColumn[], key: Key): Prisma.Sql {
  const steps = columns.map((column, index) => {
    const equal = columns.slice(0, index).map((earlier, at) => same(earlier, key[at] ?? null));
    return Prisma.sql`(${Prisma.join([...equal, beyond(column, key[index] ?? null)], ' and ')})`;
  });
  return Prisma.sql`(${Prisma.join(steps, ' or ')})`;
}

export function conditionsOf(source: Entity, filter: object | null): Prisma.Sql[] {
  if (!filter) return [];
  const build = source.conditions as Record<string, (value: unknown) => Prisma.Sql>;
  return Object.entries(filter).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const condition = build[name];
    if (!condition) throw new RangeError(`${source.table} has no condition ${name}`);
    return [condition(value)];
  });
}

/**
 * The tail of a page's statement, from `and` to `limit`: one row more than asked tells whether there are more.
 * @throws MalformedCursor
 */
export function pageSql(source: Entity, request: PageRequest): { cursorColumn: Prisma.Sql; tail: Prisma.Sql } {
  const columns = orderColumns(source, request.order).map((column) =>
    request.backward ? { ...column, direction: flip(column.direction) } : column,
  );
  const conditions = conditionsOf(source, request.filter);
  if (request.cursor !== null) conditions.push(behind(columns, decodeCursor(request.cursor, columns)));
  const where = conditions.length > 0 ? Prisma.sql`and ${Prisma.join(conditions, ' and ')}` : Prisma.empty;
  const orderBy = Prisma.raw(columns.map(({ sql, direction }) => `${sql} ${direction}`).join(', '));
  const keyList = columns.map(({ sql }) => `${sql}::text`).join(', ');
  return {
    cursorColumn: request.withCursors ? Prisma.raw(`, json_build_array(${keyList}) as "$cursor"`) : Prisma.empty,
    tail: Prisma.sql`${where} order by ${orderBy} limit ${request.size + 1}`,
  };
}

/** Cuts off the row too many and puts a page that was read backward in its order. */
export function toPage<Row>(rows: Placed<Row>[], request: PageRequest): Page<Row> {
  const hasMore = rows.length > request.size;
  const kept = hasMore ? rows.slice(0, request.size) : rows;
  return { rows: request.backward ? kept.toReversed() : kept, hasMore, request };
}
