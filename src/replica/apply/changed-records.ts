/** The changed records of one kind, out of everything that changed. */
import type { DomainRecord } from '../../domain/records.ts';
import type { SourceUpdate } from './source-records.ts';

export interface Changed<Record extends DomainRecord> {
  id: string;
  externalId: string;
  record: Record;
  isNew: boolean;
  /** The service's own version of it, where it has one. */
  version: Date | null;
  observedAt: Date;
}

type OfKind<Kind extends DomainRecord['kind']> = Extract<DomainRecord, { kind: Kind }>;

type AnyChanged = Changed<DomainRecord>;

const byKind = new WeakMap<readonly SourceUpdate[], Map<DomainRecord['kind'], AnyChanged[]>>();

/** The changed records of one kind; everybody who asks for a kind shares one sorting of the batch. */
export function recordsOf<Kind extends DomainRecord['kind']>(
  updates: readonly SourceUpdate[],
  kind: Kind,
): Changed<OfKind<Kind>>[] {
  let sorted = byKind.get(updates);
  if (!sorted) byKind.set(updates, (sorted = sortByKind(updates)));
  return (sorted.get(kind) ?? []) as Changed<OfKind<Kind>>[];
}

function sortByKind(updates: readonly SourceUpdate[]): Map<DomainRecord['kind'], AnyChanged[]> {
  const sorted = new Map<DomainRecord['kind'], AnyChanged[]>();
  for (const { observation, objectId, isNew } of updates) {
    const { record, externalId, version, observedAt } = observation;
    const changed = { id: objectId, externalId, record, isNew, version, observedAt };
    const known = sorted.get(record.kind);
    if (known) known.push(changed);
    else sorted.set(record.kind, [changed]);
  }
  return sorted;
}
