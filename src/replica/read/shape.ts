/** Which columns of an entity a query asks for: interned, so that equal questions share one loader. */
import { Prisma } from '../../database/generated/client.ts';
import type { Columns, Entity } from '../model/entity.ts';

export interface Shape<Row> {
  readonly key: string;
  readonly columns: Prisma.Sql;
  /** Rows come as the text of their JSON, made by PostgreSQL: the answer takes it in unread. */
  readonly isText: boolean;
  /** Names the row's type for the compiler only. */
  readonly row?: Row;
}

const shapes = new WeakMap<object, Map<string, Shape<never>>>();

/** @param fields names of columns; names that are no column are ignored, `id` is always read. */
export function shapeOf<Cols extends Columns, Row>(source: Entity<Cols>, fields: Iterable<string>): Shape<Row> {
  const wanted = new Set(fields);
  const names = Object.keys(source.columns).filter((name) => name === 'id' || wanted.has(name));
  const list = () => names.map((name) => `t.${source.columns[name]?.sql} as "${name}"`).join(', ');
  return interned(source, names.join(), false, list);
}

/** A property of a row's text: a column, or a word that is the same for all. */
export interface TextField {
  name: string;
  value: { column: string } | { word: string };
}

/** Rows as JSON text, their properties in the order given, under the names given. */
export function textShapeOf(source: Entity, fields: readonly TextField[]): Shape<string> {
  return interned(source, `text ${JSON.stringify(fields)}`, true, () =>
    fields.map(({ name, value }) => `${sqlOf(source, value)} as "${name}"`).join(', '),
  );
}

function interned<Row>(source: Entity, key: string, isText: boolean, columns: () => string): Shape<Row> {
  let known = shapes.get(source);
  if (!known) shapes.set(source, (known = new Map()));
  let shape = known.get(key);
  if (!shape) known.set(key, (shape = { key, isText, columns: Prisma.raw(columns()) }));
  return shape;
}

/** SQL whose value PostgreSQL writes into JSON the way that JavaScript writes it after reading the column. */
function sqlOf(source: Entity, value: TextField['value']): string {
  if ('word' in value) return `'${value.word}'`;
  const column = source.columns[value.column];
  if (!column) throw new RangeError(`${source.table} has no column ${value.column}`);
  const sql = `t.${column.sql}`;
  switch (column.type) {
    case 'numeric':
      // No zeros at the end; from 16 digits on, the nearest binary float, as JavaScript's numbers are.
      return `case when abs(${sql}) < 1e12 then trim_scale(${sql}) else ${sql}::float8::text::numeric end`;
    case 'timestamptz':
      return `replace(to_json(${sql})::text, '+00:00"', 'Z"')::json`;
    default:
      return sql;
  }
}
