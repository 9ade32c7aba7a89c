/** The jobs that keep every connection fresh. */
import type { Database, Transaction } from '../database/database.ts';
import { enqueue, type JobHandlers, type JobPayload } from '../database/jobs.ts';
import type { Clock } from '../domain/clock.ts';
import type { RecordKind } from '../domain/records.ts';
import type { ServiceConnection, ServiceConnections, SettingsChange } from '../tenancy/service-connections.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { WebhookNotice } from '../upstream/connector.ts';
import { UpstreamFailure } from '../upstream/failure.ts';
import type { ConnectionSync } from './connection-sync.ts';

export interface SyncIntervals {
  /** From one look at a connection to the next, in milliseconds, where its limits and webhooks do not say otherwise. */
  sweepMs: number;
  /** Between two looks at what has become overdue. */
  escalationMs: number;
  /** From a stock webhook to the reading of the ledger, so that many webhooks make one reading. */
  catchUpMs: number;
}

export const defaultIntervals: SyncIntervals = { sweepMs: 60_000, escalationMs: 60_000, catchUpMs: 1_000 };

interface JobDeps {
  database: Database;
  connections: ServiceConnections;
  sync: ConnectionSync;
  clock: Clock;
  logger: Logger;
  intervals: SyncIntervals;
}

const againWhenDownMs = 30_000;

export class SyncJobs {
  readonly #deps: JobDeps;

  constructor(deps: JobDeps) {
    this.#deps = deps;
  }

  readonly handlers: JobHandlers = {
    sweep: (payload, signal) => this.#with(payload, (connection) => this.#sweep(connection, signal)),
    'first-read': (payload, signal) =>
      this.#with(payload, async (connection) => {
        await this.#deps.sync.forget(connection, payload['change'] as SettingsChange, signal);
        await this.#sweep(connection, signal);
      }),
    'read-now': (payload, signal) => this.#with(payload, (connection) => this.#readAll(connection, signal)),
    escalate: (payload) => this.#with(payload, (connection) => this.#escalate(connection)),
    reread: (payload) =>
      this.#with(payload, (connection) =>
        this.#orLater('reread', payload, () =>
          this.#deps.sync.reread(connection, payload['kind'] as RecordKind, payload['externalId'] ?? ''),
        ),
      ),
    'read-kind': (payload, signal) =>
      this.#with(payload, (connection) =>
        this.#orLater('read-kind', payload, () =>
          this.#deps.sync.readKind(connection, payload['kind'] as RecordKind, signal),
        ),
      ),
    'catch-up': (payload) =>
      this.#with(payload, (connection) =>
        this.#orLater('catch-up', payload, () => this.#deps.sync.catchUp(connection)),
      ),
  };

  /** Puts every connection's first jobs on the queue. */
  async schedule(connection: ServiceConnection): Promise<void> {
    await this.#enqueue('sweep', connection, 0);
    await this.#enqueue('escalate', connection, this.#deps.intervals.escalationMs);
  }

  /**
   * Reads a connection whose settings are new as soon as the transaction that stored them has committed. It has a job
   * of its own: a sweep that runs over the settings before would put off the next one when it ends.
   */
  async begin(tx: Transaction, connection: ServiceConnection, change: SettingsChange): Promise<void> {
    const payload = { connectionId: connection.id, change };
    const key = `first-read/${connection.id}`;
    await enqueue(tx, { name: 'first-read', payload, key, runAt: new Date() });
    await this.#enqueue('escalate', connection, this.#deps.intervals.escalationMs, tx);
  }

  /** Reads everything at once, because somebody wants it so; asked for many times while it waits, once. */
  readNow(connection: ServiceConnection): Promise<void> {
    return this.#enqueue('read-now', connection, 0);
  }

  /**
   * Reads what a notice left out, once the transaction that stored it has committed: the ledger row behind a stock
   * total, the action behind an alert, the record that it only hints at.
   */
  async followUp(
    tx: Transaction,
    connection: ServiceConnection,
    { observations, hints = [] }: Pick<WebhookNotice, 'observations' | 'hints'>,
  ): Promise<void> {
    const { catchUpMs } = this.#deps.intervals;
    const kinds = new Set(observations.map(({ record }) => record.kind));
    if (kinds.has('stockNotice')) await this.#enqueue('catch-up', connection, catchUpMs, tx);
    if (kinds.has('alert')) {
      const payload = { connectionId: connection.id, kind: 'action' };
      const key = `read-kind/${connection.id}/action`;
      await enqueue(tx, { name: 'read-kind', payload, key, runAt: new Date(Date.now() + catchUpMs), keepsTime: true });
    }
    for (const { kind, externalId } of hints) {
      const payload = { connectionId: connection.id, kind, externalId };
      const key = `reread/${connection.id}/${kind}/${externalId}`;
      await enqueue(tx, { name: 'reread', payload, key, runAt: new Date(), keepsTime: false });
    }
  }

  async #sweep(connection: ServiceConnection, signal: AbortSignal): Promise<void> {
    const { sync, intervals, clock } = this.#deps;
    const nextAt = await sync.round(connection, intervals.sweepMs, signal);
    // A sweep that was stopped goes on where it was, here or in another process.
    const inMs = signal.aborted ? 0 : Math.max(0, nextAt.getTime() - clock.now().getTime());
    await this.#enqueue('sweep', connection, inMs);
  }

  async #readAll(connection: ServiceConnection, signal: AbortSignal): Promise<void> {
    try {
      await this.#deps.sync.sync(connection, { pace: 'steady', signal });
    } catch (error) {
      // It is in the connection's health; the next sweep goes on where this one was.
      if (!(error instanceof UpstreamFailure)) throw error;
    }
  }

  /**
   * A limit that a single question meets is kept to: the question waits as long as the service asks, or until one that
   * is down may be back. A failing service is no failure of the job: it is in the connection's health and told there
   * once, and what no waiting mends is left to the next sweep.
   */
  async #orLater(name: string, payload: JobPayload, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error;
      const inMs = error.retryAfterMs ?? (error.kind === 'unavailable' ? againWhenDownMs : null);
      if (inMs === null) return;
      const runAt = new Date(Date.now() + inMs);
      const key = [name, ...Object.values(payload)].join('/');
      await enqueue(this.#deps.database.prisma, { name, payload, key, runAt, keepsTime: false });
    }
  }

  async #escalate(connection: ServiceConnection): Promise<void> {
    await this.#deps.sync.escalate(connection);
    await this.#enqueue('escalate', connection, this.#deps.intervals.escalationMs);
  }

  async #with(
    { connectionId }: Readonly<Record<string, string>>,
    work: (connection: ServiceConnection) => Promise<void>,
  ): Promise<void> {
    const connection = await this.#deps.connections.byId(connectionId ?? '');
    if (connection) await work(connection);
  }

  async #enqueue(name: string, connection: ServiceConnection, inMs: number, tx?: Transaction): Promise<void> {
    const { database } = this.#deps;
    // The queue goes by the database's clock, as its workers do.
    const runAt = new Date(Date.now() + inMs);
    const key = `${name}/${connection.id}`;
    const payload = { connectionId: connection.id };
    // Webhooks without end must not put off the reading that the first of them asked for.
    const keepsTime = name === 'catch-up';
    await enqueue(tx ?? database.prisma, { name, payload, key, runAt, keepsTime });
  }
}
