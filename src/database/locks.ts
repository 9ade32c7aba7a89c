/** Who does what alone: one at a time in this process, and among all processes on the database. */
import pg from 'pg';
import { setTimeout as timer } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger.ts';

/** Between two looks at whether another process is done. */
const lookAgainMs = 200;

interface Holder {
  released: Promise<void>;
}

/**
 * Advisory locks of PostgreSQL, all of this process's in one session: a process that dies gives them back. When the
 * session breaks they are lost; so they keep work from being done twice, and are no guard of what is right.
 */
export class Locks {
  readonly #url: string;
  readonly #logger: Logger;
  readonly #holders = new Map<string, Holder>();
  #session: Promise<pg.Client> | null = null;
  /** A session answers one question at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(url: string, logger: Logger) {
    this.#url = url;
    this.#logger = logger;
  }

  /** Does the work alone under that name, when nobody else does; null when somebody does. */
  async tryAlone<Result>(name: string, work: () => Promise<Result>): Promise<{ result: Result } | null> {
    if (this.#holders.has(name)) return null;
    let release = (): void => undefined;
    this.#holders.set(name, { released: new Promise((resolve) => (release = resolve)) });
    try {
      if (!(await this.#take(name))) return null;
      try {
        return { result: await work() };
      } finally {
        await this.#giveBack(name);
      }
    } finally {
      this.#holders.delete(name);
      release();
    }
  }

  /** Does the work alone under that name, as soon as nobody else does. @throws the signal's reason when it aborts. */
  async alone<Result>(name: string, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    for (;;) {
      signal?.throwIfAborted();
      const here = this.#holders.get(name);
      if (here) {
        await here.released;
        continue;
      }
      const done = await this.tryAlone(name, work);
      if (done) return done.result;
      if (!this.#holders.has(name)) await timer(lookAgainMs, undefined, signal ? { signal } : {});
    }
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    const client = await session?.catch(() => null);
    await client?.end();
  }

  async #take(name: string): Promise<boolean> {
    const { rows } = await this.#ask(await this.#open(), 'pg_try_advisory_lock', name);
    return rows[0]?.isDone === true;
  }

  async #giveBack(name: string): Promise<void> {
    try {
      const client = await this.#session;
      if (client) await this.#ask(client, 'pg_advisory_unlock', name);
    } catch (error) {
      this.#logger.debug({ error }, 'a lock went with its session');
    }
  }

  #ask(client: pg.Client, what: 'pg_try_advisory_lock' | 'pg_advisory_unlock', name: string) {
    const sql = `select ${what}(hashtextextended($1, 0)) as "isDone"`;
    const answer = this.#turn.then(() => client.query<{ isDone: boolean }>(sql, [name]));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  #open(): Promise<pg.Client> {
    this.#session ??= this.#connect();
    return this.#session;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url });
    const forget = () => {
      this.#session = null;
    };
    client.on('error', (error) => {
      this.#logger.warn({ error: error.message }, 'the session of the locks broke; it is made anew');
      forget();
    });
    try {
      await client.connect();
      return client;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
