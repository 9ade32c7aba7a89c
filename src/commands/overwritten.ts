/**
 * What a command that replaces a whole record has written over. A service that takes no version to compare tells of it
 * by its webhooks alone: they are kept as they came, so that neither their order nor their repetition matters, and one
 * that is lost means that nothing is reported.
 */
import type { Transaction } from '../database/database.ts';
import type { Service } from '../domain/records.ts';
import type { OverwrittenValue } from '../upstream/connector.ts';
import { outcomeOf, type CommandRow } from './command-row.ts';
import type { BoundCommand } from './definition.ts';
import { clockSlackMs, longestFlightMs } from './flight.ts';
import { tellSettled } from './settlements.ts';
import { noticesOf, type Span } from './told-notices.ts';

type Replacing = Pick<BoundCommand<never>, 'overwritten'>;

/** What is known of it by now, of a command that is carried out. Nothing that comes meanwhile is missed. */
export async function overwrittenSoFar(
  tx: Transaction,
  { id }: CommandRow,
  bound: Replacing,
  connectionId: string,
  settledAt: Date,
): Promise<OverwrittenValue[]> {
  if (!bound.overwritten) return [];
  await tx.$executeRaw`select from command where id = ${id} for update`;
  const row = await tx.command.findUniqueOrThrow({ where: { id } });
  return overwrittenIn(tx, { ...row, settledAt }, bound, connectionId);
}

export async function overwrittenIn(
  tx: Transaction,
  row: CommandRow,
  { overwritten }: Replacing,
  connectionId: string,
): Promise<OverwrittenValue[]> {
  const { basis, subject, service } = row;
  const span = spanOf(row);
  if (!overwritten || !span) return [];
  const notices = await noticesOf(tx, { id: connectionId, service: service as Service }, span);
  const changes = notices.flatMap(({ change }) => change ?? []);
  return overwritten(
    basis as object,
    changes.filter(({ kind, externalId }) => `${kind}/${externalId}` === subject),
  );
}

/** What it has written over is known, or known better: whoever was told of its end is told again. */
export async function tellOverwritten(
  tx: Transaction,
  row: CommandRow,
  overwritten: readonly OverwrittenValue[],
  now: Date,
): Promise<void> {
  const outcome = { ...outcomeOf(row), overwritten } as object;
  await tellSettled(tx, await tx.command.update({ where: { id: row.id }, data: { outcome } }), now);
}

/** When it was under way, by the service's clock: from the reading on, for as long as it took here. */
function spanOf({ basedAt, sentAt, settledAt }: CommandRow): Span | null {
  if (!basedAt || !sentAt || !settledAt) return null;
  const tookMs = Math.min(settledAt.getTime() - sentAt.getTime(), longestFlightMs);
  return {
    from: new Date(basedAt.getTime() - clockSlackMs),
    to: new Date(basedAt.getTime() + tookMs + clockSlackMs),
  };
}

/**
 * Commands that may have been replacing the subject at that time, by the service's clock: they stay as they are until the
 * transaction ends.
 */
export async function replacing(
  tx: Transaction,
  { tenantId, service }: { tenantId: string; service: Service },
  subject: string,
  at: Date,
): Promise<CommandRow[]> {
  const from = new Date(at.getTime() - longestFlightMs - clockSlackMs);
  const to = new Date(at.getTime() + clockSlackMs);
  await tx.$executeRaw`select from command where tenant_id = ${tenantId} and service = ${service}
    and subject = ${subject} and based_at between ${from}::timestamptz and ${to}::timestamptz for update`;
  const where = { tenantId, service, subject, basedAt: { gte: from, lte: to } };
  return tx.command.findMany({ where, orderBy: { sequence: 'asc' } });
}
