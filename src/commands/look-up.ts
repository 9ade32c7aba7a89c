/** Whether a service shows the effect of a command whose answer was lost. Never a guess: what can't be told is said so. */
import { stringify } from 'safe-stable-stringify';
import type { DomainRecord, Observation, RecordKind, Service } from '../domain/records.ts';
import type { Connector, Trace } from '../upstream/connector.ts';
import { storedReaderOf } from '../upstream/registry.ts';
import type { ObservationOf } from '../upstream/row-reader.ts';
import type { Finding, Lost, Place } from './definition.ts';
import { flightOf } from './flight.ts';

export interface Sought<Meant extends DomainRecord> {
  trace: Omit<Trace, 'since' | 'kind'> & { kind: Meant['kind'] };
  /** Whether the record is as the command would leave it. */
  shows: (record: Meant) => boolean;
}

/** Of a service that can only be written to. */
export const unreadable = { was: 'unclear', reason: 'what is written there can not be read back' } as const;

interface Where extends Pick<Place, 'tenantId' | 'prisma' | 'connection'> {
  connector: Connector;
}

/** Looks for the record that the command was to make, or to change. @throws UpstreamFailure */
export async function findWritten<Meant extends DomainRecord>(
  where: Where,
  { trace, shows }: Sought<Meant>,
  lost: Lost,
): Promise<Finding<ObservationOf<Meant>>> {
  const isMeant = (each: Observation): each is ObservationOf<Meant> => each.record.kind === trace.kind;
  const asked = where.connector.lookFor?.({ ...trace, since: lost.sentAt });
  if (!asked) {
    const alike = (await told(where, trace.kind, lost)).filter(isMeant).filter(({ record }) => shows(record));
    const found = made(await unaccounted(where, trace.kind, alike, lost), lost);
    return found.was === 'notDone' ? unreadable : found;
  }
  const records = (await asked).filter(isMeant);
  if (trace.externalId !== undefined) return changed(where, records, { trace, shows }, lost);
  const alike = records.filter(({ record }) => shows(record));
  return made(await unaccounted(where, trace.kind, alike, lost), lost);
}

/**
 * Whether what the service has told of the time when the command was under way proves that it was done. That it has told
 * nothing proves nothing, nor does what came about later: a person may have done by hand what seemed not to be done.
 */
export async function findTold<Meant extends DomainRecord>(
  where: Where,
  { trace, shows }: Sought<Meant>,
  lost: Lost,
  statements: readonly Observation[],
): Promise<ObservationOf<Meant> | null> {
  const isMeant = (each: Observation): each is ObservationOf<Meant> => each.record.kind === trace.kind;
  const alike = statements.filter(isMeant).filter(({ record }) => shows(record));
  if (trace.externalId !== undefined) return alike.find(({ externalId }) => externalId === trace.externalId) ?? null;
  const each = [...new Map(alike.map((observation) => [observation.externalId, observation])).values()];
  const found = made(await unaccounted(where, trace.kind, each, lost), lost);
  return found.was === 'done' ? found.answer : null;
}

/** What a service has told of by itself since then, where it can't be asked: that it has not is no proof. */
async function told(
  { tenantId, prisma, connector, connection: { currency } }: Where,
  kind: RecordKind,
  { sentAt }: Lost,
): Promise<Observation[]> {
  const { service } = connector;
  const observedAt = { lte: flightOf(sentAt).to };
  const where = { tenantId, service, kind, firstRecordedAt: { gte: sentAt }, observedAt, deletedAt: null };
  const rows = await prisma.sourceRecord.findMany({ where, take: mostTold });
  return rows.flatMap((row) => restored(row, currency) ?? []);
}

/** The record as the replica has it, where the service says that it changed last while the command was under way. */
export async function changedInFlight(
  { tenantId, prisma, connector, connection: { currency } }: Where,
  { kind, externalId }: Pick<Trace, 'kind' | 'externalId'>,
  { sentAt }: Lost,
): Promise<Observation[]> {
  if (externalId === undefined) return [];
  const { from, to } = flightOf(sentAt);
  const version = { gte: from, lte: to };
  const where = { tenantId, service: connector.service, kind, externalId, version, deletedAt: null };
  const row = await prisma.sourceRecord.findFirst({ where });
  return (row && [restored(row, currency) ?? []].flat()) ?? [];
}

type Kept = NonNullable<Awaited<ReturnType<Place['prisma']['sourceRecord']['findFirst']>>>;

/** A record as the replica keeps it; null where it can't be understood any more. */
function restored(
  { service, kind, externalId, version, payload, observedAt }: Kept,
  currency: string,
): Observation | null {
  const stored = { kind: kind as RecordKind, externalId, version };
  const result = storedReaderOf[service as Service](stored)?.(payload, { observedAt, currency });
  return result && 'observation' in result ? result.observation : null;
}

/** A record as the gateway saw it last, and when it saw it change; null where it knows none. */
export async function lastSeen(
  { tenantId, prisma, connection: { service, currency } }: Pick<Place, 'tenantId' | 'prisma' | 'connection'>,
  kind: RecordKind,
  externalId: string,
): Promise<{ record: DomainRecord; changedAt: Date } | null> {
  const row = await prisma.sourceRecord.findFirst({ where: { tenantId, service, kind, externalId } });
  const record = row && restored(row, currency)?.record;
  return row && record ? { record, changedAt: row.version ?? row.changedAt } : null;
}

async function changed<Meant extends DomainRecord>(
  where: Where,
  records: readonly ObservationOf<Meant>[],
  { trace: { externalId }, shows }: Sought<Meant>,
  lost: Lost,
): Promise<Finding<ObservationOf<Meant>>> {
  const current = records.find((each) => each.externalId === externalId);
  if (!current) return { was: 'unclear', reason: 'it is there no longer' };
  if (shows(current.record)) return { was: 'done', answer: current };
  if (await isUntouched(where, current, lost)) return { was: 'notDone' };
  return { was: 'unclear', reason: 'it has been changed since' };
}

/** Where a service counts no versions, a record is untouched when it is as it was seen before the command was sent. */
async function isUntouched(where: Where, current: Observation, { sentAt }: Lost): Promise<boolean> {
  if (current.version !== null) return current.version <= sentAt;
  const { externalId, record } = current;
  const seen = await lastSeen(where, record.kind, externalId);
  return seen !== null && seen.changedAt <= sentAt && stringify(seen.record) === stringify(record);
}

/** More than that in a minute would be no place to look for one of them. */
const mostTold = 1_000;

/** Records that were known before the command was sent are not its doing, nor are those of other commands. */
export async function unaccounted<Meant extends DomainRecord>(
  { tenantId, prisma, connector }: Where,
  kind: RecordKind,
  records: readonly ObservationOf<Meant>[],
  lost: Lost,
): Promise<ObservationOf<Meant>[]> {
  const ids = records.map(({ externalId }) => externalId);
  const service: Service = connector.service;
  const before = await prisma.sourceRecord.findMany({
    where: { tenantId, service, kind, externalId: { in: ids }, firstRecordedAt: { lt: lost.sentAt } },
    select: { externalId: true },
  });
  const taken = new Set([...before.map(({ externalId }) => externalId), ...(await lost.isClaimed(ids))]);
  return records.filter(({ externalId }) => !taken.has(externalId));
}

/** Each of the commands that ask for the very same takes one; more than they are, and somebody else has asked for it too. */
export function made<Answer>(candidates: readonly Answer[], { twins }: Pick<Lost, 'twins'>): Finding<Answer> {
  const [first] = candidates;
  if (first === undefined) return { was: 'notDone' };
  if (candidates.length <= twins) return { was: 'done', answer: first };
  return { was: 'unclear', reason: `it has ${candidates.length} that are the same` };
}
