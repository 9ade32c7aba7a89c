/** Durable jobs in PostgreSQL, by graphile-worker: each is done by one process, again when that process dies. */
import { Logger as WorkerLogger, run, runMigrations, type Runner, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import type { Logger } from '../telemetry/logger.ts';
import type { Database, Transaction } from './database.ts';
import type { PrismaClient } from './generated/client.ts';

export type JobPayload = Readonly<Record<string, string>>;
export type JobHandlers = Readonly<Record<string, (payload: JobPayload, signal: AbortSignal) => Promise<void>>>;

export interface NewJob {
  name: string;
  payload: JobPayload;
  /** A job that waits under this key is replaced; one that runs is left alone, and this one comes after it. */
  key: string;
  runAt: Date;
  /** Keep the time of the job that waits, when it is sooner. */
  keepsTime?: boolean;
}

/** Makes the queue's tables, in their own schema. */
export async function prepareJobs(pool: pg.Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: silent });
}

/** In a transaction: the job exists when the transaction does. */
export async function enqueue(tx: Transaction | PrismaClient, job: NewJob): Promise<void> {
  const mode = job.keepsTime === true ? 'preserve_run_at' : 'replace';
  await tx.$executeRaw`
    select graphile_worker.add_job(${job.name}::text, payload => ${JSON.stringify(job.payload)}::json,
      queue_name => ${job.key}::text, run_at => ${job.runAt}::timestamptz, max_attempts => 25,
      job_key => ${job.key}::text, job_key_mode => ${mode}::text)`;
}

/** Works on jobs until it is stopped; a job under way is told to stop, and waited for. */
export async function startJobs(
  database: Database,
  handlers: JobHandlers,
  logger: Logger,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const taskList: TaskList = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (payload) => handle(payload as JobPayload, stopping.signal),
    ]),
  );
  const runner: Runner = await run({
    connectionString: database.url,
    concurrency: 4,
    pollInterval: 1000,
    noHandleSignals: true,
    taskList,
    logger: new WorkerLogger(() => (level, message) => {
      if (level === 'error') logger.error({ queue: message }, 'a job failed');
      else if (level === 'warning') logger.warn({ queue: message }, 'the job queue warns');
    }),
  });
  // graphile-worker reports a lost connection here as well; it has logged it and makes the connection anew.
  runner.promise.catch(() => undefined);
  const stop = async () => {
    stopping.abort();
    await runner.stop();
  };
  return { stop };
}

const silent = new WorkerLogger(() => () => undefined);
