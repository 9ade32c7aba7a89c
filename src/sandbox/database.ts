import pg from 'pg';

/** A pool or one of its connections inside a transaction: what a single statement needs. */
export type Queryable = pg.Pool | pg.PoolClient;

const dateType = 1082;
const bigintType = 20;

/**
 * Calendar dates stay text (a Date object would shift them by the machine's time zone), and bigints, of which the
 * sandbox holds only counters and cents, become numbers. Numerics stay text, so that no quantity is ever a float.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (format !== 'binary' && oid === dateType) return (text: string) => text;
    if (format !== 'binary' && oid === bigintType) return Number;
    return pg.types.getTypeParser(oid, format);
  },
};

export function openPool(databaseUrl: string, onIdleError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 12, types });
  // A connection that breaks while idle is replaced by the next query; without a listener it would end the process.
  pool.on('error', onIdleError);
  return pool;
}

export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The first row of a statement that always answers one: an insert … returning, an aggregate. */
export function onlyRow<Row>(result: { rows: Row[] }): Row {
  const row = result.rows[0];
  if (row === undefined) throw new Error('The statement answered no row where exactly one was expected.');
  return row;
}

/** PostgreSQL's code for a broken unique constraint. */
const uniqueViolation = '23505';

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === uniqueViolation;
}
