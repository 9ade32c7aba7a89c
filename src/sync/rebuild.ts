/** The read model of a tenant, made anew from the records that the replica keeps; no service is asked for anything. */
import type { Database, Transaction } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import { services, type Service } from '../domain/records.ts';
import {
  keepTold,
  pruneRows,
  rebuildPage,
  rewindStock,
  type RebuildPlace,
  type RebuiltPage,
  type StoredRecord,
} from '../replica/apply/rebuild.ts';
import type { ServiceConnection, ServiceConnections } from '../tenancy/service-connections.ts';
import { storedReaderOf } from '../upstream/registry.ts';
import { quarantine } from './quarantine.ts';

export interface RebuildDeps {
  database: Database;
  connections: ServiceConnections;
  clock: Clock;
}

export interface RebuiltService {
  service: Service;
  rows: number;
  /** Records that can't be understood any more: they are in quarantine, and what they said before stands. */
  unread: number;
}

export interface Rebuilt {
  services: readonly RebuiltService[];
  /** Rows of which no record tells, taken out. */
  pruned: number;
}

/** Records projected in one transaction. */
const pageRows = 2_000;

export async function rebuildReplica(
  { database, connections, clock }: RebuildDeps,
  tenantId: string,
  onService: (rebuilt: RebuiltService) => void = () => {},
): Promise<Rebuilt> {
  const told = await database.transaction((tx) => rewindStock(tx, tenantId));
  const rebuilt: RebuiltService[] = [];
  for (const service of services) {
    const connection = await connections.of(tenantId, service);
    if (!connection) continue;
    const one = await rebuildService(database, connection, clock);
    rebuilt.push(one);
    onService(one);
  }
  const pruned = await database.transaction(async (tx) => {
    await keepTold(tx, tenantId, told);
    return pruneRows(tx, tenantId, clock.now());
  });
  return { services: rebuilt, pruned };
}

async function rebuildService(
  database: Database,
  connection: ServiceConnection,
  clock: Clock,
): Promise<RebuiltService> {
  const { service, tenantId, currency } = connection;
  const read = (stored: StoredRecord) => {
    const understood = storedReaderOf[service](stored)?.(stored.payload, { observedAt: stored.observedAt, currency });
    return understood !== undefined && 'observation' in understood ? understood.observation.record : null;
  };
  const outcome: RebuiltService = { service, rows: 0, unread: 0 };
  const rebuildFrom = async (tx: Transaction, after: RebuildPlace) => {
    const page = await rebuildPage(tx, { tenantId, service, now: clock.now() }, { after, limit: pageRows, read });
    const rejected = page.unread.map(({ kind, externalId, payload }) => ({
      kind,
      externalId,
      payload,
      reason: 'it was understood once, and is not any more',
    }));
    await quarantine(tx, connection, 'rebuild', rejected, clock.now());
    return page;
  };
  let place: RebuildPlace = null;
  do {
    const after: RebuildPlace = place;
    const { rows, unread, next }: RebuiltPage = await database.transaction((tx) => rebuildFrom(tx, after));
    outcome.rows += rows;
    outcome.unread += unread.length;
    place = next;
  } while (place !== null);
  return outcome;
}
