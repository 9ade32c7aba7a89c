/** The changed records of one kind, out of everything that changed. */
import type { DomainRecord } from '../../domain/records.ts';
import type { SourceUpdate } from './source-records.ts';

export interface Changed<Record extends DomainRecord> {
  id: string;
  externalId: string;
  record: Record;
  /** The service's own version of it, where it has one. */
  version: Date | null;
  observedAt: Date;
}

type OfKind<Kind extends DomainRecord['kind']> = Extract<DomainRecord, { kind: Kind }>;

/** The changed records of one kind. */
export function recordsOf<Kind extends DomainRecord['kind']>(
  updates: readonly SourceUpdate[],
  kind: Kind,
): Changed<OfKind<Kind>>[] {
  return updates.flatMap(({ observation: { record, externalId, version, observedAt }, objectId }) =>
    isOfKind(record, kind) ? [{ id: objectId, externalId, record, version, observedAt }] : [],
  );
}

function isOfKind<Kind extends DomainRecord['kind']>(record: DomainRecord, kind: Kind): record is OfKind<Kind> {
  return record.kind === kind;
}
