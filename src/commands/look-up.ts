/** Whether a service shows the effect of a command whose answer was lost. Never a guess: what can't be told is said so. */
import type { DomainRecord, Observation, RecordKind, Service } from '../domain/records.ts';
import type { Connector, Trace } from '../upstream/connector.ts';
import { storedReaderOf } from '../upstream/registry.ts';
import type { ObservationOf } from '../upstream/row-reader.ts';
import type { Finding, Lost, Place } from './definition.ts';

export interface Sought<Meant extends DomainRecord> {
  trace: Omit<Trace, 'since' | 'kind'> & { kind: Meant['kind'] };
  /** Whether the record is as the command would leave it. */
  shows: (record: Meant) => boolean;
}

/** Of a service that can only be written to. */
export const unreadable = { was: 'unclear', reason: 'what is written there can not be read back' } as const;

interface Where extends Pick<Place, 'tenantId' | 'prisma'> {
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
  if (trace.externalId !== undefined) return changed(records, trace.externalId, shows, lost);
  const alike = records.filter(({ record }) => shows(record));
  return made(await unaccounted(where, trace.kind, alike, lost), lost);
}

/** What a service has told of by itself since then, where it can't be asked: that it has not is no proof. */
async function told(
  { tenantId, prisma, connector }: Where,
  kind: RecordKind,
  { sentAt }: Lost,
): Promise<Observation[]> {
  const { service } = connector;
  const where = { tenantId, service, kind, firstRecordedAt: { gte: sentAt }, deletedAt: null };
  const rows = await prisma.sourceRecord.findMany({ where, take: mostTold });
  return rows.flatMap(({ externalId, version, payload, observedAt }) => {
    const result = storedReaderOf[service]({ kind, externalId, version })?.(payload, { observedAt, currency: 'XXX' });
    return result && 'observation' in result ? [result.observation] : [];
  });
}

function changed<Meant extends DomainRecord>(
  records: readonly ObservationOf<Meant>[],
  externalId: string,
  shows: (record: Meant) => boolean,
  { sentAt }: Lost,
): Finding<ObservationOf<Meant>> {
  const current = records.find((each) => each.externalId === externalId);
  if (!current) return { was: 'unclear', reason: 'it is there no longer' };
  if (shows(current.record)) return { was: 'done', answer: current };
  const isTouched = current.version !== null && current.version > sentAt;
  return isTouched ? { was: 'unclear', reason: 'it has been changed since' } : { was: 'notDone' };
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
