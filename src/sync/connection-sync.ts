/** Keeps the replica of one connection fresh: its resources in their order, its details where there is room. */
import { setTimeout as timer } from 'node:timers/promises';
import type { Database, Transaction } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { RecordKind } from '../domain/records.ts';
import { escalateActions } from '../replica/apply/apply.ts';
import { recordHealth, type ConnectionStatus } from '../tenancy/connection-health.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Connector, Resource } from '../upstream/connector.ts';
import type { ConnectorPool } from '../upstream/connector-pool.ts';
import { UpstreamFailure, type FailureKind } from '../upstream/failure.ts';
import { waitBeforePoll, type Pace } from './pacing.ts';
import { readProgress, saveProgress } from './progress.ts';
import { passOver } from './pass/pass.ts';
import { readOne } from './pass/read-one.ts';
import type { PassContext, PassOutcome } from './pass/steps.ts';
import { shelvesOf, takeIn, type Statement } from './take-in.ts';

export interface SyncDeps {
  database: Database;
  connectors: ConnectorPool;
  clock: Clock;
  logger: Logger;
  /** Waits; rejects when the signal aborts. Left out: the timer's. */
  pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface SyncOptions {
  pace: Pace;
  signal?: AbortSignal;
  onPass?: (outcome: PassOutcome) => void;
}

/** A limit that is hit this many times in a row while one pass waits for it is somebody else's doing. */
const patience = 5;

/** The ladder's own line in the progress: it has a baseline as the resources have. */
const escalations = 'escalations';

export class ConnectionSync {
  readonly #deps: SyncDeps;
  readonly #catchUps = new Map<string, { running: Promise<void>; next: Promise<void> | null }>();

  constructor(deps: SyncDeps) {
    this.#deps = deps;
  }

  /** One pass over every resource. @throws UpstreamFailure when the service can't be read on. */
  async sync(connection: ServiceConnection, options: SyncOptions): Promise<PassOutcome[]> {
    const context = this.#context(connection, options);
    const outcomes: PassOutcome[] = [];
    await this.#watched(connection, context.connector, async () => {
      for (const resource of await this.#dueResources(connection)) {
        const outcome = await this.#patiently(context, resource);
        outcomes.push(outcome);
        options.onPass?.(outcome);
        if (resource.kind === 'action') await this.escalate(connection);
      }
    });
    return outcomes;
  }

  /** Whether a first complete pass has been made over every resource. */
  async hasBaseline(connection: ServiceConnection): Promise<boolean> {
    const progress = await this.#progressOf(connection, (resource) => resource.everyMs === undefined);
    return progress.every(({ baselineAt }) => baselineAt !== null);
  }

  async #progressOf(connection: ServiceConnection, wanted: (resource: Resource) => boolean) {
    const { database, connectors } = this.#deps;
    const passes = connectors.get(connection).resources.filter((each) => each.mode !== 'detail' && wanted(each));
    return Promise.all(
      passes.map(async (resource) => {
        const { baselineAt, completedAt } = await readProgress(database.prisma, connection.id, resource.name);
        return { resource, baselineAt, completedAt };
      }),
    );
  }

  /** What is only to be compared now and then waits for its time, and is no part of the first reading. */
  async #dueResources(connection: ServiceConnection): Promise<Resource[]> {
    const isFirst = !(await this.hasBaseline(connection));
    const now = this.#deps.clock.now().getTime();
    const progress = await this.#progressOf(connection, () => true);
    return progress
      .filter(({ resource: { everyMs }, completedAt }) => {
        if (everyMs === undefined) return true;
        return !isFirst && (completedAt === null || completedAt.getTime() + everyMs <= now);
      })
      .map(({ resource }) => resource);
  }

  /** Reads one record of which a webhook said only that something happened to it. */
  async reread(connection: ServiceConnection, kind: RecordKind, externalId: string): Promise<void> {
    await readOne(this.#context(connection, { pace: 'swift' }), kind, externalId);
  }

  /** Takes in what a webhook states, in the transaction that stores it. */
  async hear(tx: Transaction, connection: ServiceConnection, notice: Statement): Promise<void> {
    const { clock, connectors } = this.#deps;
    const shelfOf = shelvesOf(connectors.get(connection));
    await takeIn(tx, { connection, shelfOf, via: 'WEBHOOK', now: clock.now() }, notice);
  }

  /**
   * Reads on in the connection's ledgers. Whoever asks while a reading is under way waits for the next one, which
   * begins after the asking and so sees everything that was written before it; many who ask share one reading.
   */
  catchUp(connection: ServiceConnection): Promise<void> {
    const known = this.#catchUps.get(connection.id);
    if (known?.next) return known.next;
    if (known) {
      known.next = known.running.catch(() => undefined).then(() => this.#startCatchUp(connection));
      return known.next;
    }
    return this.#startCatchUp(connection);
  }

  #startCatchUp(connection: ServiceConnection): Promise<void> {
    const running = this.#readLedgers(connection);
    const entry = { running, next: null };
    this.#catchUps.set(connection.id, entry);
    const settle = () => {
      if (this.#catchUps.get(connection.id) === entry && entry.next === null) this.#catchUps.delete(connection.id);
    };
    running.then(settle, settle);
    return running;
  }

  async #readLedgers(connection: ServiceConnection): Promise<void> {
    const context = this.#context(connection, { pace: 'swift' });
    for (const resource of context.connector.resources) {
      if (resource.mode === 'ledger') await passOver(context, resource);
    }
  }

  /**
   * Reads single objects whose details are unknown or oldest, as many as the rate limit leaves room for now.
   * @returns how many were read.
   */
  async readDetails(connection: ServiceConnection, options: { most: number; signal?: AbortSignal }): Promise<number> {
    const { connector } = this.#context(connection, { pace: 'swift' });
    const { database, clock } = this.#deps;
    let read = 0;
    for (const resource of connector.resources.filter(({ mode }) => mode === 'detail')) {
      for (const externalId of await this.#oldestDetails(connection, resource, options.most - read)) {
        if (options.signal?.aborted || waitBeforePoll(connector.budget(), 'swift', clock.now()) > 0) return read;
        const page = await connector.read(resource, externalId, options.signal);
        const place = { connection, shelfOf: shelvesOf(connector), via: 'POLL', now: clock.now() } as const;
        await database.transaction((tx) => takeIn(tx, place, page));
        read += 1;
      }
    }
    return read;
  }

  async #oldestDetails(connection: ServiceConnection, { kind }: Resource, most: number): Promise<string[]> {
    const { tenantId, service } = connection;
    const rows = await this.#deps.database.prisma.$queryRaw<{ externalId: string }[]>`
      select a.external_id as "externalId" from source_record a
      left join source_record d on d.tenant_id = a.tenant_id and d.service = a.service and d.kind = ${kind}
        and d.external_id = a.external_id
      where a.tenant_id = ${tenantId} and a.service = ${service} and a.kind = 'asset' and a.deleted_at is null
      order by d.recorded_at nulls first, a.external_id limit ${most}`;
    return rows.map(({ externalId }) => externalId);
  }

  /**
   * Climbs the escalation ladder for the connection's overdue actions, as of now. What was overdue when the gateway
   * first looked becomes alerts, but no news.
   * @returns how many escalations are news.
   */
  async escalate(connection: ServiceConnection): Promise<number> {
    const { database, clock, connectors } = this.#deps;
    const actions = connectors.get(connection).resources.find(({ kind }) => kind === 'action');
    if (!actions) return 0;
    const { baselineAt } = await readProgress(database.prisma, connection.id, actions.name);
    if (baselineAt === null) return 0;
    const { tenantId, service } = connection;
    return database.transaction(async (tx) => {
      const climbed = await readProgress(tx, connection.id, escalations);
      const isBaseline = climbed.baselineAt === null;
      const now = clock.now();
      if (isBaseline) await saveProgress(tx, connection, escalations, { baselineAt: now });
      return escalateActions(tx, { tenantId, service, now, isBaseline });
    });
  }

  /** A limit that is hit is waited for: the pass goes on where it was. */
  async #patiently(context: PassContext, resource: Resource): Promise<PassOutcome> {
    for (let waits = 0; ; waits += 1) {
      try {
        return await passOver(context, resource);
      } catch (error) {
        const isPatient = error instanceof UpstreamFailure && error.kind === 'rateLimited' && waits < patience;
        if (!isPatient) throw error;
        await context.pause(error.retryAfterMs ?? 1_000, context.signal);
      }
    }
  }

  async #watched(connection: ServiceConnection, connector: Connector, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.#report(connection, connector, error);
      throw error;
    }
    await this.#report(connection, connector, null);
  }

  /** What the connection's state is now, in the table; in the log only when it is another one than before. */
  async #report(connection: ServiceConnection, connector: Connector, failure: unknown): Promise<void> {
    const { database, clock, logger } = this.#deps;
    const now = clock.now();
    const status = failure === null ? 'CONNECTED' : statusAfter(failure);
    const error = failure instanceof Error ? failure.message : null;
    const swept = failure === null ? { sweptAt: now } : {};
    const report = { status, error, rate: connector.budget(), ...swept };
    const before = await recordHealth(database.prisma, connection, report, now);
    if (before === null) return;
    const { tenantId, service } = connection;
    const line = { tenantId, service, before, status, ...(error === null ? {} : { reason: error }) };
    if (failure === null) logger.info(line, 'the service is in sync');
    else logger.warn(line, 'the service can not be read; the replica answers with what it has');
  }

  #context(connection: ServiceConnection, { pace, signal }: SyncOptions): PassContext {
    const { database, connectors, clock, pause = wait } = this.#deps;
    return { database, clock, connection, connector: connectors.get(connection), pace, pause, signal };
  }
}

const statusOf = {
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'UNAUTHORIZED',
  planRequired: 'UNAUTHORIZED',
  notFound: 'DEGRADED',
  badUserInput: 'DEGRADED',
  conflict: 'DEGRADED',
  staleWrite: 'DEGRADED',
  tagConflict: 'DEGRADED',
  invalidTransition: 'DEGRADED',
  insufficientStock: 'DEGRADED',
  rateLimited: 'DEGRADED',
  quotaExceeded: 'DEGRADED',
  unavailable: 'DOWN',
  invalid: 'DEGRADED',
} as const satisfies Record<FailureKind, ConnectionStatus>;

const statusAfter = (failure: unknown): ConnectionStatus =>
  failure instanceof UpstreamFailure ? statusOf[failure.kind] : 'DEGRADED';

async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  await timer(ms, undefined, signal ? { signal } : {});
}
