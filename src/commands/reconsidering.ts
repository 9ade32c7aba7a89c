/**
 * Commands of which nobody could tell what became of them, and of whose time something has come to light since: by a
 * webhook that came late, or that was sent once more, or by a sweep. Nothing is asked of the service again: it is the
 * journal, the inbox and the replica that are looked at.
 */
import type { Transaction } from '../database/database.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import type { CommandDeps } from './command-context.ts';
import type { CommandRow } from './command-row.ts';
import { restore } from './definitions.ts';
import { clockSlackMs, flightOf, longestFlightMs, sendingOf } from './flight.ts';
import { noticesOf } from './told-notices.ts';
import { wakeCommands } from './wake-commands.ts';

/** What is heard of at the very moment when a command is given up can not reopen it: it is looked at once more. */
const freshMs = 120_000;

const givenUp = ({ tenantId, service }: ServiceConnection) =>
  ({ tenantId, service, status: 'UNCERTAIN', givenUpAt: { not: null } }) as const;

/** Something happened at that time, by the service's clock: it may be the doing of commands that were under way. */
export async function reopen(
  tx: Transaction,
  { clock }: CommandDeps,
  connection: ServiceConnection,
  at: Date,
): Promise<void> {
  const { from, to } = sendingOf(at);
  const where = { ...givenUp(connection), sentAt: { gte: from, lte: to } };
  const { count } = await tx.command.updateMany({ where, data: { lookAt: clock.now() } });
  if (count > 0) await wakeCommands(tx, connection.id);
}

/** @param flightOver what was sent before it is under way no longer. */
export async function reconsider(deps: CommandDeps, connection: ServiceConnection, flightOver: Date): Promise<void> {
  const { prisma } = deps.database;
  await reopenChanged(deps, connection);
  const now = deps.clock.now();
  const fresh = new Date(now.getTime() - freshMs);
  const where = { ...givenUp(connection), OR: [{ lookAt: { lte: now } }, { givenUpAt: { gte: fresh } }] };
  for (const row of await prisma.command.findMany({ where, orderBy: { sequence: 'asc' } })) {
    // Before anything is read: what is heard of meanwhile reopens it again.
    const data = { lookAt: null };
    const { count } = await prisma.command.updateMany({ where: { id: row.id, status: 'UNCERTAIN' }, data });
    if (count > 0) await judge(deps, connection, row, flightOver);
  }
}

/** Those of whose subject the replica has got another state since, which the service says is of that very time. */
async function reopenChanged({ database, clock }: CommandDeps, { tenantId, service }: ServiceConnection) {
  const now = clock.now().toISOString();
  await database.prisma.$executeRaw`
    update command c set look_at = ${now}::timestamptz from source_record s
    where c.tenant_id = ${tenantId} and c.service = ${service} and c.status = 'UNCERTAIN' and c.look_at is null
      and s.tenant_id = c.tenant_id and s.service = c.service and s.kind = split_part(c.subject, '/', 1)
      and s.external_id = substr(c.subject, strpos(c.subject, '/') + 1)
      and s.changed_at > c.given_up_at
      and s.version between c.sent_at - ${`${clockSlackMs} ms`}::interval
        and c.sent_at + ${`${longestFlightMs + clockSlackMs} ms`}::interval`;
}

async function judge(
  deps: CommandDeps,
  connection: ServiceConnection,
  row: CommandRow,
  flightOver: Date,
): Promise<void> {
  const { journal, database, writeThrough } = deps;
  const bound = restore(deps, connection, row);
  const twins = await journal.twinsOf(row, flightOver);
  if (!bound || twins === null || !row.sentAt) return;
  const notices = await noticesOf(database.prisma, connection, flightOf(row.sentAt));
  const isClaimed = (ids: readonly string[]) => journal.claimed(row, ids);
  const lost = { id: row.id, sentAt: row.sentAt, isClaimed, twins };
  const proof = await bound.proof(
    lost,
    notices.flatMap(({ observations }) => observations),
  );
  if (proof === null) return;
  await writeThrough.found(row, bound, { whenUnavailable: 'FAIL', connectionId: connection.id }, proof);
}
