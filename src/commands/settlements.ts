/** The ends of commands in the tenant's log: whoever waits for one is told, and whoever comes late finds it there. */
import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import type { PrismaClient, Transaction } from '../database/database.ts';
import type { LoggedEvent } from '../events/catalogue.ts';
import { appendEvents, eventsOfKeys } from '../events/log.ts';
import { outcomeOf, type CommandRow } from './command-row.ts';

export const digestOf = (value: object): string =>
  createHash('sha256')
    .update(stringify(value) ?? '')
    .digest('hex');

/** One that is sent again has another end, and so has one that proves to have written something over. */
function keyOf(row: Pick<CommandRow, 'id' | 'attempts' | 'status' | 'outcome'>): string {
  const { overwritten } = outcomeOf(row);
  const cost = overwritten ? `/${digestOf({ overwritten })}` : '';
  return `command.settled/${row.id}/${row.attempts}/${row.status}${cost}`;
}

/** In the transaction that brings it there. */
export async function tellSettled(tx: Transaction, row: CommandRow, now: Date): Promise<void> {
  const { id, tenantId, status } = row;
  const payload = { commandId: id, status };
  await appendEvents(tx, tenantId, [
    { type: 'command.settled', subjectId: id, occurredAt: now, payload, dedupeKey: keyOf(row) },
  ]);
}

/** The ends at which these commands are now. */
export async function settlementsOf(
  prisma: PrismaClient,
  tenantId: string,
  ids: readonly string[],
): Promise<LoggedEvent<'command.settled'>[]> {
  if (ids.length === 0) return [];
  const rows = await prisma.command.findMany({ where: { tenantId, id: { in: [...ids] } } });
  return (await eventsOfKeys(prisma, tenantId, rows.map(keyOf))) as LoggedEvent<'command.settled'>[];
}
