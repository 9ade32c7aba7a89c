/**
 * The write-through: a journal row before the call, the call once, and its outcome with the rows it changed in one
 * transaction. PENDING → SENT → SUCCEEDED | REJECTED | UNCERTAIN.
 */
import { setTimeout as timer } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { Logger } from '../telemetry/logger.ts';
import { errorCodeOf, UpstreamFailure, type FailureKind } from '../upstream/failure.ts';
import { beyondDeadline, inTime, leftMs, withinMs } from '../upstream/http/deadline.ts';
import type { BoundCommand, Done, WhenUnavailable } from './definition.ts';
import { CommandFailure, type UserError } from './failure.ts';
import { longestFlightMs } from './flight.ts';
import { outcomeOf, viewOf, type CommandRow, type Outcome, type StoredOutcome } from './command-row.ts';
import { hashOf, type Journal, type NewRow } from './journal.ts';
import { overwrittenSoFar } from './overwritten.ts';

/** Refusals that another input would mend. */
const mendable: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'notFound',
  'badUserInput',
  'conflict',
  'staleWrite',
  'tagConflict',
  'invalidTransition',
  'insufficientStock',
]);

/** Failures that pass by themselves, or once the connection is mended: whoever can wait may be sent then. */
const passing: ReadonlySet<FailureKind> = new Set<FailureKind>(['unavailable', 'unauthenticated', 'rateLimited']);

/** What a command has for its calls to the service, their attempts and pauses together. */
const requestMs = 30_000;
/** Between two looks at what another process does. */
const lookAgainMs = 100;

export interface WriteThroughDeps {
  database: Database;
  journal: Journal;
  clock: Clock;
  logger: Logger;
  /** Has what is left open of the connection's commands seen to. */
  seeTo: (connectionId: string) => Promise<void>;
}

/** How a command is carried out beside what it is. */
export interface Manner {
  whenUnavailable: WhenUnavailable;
  connectionId: string;
  /** Every failure is the input's to mend, and to be explained; left out: those are that another input would mend. */
  explainsAll?: true;
}

export interface Part<Answer> {
  row: NewRow;
  connectionId: string;
  bound: BoundCommand<Answer>;
}

export class WriteThrough {
  readonly #deps: WriteThroughDeps;
  readonly #underWay = new Map<string, Promise<Outcome>>();

  constructor(deps: WriteThroughDeps) {
    this.#deps = deps;
  }

  /** The same key at the same moment is one command; whoever comes later gets its outcome. */
  async once(tenantId: string, idempotencyKey: string | null, work: () => Promise<Outcome>): Promise<Outcome> {
    if (idempotencyKey === null) return work();
    const key = `${tenantId}/${idempotencyKey}`;
    const earlier = this.#underWay.get(key);
    if (earlier) await inTime(earlier.catch(() => undefined));
    const running = work();
    this.#underWay.set(key, running);
    try {
      return await running;
    } finally {
      if (this.#underWay.get(key) === running) this.#underWay.delete(key);
    }
  }

  /** What became of the command that the key was first used for; null when it is new. */
  async again(
    tenantId: string,
    { name, idempotencyKey, input }: Pick<NewRow, 'name' | 'idempotencyKey' | 'input'>,
  ): Promise<Outcome | null> {
    if (idempotencyKey === null) return null;
    const first = await this.#deps.journal.findByKey(tenantId, idempotencyKey);
    if (!first) return null;
    if (first.inputHash === hashOf(name, input)) return endOf(await this.#whenAnswered(first));
    const message = 'idempotencyKey was used before with another input: use a new key for a new command';
    return { command: null, results: {}, userErrors: [{ field: ['idempotencyKey'], code: 'CONFLICT', message }] };
  }

  /** @throws CommandFailure when it was not carried out and no change of the input would help. */
  async carryOut<Answer>(row: NewRow, bound: BoundCommand<Answer>, manner: Manner): Promise<Outcome> {
    const written = await this.#deps.journal.write(row);
    if (!written) return (await this.again(row.tenantId, row)) ?? this.#lostKey();
    const { tenantId, service, subject } = row;
    if (service !== null && subject !== null && (await this.#deps.journal.hasQueue(tenantId, service, subject))) {
      return this.#behindQueue(written, manner);
    }
    return this.deliver(written, bound, manner);
  }

  /** A command of several services: each does its part whatever the others do. */
  async carryOutParts<Answer>(
    whole: NewRow,
    parts: readonly Part<Answer>[],
    whenUnavailable: WhenUnavailable,
  ): Promise<Outcome> {
    const rows = parts.map(({ row }) => row);
    const written = await this.#deps.journal.writeWhole(whole, rows);
    if (!written) return (await this.again(whole.tenantId, whole)) ?? this.#lostKey();
    const { id, tenantId } = written.whole;
    for (const [index, row] of written.parts.entries()) {
      const part = parts[index];
      if (part)
        await unlessRefused(() => this.deliver(row, part.bound, { whenUnavailable, connectionId: part.connectionId }));
    }
    return endOf((await this.#deps.journal.find(tenantId, id)) ?? written.whole);
  }

  /** Sends a command that stands in the journal, from whichever status it has there. */
  async deliver<Answer>(row: CommandRow, bound: BoundCommand<Answer>, manner: Manner): Promise<Outcome> {
    const { journal } = this.#deps;
    const sent = await journal.markSent(row);
    if (!sent) return endOf(await this.#whenAnswered(row));
    let answer: Answer;
    try {
      answer = await withinMs(requestMs, () => bound.send((basis) => journal.noteBasis(sent, basis)));
    } catch (error) {
      if (error instanceof UpstreamFailure) return this.#failed(sent, bound, manner, error);
      await this.#lose(sent, manner, {});
      throw error;
    }
    return this.#applied(sent, bound, manner, answer);
  }

  /** Its service shows that it was done, though its answer was lost. */
  async found<Answer>(row: CommandRow, bound: BoundCommand<Answer>, manner: Manner, answer: Answer): Promise<void> {
    await this.#applied(row, bound, manner, answer);
  }

  /** Nobody here can tell what became of it, and a person is told so. */
  async unclear(row: CommandRow, reason: string): Promise<void> {
    const message = `${row.service} does not show whether it was done (${reason}): look there before you send it again`;
    const userErrors: UserError[] = [{ field: [], code: 'UPSTREAM_UNAVAILABLE', message }];
    await this.#deps.journal.markUncertain(row, { userErrors }, null);
  }

  /** It is certain that its service never did it. */
  async notDone(row: CommandRow, userErrors: readonly UserError[]): Promise<void> {
    const { database, journal } = this.#deps;
    await database.transaction((tx) => journal.settle(tx, row, 'REJECTED', { userErrors }));
  }

  async #applied<Answer>(
    row: CommandRow,
    bound: BoundCommand<Answer>,
    manner: Manner,
    answer: Answer,
  ): Promise<Outcome> {
    const { database, journal, clock } = this.#deps;
    let settled: CommandRow;
    let done: Awaited<ReturnType<typeof bound.apply>>;
    try {
      [settled, done] = await database.transaction(async (tx) => {
        const effect = await bound.apply(tx, answer);
        const { results, upstreamId } = effect;
        const isIncomplete = upstreamId === null && bound.complete !== null;
        const overwritten = await overwrittenSoFar(tx, row, bound, manner.connectionId, clock.now());
        const outcome: StoredOutcome = {
          results,
          ...(isIncomplete && { isIncomplete }),
          ...(overwritten.length > 0 && { overwritten }),
        };
        return [await journal.settle(tx, row, 'SUCCEEDED', outcome, upstreamId), effect];
      });
    } catch (error) {
      // The service has done it, and nothing here says what: the same as an answer that was lost.
      await this.#lose(row, manner, {});
      throw error;
    }
    if (!outcomeOf(settled).isIncomplete) return endOf(settled);
    // Which record is whose must come to be known, whether or not whoever asked has the time to wait for it.
    const completing = beyondDeadline(() => this.#completed(settled, bound, done));
    return endOf((await inTime(completing)) ?? settled);
  }

  /** What the answer left out may not be there yet: the command has succeeded all the same. */
  async #completed<Answer>(row: CommandRow, { complete }: BoundCommand<Answer>, done: Done): Promise<CommandRow> {
    const { journal, logger } = this.#deps;
    let outcomes: Done[] = [];
    try {
      outcomes = (await complete?.(done)) ?? [];
    } catch (error) {
      const { service, name } = row;
      logger.warn({ err: error, service, name }, 'a command was carried out, but its record is not read yet');
    }
    return journal.completeWith(row, outcomes);
  }

  async #failed<Answer>(
    row: CommandRow,
    bound: BoundCommand<Answer>,
    manner: Manner,
    failure: UpstreamFailure,
  ): Promise<Outcome> {
    const { database, journal } = this.#deps;
    if (failure.mayHaveHappened) {
      const message = `${row.service} did not say whether it was done: its effect is being looked for; look before you send it again`;
      const userErrors: UserError[] = [{ field: [], code: errorCodeOf[failure.kind], message }];
      return endOf(await this.#lose(row, manner, { userErrors }));
    }
    if (manner.whenUnavailable === 'QUEUE' && passing.has(failure.kind)) return this.#queue(row, manner);
    const settled = await database.transaction(async (tx) => {
      if (manner.explainsAll !== true && !mendable.has(failure.kind)) {
        const { message, code, upstream } = CommandFailure.of(failure);
        return journal.settle(tx, row, 'REJECTED', { failure: { message, code, upstream } });
      }
      const results = await bound.refused(tx, failure);
      return journal.settle(tx, row, 'REJECTED', { results, userErrors: bound.explain(failure) });
    });
    return endOf(settled);
  }

  async #lose(row: CommandRow, { connectionId }: Manner, outcome: { userErrors?: UserError[] }): Promise<CommandRow> {
    const { journal, clock, seeTo } = this.#deps;
    const lost = await journal.markUncertain(row, outcome, clock.now());
    await seeTo(connectionId);
    return lost;
  }

  async #queue(row: CommandRow, { connectionId }: Manner): Promise<Outcome> {
    const queued = await this.#deps.journal.markQueued(row);
    await this.#deps.seeTo(connectionId);
    return endOf(queued ?? (await this.#whenAnswered(row)));
  }

  /** Overtaking what waits would change its meaning: a count before the receipts that it counts. */
  async #behindQueue(row: CommandRow, manner: Manner): Promise<Outcome> {
    if (manner.whenUnavailable === 'QUEUE') return this.#queue(row, manner);
    const { database, journal } = this.#deps;
    const message = `earlier commands about the same wait until ${row.service} is back: queue this one too, or cancel them`;
    const failure = { message, code: 'UPSTREAM_UNAVAILABLE', upstream: null } as const;
    return endOf(await database.transaction((tx) => journal.settle(tx, row, 'REJECTED', { failure })));
  }

  /** Another process may be sending it: its outcome is waited for, as long as a call can take and there is time. */
  async #whenAnswered(row: CommandRow): Promise<CommandRow> {
    const { journal, clock } = this.#deps;
    const isOpen = (each: CommandRow) => isUnderWay(each) || isBeingCompleted(each, clock.now());
    let current = (await journal.find(row.tenantId, row.id)) ?? row;
    const longestMs = Math.min(longestFlightMs, leftMs());
    for (let waitedMs = 0; isOpen(current) && waitedMs < longestMs; waitedMs += lookAgainMs) {
      await timer(Math.min(lookAgainMs, longestMs - waitedMs));
      current = (await journal.find(row.tenantId, row.id)) ?? current;
    }
    return current;
  }

  #lostKey(): never {
    throw new Error('a command that is neither new nor known');
  }
}

/** A refusal stands in the journal, and is told from there. */
export async function unlessRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
  }
}

const isUnderWay = ({ status, isQueued }: CommandRow): boolean =>
  status === 'SENT' || (status === 'PENDING' && !isQueued);

/** Whoever completes it may have ended meanwhile: it stays as it is then. */
const isBeingCompleted = (row: CommandRow, now: Date): boolean =>
  outcomeOf(row).isIncomplete === true && now.getTime() - (row.settledAt?.getTime() ?? 0) < longestFlightMs;

/** What whoever asked for it is told. @throws CommandFailure when no change of the input would help. */
function endOf(row: CommandRow): Outcome {
  const { results = {}, userErrors = [], failure } = outcomeOf(row);
  if (failure) throw new CommandFailure(failure.message, failure.code, failure.upstream, row.id);
  return { command: viewOf(row), results, userErrors };
}
