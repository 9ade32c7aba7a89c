/** Which columns of an entity a query asks for: interned, so that equal questions share one loader. */
import { Prisma } from '../../database/generated/client.ts';
import type { Columns, Entity } from '../model/entity.ts';

export interface Shape<Row> {
  readonly key: string;
  readonly columns: Prisma.Sql;
  /** Names the row's type for the compiler only. */
  readonly row?: Row;
}

const shapes = new WeakMap<object, Map<string, Shape<never>>>();

/** @param fields names of columns; names that are no column are ignored, `id` is always read. */
export function shapeOf<Cols extends Columns, Row>(source: Entity<Cols>, fields: Iterable<string>): Shape<Row> {
  const wanted = new Set(fields);
  const names = Object.keys(source.columns).filter((name) => name === 'id' || wanted.has(name));
  const key = names.join();
  let known = shapes.get(source);
  if (!known) shapes.set(source, (known = new Map()));
  let shape = known.get(key);
  if (!shape) {
    const list = names.map((name) => `t.${source.columns[name]?.sql} as "${name}"`).join(', ');
    known.set(key, (shape = { key, columns: Prisma.raw(list) }));
  }
  return shape;
}
