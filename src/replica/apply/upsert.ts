import { stageBatch, type Row } from '../../database/batch.ts';
import type { Transaction } from '../../database/database.ts';
import type { Entity } from '../model/entity.ts';
import { touch } from './touched.ts';

/**
 * Makes the table's rows equal to these, a batch in one statement, and writes only what differs.
 * Every row names the same columns; columns left out keep their value.
 * @param rowOf the row of an item.
 * @returns the ids of the rows that were new or changed.
 */
export async function upsertRows<Item>(
  tx: Transaction,
  target: Entity,
  tenantId: string,
  items: readonly Item[],
  rowOf: (item: Item) => Row,
): Promise<string[]> {
  const [first] = items;
  if (first === undefined) return [];
  const columns = Object.fromEntries(Object.keys(rowOf(first)).map((field) => [field, columnOf(target, field).type]));
  const upsert = await stageBatch(tx, { columns, items, rowOf });
  const written = await upsert<{ id: string }>([tenantId], (given) => upsertFrom(given, target, columns));
  const ids = written.map(({ id }) => id);
  touch(tx, target, ids);
  return ids;
}

/** Takes rows out of the read model: their source records remain as tombstones. */
export async function deleteRows(tx: Transaction, target: Entity, tenantId: string, ids: readonly string[]) {
  const gone = await tx.$queryRawUnsafe<{ id: string }[]>(
    `delete from ${target.table} where tenant_id = $1 and id = any($2::text[]) returning id`,
    tenantId,
    ids,
  );
  touch(
    tx,
    target,
    gone.map(({ id }) => id),
    true,
  );
}

/** Takes out what the owners' rows are no longer. @returns the owners that it was taken from. */
export async function deleteOthers(
  tx: Transaction,
  target: Entity,
  tenantId: string,
  { ownerColumn, owners, kept }: { ownerColumn: string; owners: readonly string[]; kept: readonly string[] },
): Promise<string[]> {
  if (owners.length === 0) return [];
  const gone = await tx.$queryRawUnsafe<{ id: string; owner: string }[]>(
    `delete from ${target.table} where tenant_id = $1 and ${ownerColumn} = any($2::text[]) and id <> all($3::text[])
     returning id, ${ownerColumn} as owner`,
    tenantId,
    owners,
    kept,
  );
  touch(
    tx,
    target,
    gone.map(({ id }) => id),
    true,
  );
  return gone.map(({ owner }) => owner);
}

function upsertFrom(given: string, target: Entity, fields: object): string {
  const names = Object.keys(fields).map((field) => columnOf(target, field).sql);
  const mutable = names.filter((name) => name !== 'id');
  const differs = `(${mutable.map((name) => `e.${name}`).join()}) is distinct from (${mutable.map((name) => `excluded.${name}`).join()})`;
  return `insert into ${target.table} as e (tenant_id, ${names.join()}) select $1, u.* from ${given} as u
    on conflict (id) do update set ${mutable.map((name) => `${name} = excluded.${name}`).join()} where ${differs}
    returning e.id`;
}

function columnOf(target: Entity, field: string) {
  const column = target.columns[field];
  if (!column) throw new RangeError(`${target.table} has no column ${field}`);
  return column;
}
