import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import pg from 'pg';
import { systemClock } from '../../src/domain/clock.ts';
import type { Service } from '../../src/domain/records.ts';
import { loadDemoPlant } from '../../src/sandbox/demo-plant/load.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { serviceNames } from '../../src/sandbox/service-name.ts';
import { testDatabase } from '../world/database.ts';
import { environmentWith } from '../world/environment.ts';
import { replicaState } from '../world/replica-state.ts';
import type { BackfillInput } from './kill/backfill.ts';

const kills = 20;

/** When a process is killed: with the n-th answer of a service, or in the transaction that applies what came before it. */
interface Moment {
  answers: number;
  /** Transactions of it that are let through first. */
  commits: number;
  isWithinTransaction: boolean;
}

const moment = fc.record({
  answers: fc.integer({ min: 1, max: 3 }),
  commits: fc.constantFrom(0, 0, 1),
  isWithinTransaction: fc.boolean(),
});

/** Counts what the services answer. */
class Answers {
  count = 0;
  #awaited: { from: number; resolve: () => void } | undefined;

  readonly logger = {
    debug: (_fields: object, message: string) => {
      if (message !== 'sandbox request') return;
      this.count += 1;
      if (this.#awaited && this.count >= this.#awaited.from) this.#awaited.resolve();
    },
    warn: () => {},
    error: () => {},
  };

  next(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#awaited = { from: this.count + count, resolve };
    });
  }
}

async function plantOf(sandbox: Sandbox): Promise<BackfillInput['connections']> {
  const { demo } = await loadDemoPlant(sandbox);
  return serviceNames.map((name) => ({
    service: name.toUpperCase() as Service,
    baseUrl: sandbox[name].url,
    apiKey: demo.organizations[name].keys.readWrite,
    webhookSecret: null,
    currency: 'USD',
  }));
}

function startBackfill(input: BackfillInput): { child: ChildProcess; ended: Promise<[number | null, string | null]> } {
  const child = fork(fileURLToPath(new URL('kill/backfill.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: environmentWith({}),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.send(input);
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  return { child, ended };
}

const recordsIn = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<{ count: string }>('select count(*) as count from source_record');
  return rows[0]?.count ?? '';
};

/** Resolves when so many times more records were there than before. */
async function untilCommitted(client: pg.Client, commits: number, isOver: () => boolean): Promise<void> {
  let known = await recordsIn(client);
  for (let left = commits; left > 0 && !isOver();) {
    const now = await recordsIn(client);
    if (now !== known) left -= 1;
    known = now;
  }
}

/** Resolves as soon as somebody has written something and not yet committed it. */
async function untilApplying(client: pg.Client, isOver: () => boolean): Promise<void> {
  for (;;) {
    const writing = await client.query(
      `select from pg_stat_activity where datname = current_database() and backend_xid is not null limit 1`,
    );
    if (writing.rowCount === 1 || isOver()) return;
  }
}

async function connectTo(connectionString: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

const stateOf = async (url: string, tenantId: string) => {
  const pool = new pg.Pool({ connectionString: url });
  try {
    const parts = await replicaState(pool, tenantId);
    const quarantined = await pool.query('select count(*)::int as count from quarantined_row');
    return { ...parts, quarantined: quarantined.rows };
  } finally {
    await pool.end();
  }
};

async function tenantOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>('select id from tenant');
  return rows[0]?.id ?? '';
}

test('a backfill that is killed twenty times ends in the replica of one that was left alone', async () => {
  await using services = await testDatabase();
  await using killed = await testDatabase();
  const answers = new Answers();
  const { logger } = answers;
  await using sandbox = await startSandbox({
    databaseUrl: services.url,
    clock: systemClock,
    requestsPerMinute: null,
    logger,
  });
  const rest = { sealingKey: 'ab'.repeat(32), tenant: 'plant', connections: await plantOf(sandbox) };

  const whole = await startBackfill({ ...rest, databaseUrl: services.url }).ended;
  expect(whole).toEqual([0, null]);
  expect(answers.count).toBeGreaterThan(2 * kills);
  await using client = await connectTo(killed.url);
  const moments: Moment[] = fc.sample(moment, kills);
  const progress: string[] = [];
  for (const [index, { answers: count, commits, isWithinTransaction }] of moments.entries()) {
    const answered = answers.next(count);
    const { child, ended } = startBackfill({ ...rest, databaseUrl: killed.url });
    let isOver = false;
    void ended.then(() => (isOver = true));
    await Promise.race([answered, ended]);
    await untilCommitted(client, commits, () => isOver);
    if (isWithinTransaction) await untilApplying(client, () => isOver);
    child.kill('SIGKILL');
    expect({ kill: index, ended: await ended, progress }).toMatchObject({ ended: [null, 'SIGKILL'] });
    progress.push(await recordsIn(client));
  }
  const last = await startBackfill({ ...rest, databaseUrl: killed.url }).ended;
  expect(last).toEqual([0, null]);
  // It did begin before it was killed for the last time, and there was something left to do.
  expect(new Set(progress).size).toBeGreaterThan(3);
  const tenantId = await tenantOf(client);
  const [left, other] = [await stateOf(services.url, tenantId), await stateOf(killed.url, tenantId)];
  expect(left.tables['source_record']?.length).toBeGreaterThan(1000);
  expect(other).toEqual(left);
}, 900_000);
