/** The journal: a row for every command, written before its service is called and settled by what came of it. */
import { randomUUID } from 'node:crypto';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { Service } from '../domain/records.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import type { Basis, Done } from './definition.ts';
import { isEnd, sumOf } from './sum-of-parts.ts';
import { outcomeOf, type CommandRow, type StoredOutcome } from './command-row.ts';
import type { UserError } from './failure.ts';
import { digestOf, tellSettled } from './settlements.ts';

export interface NewRow {
  /** Left out: a new one. */
  id?: string;
  tenantId: string;
  name: string;
  service: Service | null;
  idempotencyKey: string | null;
  input: object;
  /** Null for what can't be asked again by the journal's word. */
  call: object | null;
  subject: string | null;
  parentId?: string;
}

type Connected = Pick<ServiceConnection, 'tenantId' | 'service'>;

export const hashOf = (name: string, input: object): string => digestOf({ name, input });

export const newCommandId = (): string => `cmd_${randomUUID().replaceAll('-', '').slice(0, 26)}`;

export class Journal {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @returns null when the tenant has used the key before. */
  write(row: NewRow): Promise<CommandRow | null> {
    return this.#insert(this.#database.prisma, row);
  }

  /** A command of several services, with a row for each. @returns null when the tenant has used the key before. */
  writeWhole(whole: NewRow, parts: readonly NewRow[]): Promise<{ whole: CommandRow; parts: CommandRow[] } | null> {
    return this.#database.transaction(async (tx) => {
      const written = await this.#insert(tx, whole);
      if (!written) return null;
      const rows: CommandRow[] = [];
      for (const part of parts) {
        const row = await this.#insert(tx, part);
        if (row) rows.push(row);
      }
      return { whole: written, parts: rows };
    });
  }

  async #insert(tx: Transaction | PrismaClient, row: NewRow): Promise<CommandRow | null> {
    const { call, ...rest } = row;
    const { input, name } = row;
    const data = {
      id: newCommandId(),
      ...rest,
      status: 'PENDING',
      inputHash: hashOf(name, input),
      input: plain(input),
      createdAt: this.#clock.now(),
      ...(call && { call: plain(call) }),
    };
    const [written] = await tx.command.createManyAndReturn({ data: [data], skipDuplicates: true });
    return written ?? null;
  }

  find(tenantId: string, id: string): Promise<CommandRow | null> {
    return this.#database.prisma.command.findFirst({ where: { tenantId, id } });
  }

  findByKey(tenantId: string, idempotencyKey: string): Promise<CommandRow | null> {
    return this.#database.prisma.command.findFirst({ where: { tenantId, idempotencyKey } });
  }

  partsOf(id: string): Promise<CommandRow[]> {
    return this.#database.prisma.command.findMany({ where: { parentId: id }, orderBy: { sequence: 'asc' } });
  }

  /** Whether earlier commands about the subject wait for their service. */
  async hasQueue(tenantId: string, service: Service, subject: string): Promise<boolean> {
    const where = { tenantId, service, subject, status: 'PENDING', isQueued: true };
    return (await this.#database.prisma.command.count({ where })) > 0;
  }

  /** Puts it on its way, for one caller alone: null when its status is another by now. */
  async markSent(row: CommandRow): Promise<CommandRow | null> {
    const data = { status: 'SENT', isQueued: false, sentAt: this.#clock.now(), settledAt: null, lookAt: null };
    const unbased = { basis: Prisma.DbNull, basedAt: null };
    return this.#changeAlone(row, { ...data, ...unbased, attempts: { increment: 1 } });
  }

  /** Writes down what the command is about to replace: whoever hears of that time later can tell what was lost. */
  async noteBasis({ id }: CommandRow, { readAt, ...basis }: Basis): Promise<void> {
    await this.#database.prisma.command.update({ where: { id }, data: { basis: plain(basis), basedAt: readAt } });
  }

  /** Puts it back into the queue: nothing of it was sent. */
  markQueued(row: CommandRow): Promise<CommandRow | null> {
    return this.#changeAlone(row, { status: 'PENDING', isQueued: true, sentAt: null });
  }

  /** Its answer was lost: its effect is looked for from `lookAt` on; null: nobody can tell, and a person is told so. */
  async markUncertain(row: CommandRow, outcome: StoredOutcome, lookAt: Date | null): Promise<CommandRow> {
    return this.#database.transaction(async (tx) => {
      const change = { status: 'UNCERTAIN', outcome: plain(outcome), lookAt };
      const changed = await this.#change(tx, row, change);
      if (changed && lookAt === null) await tellSettled(tx, changed, this.#clock.now());
      return changed ?? this.#now(tx, row.id);
    });
  }

  /** Its end, when it is still where it was; else the end that another process has found. */
  async settle(
    tx: Transaction,
    row: CommandRow,
    status: 'SUCCEEDED' | 'REJECTED',
    outcome: StoredOutcome,
    upstreamId: string | null = null,
  ): Promise<CommandRow> {
    const change = {
      status,
      isQueued: false,
      outcome: plain(outcome),
      upstreamId,
      settledAt: this.#clock.now(),
      lookAt: null,
    };
    const changed = await this.#change(tx, row, change);
    if (!changed) return this.#now(tx, row.id);
    await tellSettled(tx, changed, this.#clock.now());
    return changed;
  }

  /** Gives it the first of these outcomes that no other command stands for; where none is left, what it has is all. */
  completeWith(row: CommandRow, outcomes: readonly Done[]): Promise<CommandRow> {
    return this.#database.transaction(async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${row.tenantId}/claim`}, 0))`;
      const taken = await this.claimed(
        row,
        outcomes.flatMap(({ upstreamId }) => upstreamId ?? []),
        tx,
      );
      const free = outcomes.find(({ upstreamId }) => upstreamId === null || !taken.has(upstreamId));
      const { upstreamId, results } = free ?? { upstreamId: null, results: outcomeOf(row).results };
      const data = { upstreamId, outcome: plain({ results }) };
      return tx.command.update({ where: { id: row.id }, data });
    });
  }

  /** Those of the service's ids that other commands of the name stand for. */
  async claimed(
    { tenantId, service, name, id }: CommandRow,
    upstreamIds: readonly string[],
    tx: Transaction | PrismaClient = this.#database.prisma,
  ): Promise<Set<string>> {
    const rows = await tx.command.findMany({
      where: { tenantId, service, name, id: { not: id }, upstreamId: { in: [...upstreamIds] } },
      select: { upstreamId: true },
    });
    return new Set(rows.flatMap(({ upstreamId }) => upstreamId ?? []));
  }

  /** Commands of a connection whose effect is to be looked for now. @param before what was sent then is under way no longer. */
  lost({ tenantId, service }: Connected, before: Date): Promise<CommandRow[]> {
    const uncertain = { status: 'UNCERTAIN', lookAt: { lte: this.#clock.now() } };
    const orphaned = { status: 'SENT', sentAt: { lt: before } };
    const where = { tenantId, service, OR: [uncertain, orphaned] };
    return this.#database.prisma.command.findMany({ where, orderBy: { sequence: 'asc' } });
  }

  /** Whether something of the connection is still to be seen to. */
  async hasOpen({ tenantId, service }: Connected): Promise<boolean> {
    const open = [{ status: { in: ['PENDING', 'SENT'] } }, { status: 'UNCERTAIN', lookAt: { not: null } }];
    return (await this.#database.prisma.command.count({ where: { tenantId, service, OR: open } })) > 0;
  }

  /** Takes out what a process that ended wrote and never sent: nobody was told of it. */
  async forgetUnsent({ tenantId, service }: Connected, before: Date): Promise<void> {
    const where = { tenantId, service, status: 'PENDING', isQueued: false, attempts: 0, createdAt: { lt: before } };
    const { command } = this.#database.prisma;
    await command.deleteMany({ where: { ...where, parentId: null } });
    const message = `it was not sent to ${service}: the gateway stopped before`;
    const userErrors: UserError[] = [{ field: [], code: 'UPSTREAM_UNAVAILABLE', message }];
    // Its whole is known to whoever asked for it, and may be tried again.
    for (const part of await command.findMany({ where: { ...where, parentId: { not: null } } })) {
      await this.#database.transaction((tx) => this.settle(tx, part, 'REJECTED', { userErrors }));
    }
  }

  /** How many commands ask for the very same and have no outcome, itself included; null while another is under way. */
  async twinsOf({ tenantId, service, inputHash, id }: CommandRow, before: Date): Promise<number | null> {
    const same = { tenantId, service, inputHash };
    const underWay = { ...same, id: { not: id }, status: 'SENT', sentAt: { gte: before } };
    const { command } = this.#database.prisma;
    if ((await command.count({ where: underWay })) > 0) return null;
    return command.count({ where: { ...same, status: { in: ['SENT', 'UNCERTAIN'] } } });
  }

  async lookAgain(row: CommandRow, lookAt: Date): Promise<void> {
    const outcome = plain(outcomeOf(row));
    await this.#changeAlone(row, { status: 'UNCERTAIN', lookAt, outcome });
  }

  /** What commands without an outcome are about: nothing of it is sent before they have one. */
  async heldSubjects({ tenantId, service }: Connected): Promise<Set<string>> {
    const open = [{ status: 'SENT' }, { status: 'UNCERTAIN', lookAt: { not: null } }];
    const rows = await this.#database.prisma.command.findMany({
      where: { tenantId, service, subject: { not: null }, OR: open },
      select: { subject: true },
    });
    return new Set(rows.flatMap(({ subject }) => subject ?? []));
  }

  nextQueued({ tenantId, service }: Connected, held: readonly string[]): Promise<CommandRow | null> {
    const where = { tenantId, service, status: 'PENDING', isQueued: true, NOT: { subject: { in: [...held] } } };
    return this.#database.prisma.command.findFirst({ where, orderBy: { sequence: 'asc' } });
  }

  #changeAlone(row: CommandRow, data: Prisma.CommandUpdateManyMutationInput): Promise<CommandRow | null> {
    if (row.parentId === null) return this.#change(this.#database.prisma, row, data);
    return this.#database.transaction((tx) => this.#change(tx, row, data));
  }

  /** For one caller alone: null when its status is another by now. A part's change is its whole's too. */
  async #change(
    tx: Transaction | PrismaClient,
    { id, status, parentId }: CommandRow,
    data: Prisma.CommandUpdateManyMutationInput,
  ): Promise<CommandRow | null> {
    if (parentId !== null) await tx.$executeRaw`select from command where id = ${parentId} for update`;
    const [changed] = await tx.command.updateManyAndReturn({ where: { id, status }, data });
    if (changed && parentId !== null) await this.#sumUp(tx, parentId);
    return changed ?? null;
  }

  async #sumUp(tx: Transaction, id: string): Promise<void> {
    const before = await this.#now(tx, id);
    const sum = sumOf(await tx.command.findMany({ where: { parentId: id }, orderBy: { sequence: 'asc' } }));
    const settledAt = isEnd(sum.status) ? this.#clock.now() : null;
    const outcome = plain(sum.outcome);
    const data = { ...sum, outcome, settledAt, attempts: Math.max(before.attempts, sum.attempts) };
    const whole = await tx.command.update({ where: { id }, data });
    if (isEnd(sum.status) && before.status !== sum.status) await tellSettled(tx, whole, this.#clock.now());
  }

  #now(tx: Transaction, id: string): Promise<CommandRow> {
    return tx.command.findUniqueOrThrow({ where: { id } });
  }
}

/** As JSON has it: decimals as texts, moments by ISO 8601, and nothing that is undefined. */
const plain = (value: object): object => JSON.parse(JSON.stringify(value)) as object;
