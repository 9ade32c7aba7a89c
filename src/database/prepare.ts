import pg from 'pg';
import { prepareJobs } from './jobs.ts';
import { migrateOver } from './migrate.ts';

/**
 * Brings the database to what this version needs, the job queue's tables included. Over one connection: most starts
 * find everything there, and to begin another one would cost more than what they ask.
 */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const client = await pool.connect();
    try {
      await migrateOver(client, databaseUrl);
    } finally {
      client.release();
    }
    await prepareJobs(pool);
  } finally {
    await pool.end();
  }
}
