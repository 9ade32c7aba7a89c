/** The quickest way to get rows into the replica's tables: COPY into temporary ones, and one merge for each. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export const ingestedTables = [
  'source_record',
  'work_order',
  'work_order_assignee',
  'work_order_part',
  'object_change',
] as const;

/** A table's rows as COPY writes them. */
export type CopiedRows = ReadonlyMap<string, readonly Buffer[]>;

/** The work orders' part of the replica, to be put in again. */
export async function takeRows(databaseUrl: string): Promise<CopiedRows> {
  const rows = new Map<string, Buffer[]>();
  await withClient(databaseUrl, async (client) => {
    for (const table of ingestedTables) {
      const condition = table === 'source_record' ? `where kind = 'workOrder'` : '';
      const stream = client.query(copyTo(`copy (select * from ${table} ${condition}) to stdout`));
      rows.set(table, (await stream.toArray()) as Buffer[]);
    }
  });
  return rows;
}

export async function copyRows(databaseUrl: string, rows: CopiedRows): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query('begin');
    for (const [table, chunks] of rows) {
      await client.query(`create temporary table incoming (like ${table}) on commit drop`);
      await pipeline(Readable.from(chunks), client.query(copyFrom('copy incoming from stdin')));
      await client.query(await mergeOf(client, table));
      await client.query('drop table incoming');
    }
    await client.query('commit');
  });
}

async function mergeOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string; isKey: boolean }>(
    `select a.attname as name, coalesce(a.attnum = any(i.indkey), false) as "isKey" from pg_attribute a
     join pg_index i on i.indrelid = a.attrelid and i.indisprimary
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table],
  );
  const keys = rows.filter(({ isKey }) => isKey).map(({ name }) => name);
  const others = rows.filter(({ isKey }) => !isKey).map(({ name }) => name);
  const isOther = `(${others.map((name) => `e.${name}`).join()}) is distinct from (${others.map((name) => `excluded.${name}`).join()})`;
  return `insert into ${table} as e select * from incoming on conflict (${keys.join()})
    do update set ${others.map((name) => `${name} = excluded.${name}`).join()} where ${isOther}`;
}

async function withClient(connectionString: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
