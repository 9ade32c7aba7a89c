import pg from 'pg';
import { migrate, schemaSql } from '../../src/database/migrate.ts';
import { testDatabase } from '../world/database.ts';

/** Columns, indexes and constraints, as PostgreSQL itself describes them; without the record of migrations. */
async function catalogueOf(url: string): Promise<Record<string, unknown[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const own = `not like '\\_prisma%'`;
  const ask = async (sql: string) => (await client.query<Record<string, unknown>>(sql)).rows;
  try {
    return {
      columns: await ask(`select table_name, column_name, data_type, udt_name, is_nullable, column_default,
          character_maximum_length, numeric_precision, numeric_scale, datetime_precision
        from information_schema.columns join information_schema.tables using (table_schema, table_name)
        where table_schema = 'public' and table_type = 'BASE TABLE' and table_name ${own} order by 1, 2`),
      // The search indexes are over expressions, for which the Prisma schema has no words.
      indexes: await ask(`select indexname, indexdef from pg_indexes
        where schemaname = 'public' and tablename ${own} and indexname not like '%\\_search\\_idx' order by 1`),
      constraints:
        await ask(`select conrelid::regclass::text as "table", conname, pg_get_constraintdef(oid) as definition
        from pg_constraint where connamespace = 'public'::regnamespace and conrelid::regclass::text ${own} order by 1, 2`),
    };
  } finally {
    await client.end();
  }
}

test('the migrations together come to exactly what the Prisma schema says', async () => {
  await using migrated = await testDatabase(null);
  await using made = await testDatabase(null);
  expect(await migrate(migrated.url)).not.toEqual([]);
  const client = new pg.Client({ connectionString: made.url });
  await client.connect();
  await client.query(await schemaSql(made.url));
  await client.end();
  const catalogue = await catalogueOf(migrated.url);
  expect(catalogue['columns']!.length).toBeGreaterThan(100);
  expect(catalogue).toEqual(await catalogueOf(made.url));
});

test('a database that is migrated already is left alone, also by two gateways that start at once', async () => {
  await using database = await testDatabase(null);
  const applied = await Promise.all([migrate(database.url), migrate(database.url)]);
  expect(applied.flat().length).toBe(Math.max(...applied.map(({ length }) => length)));
  const before = await catalogueOf(database.url);
  expect(await migrate(database.url)).toEqual([]);
  expect(await catalogueOf(database.url)).toEqual(before);
});
