/** Writes down what the connections have sent, now and then and never for a single request. */
import type { Database } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import { countRequests } from '../tenancy/request-days.ts';
import { heldMonths } from '../tenancy/connection-health.ts';
import type { RateAccount, Sent } from '../upstream/connector.ts';
import type { ConnectorPool } from '../upstream/connector-pool.ts';

export interface MeterDeps {
  database: Database;
  connectors: ConnectorPool;
  clock: Clock;
}

export class RequestMeter {
  readonly #deps: MeterDeps;
  readonly #written = new WeakMap<RateAccount, ReadonlyMap<string, Sent>>();

  constructor(deps: MeterDeps) {
    this.#deps = deps;
  }

  /** Months that were spent before this process began are not asked into. */
  async recall(): Promise<void> {
    const { database, connectors, clock } = this.#deps;
    for (const { connectionId, until } of await heldMonths(database.prisma, clock.now())) {
      connectors.holdMonth(connectionId, until);
    }
  }

  /** Of every connection this process speaks over: one that only writes go through is counted as well. */
  async flush(): Promise<void> {
    for (const [connectionId, account] of this.#deps.connectors.accounts()) await this.#flushOne(connectionId, account);
  }

  async #flushOne(connectionId: string, account: RateAccount): Promise<void> {
    const before = this.#written.get(account) ?? new Map<string, Sent>();
    const now = new Map(account.sentByDay());
    const fresh = new Map(
      [...now].flatMap(([day, sent]) => {
        const { requests, writes } = before.get(day) ?? { requests: 0, writes: 0 };
        const count = { requests: sent.requests - requests, writes: sent.writes - writes };
        return count.requests > 0 ? [[day, count] as const] : [];
      }),
    );
    // Marked before the writing, so that two who come at once do not count the same requests.
    this.#written.set(account, now);
    try {
      await countRequests(this.#deps.database.prisma, connectionId, fresh);
    } catch (error) {
      // Counted again with the next ones: rather too many than too few.
      this.#written.set(account, before);
      throw error;
    }
  }
}

/** Requests sent over a connection since its account was opened. */
export function sentInAll(account: RateAccount): number {
  return [...account.sentByDay().values()].reduce((sum, { requests }) => sum + requests, 0);
}
