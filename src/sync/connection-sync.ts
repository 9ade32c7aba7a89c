/** Keeps the replica of one connection fresh: its resources in their order, its details where there is room. */
import { setTimeout as timer } from 'node:timers/promises';
import type { Database, Transaction } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import { endOfMonth } from '../domain/quota.ts';
import type { RecordKind } from '../domain/records.ts';
import type { ServiceConnection, SettingsChange } from '../tenancy/service-connections.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Connector, Resource } from '../upstream/connector.ts';
import type { ConnectorPool } from '../upstream/connector-pool.ts';
import { UpstreamFailure } from '../upstream/failure.ts';
import { beyondDeadline } from '../upstream/http/deadline.ts';
import { escalateOverdue } from './escalations.ts';
import { reportHealth } from './health.ts';
import { readDetails } from './pass/details.ts';
import {
  AllowanceSpent,
  longestPauseMs,
  readOne,
  type PageReport,
  type PassContext,
  type PassOutcome,
} from './pass/page.ts';
import { passOver } from './pass/pass-over.ts';
import type { Pace } from './planner/pacing.ts';
import { planRound, spendable, type Round } from './planner/round.ts';
import { sentInAll, type RequestMeter } from './request-meter.ts';
import { readAnew } from './progress.ts';
import { SharedRuns } from './shared-runs.ts';
import { haveBaseline, planAndMonth, resourceStates, standingOf } from './standing.ts';
import { shelvesOf, takeIn, type Statement } from './take-in.ts';

export interface SyncDeps {
  database: Database;
  connectors: ConnectorPool;
  meter: RequestMeter;
  clock: Clock;
  logger: Logger;
  /** Waits; rejects when the signal aborts. Left out: the timer's. */
  pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface SyncOptions {
  pace: Pace;
  signal?: AbortSignal;
  onPage?: (page: PageReport) => void;
  onPass?: (outcome: PassOutcome) => void;
  /** Called before a pause of so many milliseconds that the service's limit asks for. */
  onWait?: (ms: number) => void;
  /** Called when another process reads the resource: this one waits for it. */
  onBusy?: (resource: string) => void;
}

/** A limit that is hit this many times in a row while one pass waits for it is somebody else's doing. */
const patience = 5;

export class ConnectionSync {
  readonly #deps: SyncDeps;
  readonly #catchUps = new SharedRuns();

  constructor(deps: SyncDeps) {
    this.#deps = deps;
  }

  /** One pass over every resource. @throws UpstreamFailure when the service can't be read on. */
  async sync(connection: ServiceConnection, options: SyncOptions): Promise<PassOutcome[]> {
    const outcomes: PassOutcome[] = [];
    const context = await this.#frugal(this.#context(connection, options));
    await this.#watched(context, async () => {
      for (const resource of await this.#dueResources(context)) {
        const outcome = await this.#inTurn(context, resource, options.onBusy);
        outcomes.push(outcome);
        options.onPass?.(outcome);
        if (resource.kind === 'action') await this.escalate(connection);
      }
    });
    return outcomes;
  }

  /**
   * Reads what the planner finds worth its requests now. What somebody else is reading is left to them.
   * @returns when to come again; a service's failure is in the connection's health, and is not thrown.
   */
  async round(connection: ServiceConnection, intervalMs: number, signal: AbortSignal): Promise<Date> {
    const connector = this.#deps.connectors.get(connection);
    const standing = () => standingOf(this.#deps, connection, connector, intervalMs);
    const before = await standing();
    const round = planRound(before);
    if (round.reads.length === 0 && connector.resources.length > 0) return round.nextAt;
    const context = this.#context(connection, { pace: before.hasBaseline ? 'steady' : 'swift', signal });
    try {
      await this.#watched(context, () => this.#follow(context, round));
    } catch (error) {
      if (!(error instanceof UpstreamFailure) && !signal.aborted) throw error;
      const { nextAt } = planRound(await standing());
      const retryAfterMs = error instanceof UpstreamFailure ? error.retryAfterMs : null;
      return new Date(Math.max(nextAt.getTime(), this.#deps.clock.now().getTime() + (retryAfterMs ?? 0)));
    }
    return planRound(await standing()).nextAt;
  }

  /** Who asks for everything at once gets it out of polling's share of the month as well. */
  async #frugal(context: PassContext): Promise<PassContext> {
    const { connector, clock } = context;
    const { month } = await planAndMonth(this.#deps, context.connection, connector);
    const left = leftOf(connector, spendable(month));
    const spend = () => {
      if (left() >= 1 || connector.rate.monthHeldUntil() !== null) return;
      const { service } = connector;
      const retryAfterMs = endOfMonth(clock.now()).getTime() - clock.now().getTime();
      const message = `${service}: what is left of the month's requests is kept for writes`;
      throw new UpstreamFailure(message, { kind: 'quotaExceeded', service, retryAfterMs });
    };
    return { ...context, spend };
  }

  async #follow(context: PassContext, { reads, allowance, details }: Round): Promise<void> {
    const { connection, connector } = context;
    const left = leftOf(connector, allowance);
    const spend = () => {
      if (left() < 1) throw new AllowanceSpent('the requests of this round are spent');
    };
    const frugal = { ...context, spend };
    try {
      for (const name of reads) {
        const resource = connector.resources.find((each) => each.name === name);
        if (!resource) continue;
        const { locks } = this.#deps.database;
        await locks.tryAlone(lockOf(connection, resource.name), () => this.#patiently(frugal, resource));
        if (resource.kind === 'action') await this.escalate(connection);
      }
    } catch (error) {
      if (!(error instanceof AllowanceSpent)) throw error;
    }
    await readDetails(context, Math.min(details, Math.max(0, left())));
  }

  /**
   * Reads single objects whose details are unknown or oldest, as many as the rate limit leaves room for now.
   * @returns how many were read.
   */
  readDetails(connection: ServiceConnection, options: { most: number; signal?: AbortSignal }): Promise<number> {
    return readDetails(this.#context(connection, { pace: 'swift', ...options }), options.most);
  }

  /** Whether a first complete pass has been made over every resource. */
  async hasBaseline(connection: ServiceConnection): Promise<boolean> {
    return haveBaseline(await resourceStates(this.#deps, connection, this.#deps.connectors.get(connection)));
  }

  /**
   * Makes everything due that other settings may show otherwise, as soon as whoever reads it now is done: another key
   * can be another organization's, where an old place in a feed leaves out what came before it.
   */
  async forget(connection: ServiceConnection, change: SettingsChange, signal: AbortSignal): Promise<void> {
    if (change === 'rest') return;
    const { connectors, database } = this.#deps;
    for (const { name } of connectors.get(connection).resources) {
      const forget = () => readAnew(database.prisma, connection.id, name, change === 'place');
      await database.locks.alone(lockOf(connection, name), forget, signal);
    }
  }

  /** What is only to be compared now and then waits for its time, and is no part of the first reading. */
  async #dueResources({ connection, connector, clock }: PassContext): Promise<Resource[]> {
    const states = await resourceStates(this.#deps, connection, connector);
    const isFirst = !haveBaseline(states);
    const now = clock.now().getTime();
    return states
      .filter(({ resource: { everyMs }, progress: { completedAt } }) => {
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

  /** Reads at once what has records of this kind: a webhook refers to one that no question names. */
  async readKind(connection: ServiceConnection, kind: RecordKind, signal: AbortSignal): Promise<void> {
    const context = this.#context(connection, { pace: 'swift', signal });
    for (const resource of context.connector.resources) {
      if (resource.kind !== kind || resource.mode === 'detail') continue;
      await this.#alone(context, resource, () => passOver(context, resource));
    }
    if (kind === 'action') await this.escalate(connection);
  }

  /** Reads on in the connection's ledgers, and sees everything that was written before the asking, for all who ask. */
  catchUp(connection: ServiceConnection): Promise<void> {
    const context = this.#context(connection, { pace: 'swift' });
    const work = async () => {
      for (const resource of context.connector.resources) {
        if (resource.mode === 'ledger') await this.#alone(context, resource, () => passOver(context, resource));
      }
    };
    return this.#catchUps.start(connection.id, () => beyondDeadline(work));
  }

  /** Climbs the escalation ladder for the connection's overdue actions. @returns how many escalations are news. */
  async escalate(connection: ServiceConnection): Promise<number> {
    return escalateOverdue(this.#deps, connection, this.#deps.connectors.get(connection));
  }

  async #inTurn(context: PassContext, resource: Resource, onBusy: SyncOptions['onBusy']): Promise<PassOutcome> {
    const work = () => this.#patiently(context, resource);
    const done = await this.#deps.database.locks.tryAlone(lockOf(context.connection, resource.name), work);
    if (done) return done.result;
    onBusy?.(resource.name);
    return this.#alone(context, resource, work);
  }

  /** Two passes over one resource at once would only ask everything twice. */
  #alone<Result>({ connection, signal }: PassContext, resource: Resource, work: () => Promise<Result>) {
    return this.#deps.database.locks.alone(lockOf(connection, resource.name), work, signal);
  }

  /** A limit that is hit is waited for: the pass goes on where it was. */
  async #patiently(context: PassContext, resource: Resource): Promise<PassOutcome> {
    for (let waits = 0; ; waits += 1) {
      try {
        return await passOver(context, resource);
      } catch (error) {
        const isPatient = error instanceof UpstreamFailure && error.kind === 'rateLimited' && waits < patience;
        if (!isPatient || (error.retryAfterMs ?? 0) > longestPauseMs) throw error;
        await context.pause(error.retryAfterMs ?? 1_000, context.signal);
      }
    }
  }

  async #watched(context: PassContext, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // Whoever stopped the work has learnt nothing of the service.
      if (context.signal?.aborted) await this.#deps.meter.flush();
      else await this.#report(context, error);
      throw error;
    }
    await this.#report(context, null);
  }

  async #report({ connection, connector }: PassContext, failure: unknown): Promise<void> {
    await this.#deps.meter.flush();
    await reportHealth(this.#deps, connection, connector, failure);
  }

  #context(connection: ServiceConnection, { pace, signal, onPage, onWait }: SyncOptions): PassContext {
    const { database, connectors, clock } = this.#deps;
    const pause: PassContext['pause'] = (ms, stop) => {
      onWait?.(ms);
      return (this.#deps.pause ?? wait)(ms, stop);
    };
    return { database, clock, connection, connector: connectors.get(connection), pace, pause, signal, onPage };
  }
}

/** How much of an allowance is left, whoever spends it. */
function leftOf({ rate }: Connector, allowance: number): () => number {
  const before = sentInAll(rate);
  return () => allowance - (sentInAll(rate) - before);
}

const lockOf = ({ id }: ServiceConnection, name: string): string => `maintgraph/read/${id}/${name}`;

async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  await timer(ms, undefined, signal ? { signal } : {});
}
