/** How a type of the read model stands in its table: the one description that reading and applying both follow. */
import type { Prisma } from '../../database/generated/client.ts';

export type SqlType = 'text' | 'int4' | 'int8' | 'numeric' | 'bool' | 'date' | 'timestamptz' | 'jsonb';

/** A column and the type of its value once it has been JSON. */
export interface Column<Value> {
  readonly sql: string;
  readonly type: SqlType;
  readonly isNullable: boolean;
  readonly value?: Value;
}

export const text = (sql: string): Column<string> => ({ sql, type: 'text', isNullable: false });
export const nullableText = (sql: string): Column<string | null> => ({ sql, type: 'text', isNullable: true });
export const integer = (sql: string): Column<number> => ({ sql, type: 'int4', isNullable: false });
export const nullableInteger = (sql: string): Column<number | null> => ({ sql, type: 'int4', isNullable: true });
export const nullableLong = (sql: string): Column<number | null> => ({ sql, type: 'int8', isNullable: true });
export const long = (sql: string): Column<number> => ({ sql, type: 'int8', isNullable: false });
/** Numeric in the table, a number in JSON: exact for what the tables hold (at most 18 digits, 3 places). */
export const decimal = (sql: string): Column<number> => ({ sql, type: 'numeric', isNullable: false });
export const nullableDecimal = (sql: string): Column<number | null> => ({ sql, type: 'numeric', isNullable: true });
export const boolean = (sql: string): Column<boolean> => ({ sql, type: 'bool', isNullable: false });
export const nullableBoolean = (sql: string): Column<boolean | null> => ({ sql, type: 'bool', isNullable: true });
export const words = (sql: string): Column<string[]> => ({ sql, type: 'jsonb', isNullable: false });
/** YYYY-MM-DD. */
export const date = (sql: string): Column<string> => ({ sql, type: 'date', isNullable: false });
export const nullableDate = (sql: string): Column<string | null> => ({ sql, type: 'date', isNullable: true });
/** ISO 8601 with offset, as PostgreSQL writes JSON. */
export const timestamp = (sql: string): Column<string> => ({ sql, type: 'timestamptz', isNullable: false });
export const nullableTimestamp = (sql: string): Column<string | null> => ({
  sql,
  type: 'timestamptz',
  isNullable: true,
});

export type Columns = Readonly<Record<string, Column<unknown>>>;
export type RowOf<Cols extends Columns> = {
  [Name in keyof Cols]: Cols[Name] extends Column<infer Value> ? Value : never;
};
export type Direction = 'ASC' | 'DESC';

/** One condition of a filter: from its value to SQL over the alias `t`. */
export type Condition<Value> = (value: Value) => Prisma.Sql;

export interface Entity<Cols extends Columns = Columns, Filter extends object = object> {
  readonly table: string;
  /** First letters of the ids of this type. */
  readonly prefix: string;
  readonly columns: Cols;
  readonly conditions: { readonly [Name in keyof Filter]-?: Condition<NonNullable<Filter[Name]>> };
  readonly defaultOrder: readonly Order[];
}

export interface Order {
  /** A column's name. */
  field: string;
  direction: Direction;
}

/** Types the description of a table; the filter's type is given, the columns' type is inferred. */
export const entity =
  <Filter extends object>() =>
  <Cols extends Columns>(description: Entity<Cols, Filter>): Entity<Cols, Filter> =>
    description;
