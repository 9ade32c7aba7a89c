/**
 * The write-through: a journal row before the call, the call once, and its outcome with the rows it changed in one
 * transaction. PENDING → SENT → SUCCEEDED | REJECTED | UNCERTAIN.
 */
import { createHash, randomUUID } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import type { Database, Transaction } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { Service } from '../domain/records.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import { errorCodeOf, UpstreamFailure, type FailureKind } from '../upstream/failure.ts';
import { CommandFailure, type UserError } from './failure.ts';

export const commandStatuses = ['PENDING', 'SENT', 'SUCCEEDED', 'REJECTED', 'UNCERTAIN'] as const;
export type CommandStatus = (typeof commandStatuses)[number];

export interface CommandView {
  id: string;
  status: CommandStatus;
  service: Service;
  attempts: number;
  createdAt: Date;
  settledAt: Date | null;
  upstreamId: string | null;
}

/** Ids of the objects a command made or changed, by the payload's field. */
export type Results = Readonly<Record<string, string | null>>;

export interface Outcome {
  command: CommandView | null;
  results: Results;
  userErrors: readonly UserError[];
}

export interface NewCommand<Answer> {
  name: string;
  service: Service;
  idempotencyKey: string | null;
  input: object;
  /** The call to the service; it happens at most once. @throws UpstreamFailure */
  send: () => Promise<Answer>;
  /** Brings the answer into the replica, in the transaction that settles the command. */
  apply: (tx: Transaction, answer: Answer) => Promise<{ upstreamId: string | null; results: Results }>;
  /** Looks up what the answer of a command that succeeded left out; who sends it again waits for that too. */
  lookUp?: (done: Outcome & { command: CommandView }) => Promise<Outcome>;
  /** Every failure is the input's to mend, and to be explained; left out: those are that another input would mend. */
  explainsAll?: true;
  /** Turns a refusal that the user can mend into errors beside the input's fields. */
  explain: (failure: UpstreamFailure) => UserError[];
}

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

export class Journal {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #underWay = new Map<string, Promise<Outcome>>();

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws CommandFailure when it was not carried out and no change of the input would help. */
  async carryOut<Answer>(viewer: Viewer, command: NewCommand<Answer>): Promise<Outcome> {
    const { tenant } = viewer;
    const { idempotencyKey } = command;
    if (idempotencyKey === null) return this.#begin(tenant.id, command);
    const key = `${tenant.id}/${idempotencyKey}`;
    const earlier = this.#underWay.get(key);
    await earlier?.catch(() => undefined);
    const running = this.#begin(tenant.id, command);
    this.#underWay.set(key, running);
    try {
      return await running;
    } finally {
      if (this.#underWay.get(key) === running) this.#underWay.delete(key);
    }
  }

  async find(tenantId: string, id: string): Promise<CommandView | null> {
    const row = await this.#database.prisma.command.findFirst({ where: { tenantId, id } });
    return row && toView(row);
  }

  async #begin<Answer>(tenantId: string, command: NewCommand<Answer>): Promise<Outcome> {
    const { prisma } = this.#database;
    const { name, service, idempotencyKey, input } = command;
    const inputHash = createHash('sha256')
      .update(stringify({ name, input }) ?? '')
      .digest('hex');
    const id = `cmd_${randomUUID().replaceAll('-', '').slice(0, 26)}`;
    const row = { id, tenantId, name, service, status: 'PENDING', idempotencyKey, inputHash, input };
    const { count } = await prisma.command.createMany({
      data: { ...row, createdAt: this.#clock.now() },
      skipDuplicates: true,
    });
    return count === 0 ? this.#again(tenantId, idempotencyKey, inputHash) : this.#send(id, command);
  }

  /** The same key: the first outcome for the same input, a conflict for another one. */
  async #again(tenantId: string, idempotencyKey: string | null, inputHash: string): Promise<Outcome> {
    const first = await this.#database.prisma.command.findFirst({ where: { tenantId, idempotencyKey } });
    if (!first) throw new Error('a command that is neither new nor known');
    if (first.inputHash !== inputHash) {
      const message = 'idempotencyKey was used before with another input: use a new key for a new command';
      return { command: null, results: {}, userErrors: [{ field: ['idempotencyKey'], code: 'CONFLICT', message }] };
    }
    const outcome = first.outcome as { results?: Results; userErrors?: UserError[] } | null;
    return { command: toView(first), results: outcome?.results ?? {}, userErrors: outcome?.userErrors ?? [] };
  }

  async #send<Answer>(id: string, command: NewCommand<Answer>): Promise<Outcome> {
    const { prisma } = this.#database;
    await prisma.command.update({ where: { id }, data: { status: 'SENT', attempts: { increment: 1 } } });
    let answer: Answer;
    try {
      answer = await command.send();
    } catch (error) {
      if (error instanceof UpstreamFailure) return this.#failed(id, command, error);
      await this.#settle(prisma, id, 'UNCERTAIN', {});
      throw error;
    }
    const done = await this.#applied(id, command, answer);
    return command.lookUp ? command.lookUp(done) : done;
  }

  async #applied<Answer>(id: string, command: NewCommand<Answer>, answer: Answer) {
    const { prisma } = this.#database;
    try {
      return await this.#database.transaction(async (tx) => {
        const { upstreamId, results } = await command.apply(tx, answer);
        const view = await this.#settle(tx, id, 'SUCCEEDED', { results }, upstreamId);
        return { command: view, results, userErrors: [] };
      });
    } catch (error) {
      // The service has done it, and nothing here says what: the same as an answer that was lost.
      await this.#settle(prisma, id, 'UNCERTAIN', {});
      throw error;
    }
  }

  async #failed<Answer>(id: string, command: NewCommand<Answer>, failure: UpstreamFailure): Promise<Outcome> {
    const { prisma } = this.#database;
    if (failure.mayHaveHappened) {
      const message = `${command.service} did not say whether it was done: look before you send it again`;
      const userErrors: UserError[] = [{ field: [], code: errorCodeOf[failure.kind], message }];
      return { command: await this.#settle(prisma, id, 'UNCERTAIN', { userErrors }), results: {}, userErrors };
    }
    if (command.explainsAll !== true && !mendable.has(failure.kind)) {
      await this.#settle(prisma, id, 'REJECTED', {});
      throw CommandFailure.of(failure);
    }
    const userErrors = command.explain(failure);
    return { command: await this.#settle(prisma, id, 'REJECTED', { userErrors }), results: {}, userErrors };
  }

  async #settle(
    tx: Transaction,
    id: string,
    status: CommandStatus,
    outcome: { results?: Results; userErrors?: readonly UserError[] },
    upstreamId: string | null = null,
  ): Promise<CommandView> {
    // An outcome that nobody knows yet is not settled.
    const settledAt = status === 'UNCERTAIN' ? null : this.#clock.now();
    const stored = JSON.parse(JSON.stringify(outcome)) as object;
    return toView(await tx.command.update({ where: { id }, data: { status, outcome: stored, upstreamId, settledAt } }));
  }
}

function toView(row: {
  id: string;
  status: string;
  service: string;
  attempts: number;
  createdAt: Date;
  settledAt: Date | null;
  upstreamId: string | null;
}): CommandView {
  const { id, attempts, createdAt, settledAt, upstreamId } = row;
  return {
    id,
    attempts,
    createdAt,
    settledAt,
    upstreamId,
    status: row.status as CommandStatus,
    service: row.service as Service,
  };
}
