/** What a service stated, taken in: the replica gets what it can understand and hold, the quarantine the rest. */
import type { Transaction } from '../database/database.ts';
import type { GoneRecord, Observation, RecordKind, SourceVia } from '../domain/records.ts';
import type { Applied } from '../replica/apply/apply.ts';
import { applyHoldable, type Refused } from '../replica/apply/holdable.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import type { Connector, RejectedRow } from '../upstream/connector.ts';
import { quarantine, release } from './quarantine.ts';

export interface Statement {
  observations: readonly Observation[];
  rejected: readonly RejectedRow[];
  gone?: readonly GoneRecord[];
}

export interface TakeIn {
  connection: ServiceConnection;
  /** Under which name of a resource its rows are kept when they can't be taken in. */
  shelfOf: (kind: RecordKind) => string;
  via: SourceVia;
  now: Date;
  isBaseline?: boolean;
  turn?: Promise<void>;
}

/** In the caller's transaction. What is understood now leaves the quarantine, and what is gone leaves it too. */
export async function takeIn(
  tx: Transaction,
  { connection, shelfOf, ...options }: TakeIn,
  { observations, rejected, gone = [] }: Statement,
): Promise<Applied> {
  const { tenantId, service } = connection;
  const request = { tenantId, service, observations, gone, ...options };
  const { applied, refused } = await applyHoldable(tx, request);
  const isRefused = new Set(refused.map(({ observation }) => observation));
  const settled = [
    ...observations
      .filter((each) => !isRefused.has(each))
      .map(({ record, externalId }) => ({ kind: record.kind, externalId })),
    ...gone,
  ];
  for (const [shelf, rows] of byShelf(settled, shelfOf)) {
    await release(
      tx,
      connection,
      shelf,
      rows.map(({ externalId }) => externalId),
    );
  }
  for (const [shelf, rows] of byShelf([...rejected, ...refused.map(rejectedRow)], shelfOf)) {
    await quarantine(tx, connection, shelf, rows, options.now);
  }
  return applied;
}

const rejectedRow = ({ observation: { record, externalId, payload }, reason }: Refused): RejectedRow => ({
  kind: record.kind,
  externalId,
  payload: JSON.parse(payload),
  reason,
});

function byShelf<Row extends { kind: RecordKind }>(
  rows: readonly Row[],
  shelfOf: TakeIn['shelfOf'],
): Map<string, Row[]> {
  const shelves = new Map<string, Row[]>();
  for (const row of rows) {
    const shelf = shelves.get(shelfOf(row.kind));
    if (shelf) shelf.push(row);
    else shelves.set(shelfOf(row.kind), [row]);
  }
  return shelves;
}

/**
 * A record is one and the same however it was stated: by a list, by a webhook, by itself. So its rows are kept under
 * the resource that reads its kind; where none reads that kind alone, under the kind.
 */
export const shelvesOf =
  ({ resources }: Pick<Connector, 'resources'>) =>
  (kind: RecordKind): string =>
    resources.find((resource) => resource.kind === kind)?.name ?? kind;
