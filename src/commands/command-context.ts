/** What every command needs, and the questions all of them ask first. */
import type { Database, Transaction } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { RecordKind, Service } from '../domain/records.ts';
import { externalIdsOf } from '../replica/external-ids.ts';
import { prefixOf } from '../replica/object-id.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import type { ServiceConnection, ServiceConnections, SettingsChange } from '../tenancy/service-connections.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { ConnectorPool } from '../upstream/connector-pool.ts';
import type { ConnectorOf } from '../upstream/registry.ts';
import { CommandFailure, type UserError } from './failure.ts';
import type { Journal } from './journal.ts';

/** What a new connection has where nobody says otherwise, and what becomes of it. */
export interface Connecting {
  /** Where a service is that has one address for all of its customers. */
  vendorAddresses: Readonly<Partial<Record<Service, string>>>;
  /** ISO 4217. */
  currency: string;
  /** Has the connection read once the transaction has committed. */
  begin: (tx: Transaction, connection: ServiceConnection, change: SettingsChange) => Promise<void>;
}

export interface CommandDeps {
  database: Database;
  connections: ServiceConnections;
  connectors: ConnectorPool;
  journal: Journal;
  clock: Clock;
  logger: Logger;
  /** Reads on in the connection's ledger; resolves when what was written before the call has been seen. */
  catchUp: (connection: ServiceConnection) => Promise<void>;
  connecting: Connecting;
}

/** @throws CommandFailure FORBIDDEN when the key may only read. */
export function requireWriteAccess({ key }: Viewer): void {
  if (key.access === 'read') throw new CommandFailure(`the API key ${key.prefix}… may only read`, 'FORBIDDEN');
}

/** @throws CommandFailure FORBIDDEN when the key may not manage the tenant. */
export function requireAdminAccess({ key }: Viewer): void {
  if (key.access === 'admin') return;
  throw new CommandFailure(`the API key ${key.prefix}… may not manage the plant: that takes an admin key`, 'FORBIDDEN');
}

/** @throws CommandFailure when the tenant has no connection to the service. */
export async function connectedTo<Name extends Service>(
  { connections, connectors }: CommandDeps,
  { tenant }: Viewer,
  service: Name,
): Promise<{ connection: ServiceConnection & { service: Name }; connector: ConnectorOf<Name> }> {
  const found = await connections.of(tenant.id, service);
  if (!found) throw new CommandFailure(`${service} is not connected`, 'UPSTREAM_UNAVAILABLE');
  const connection = { ...found, service };
  return { connection, connector: connectors.get<Name>(connection) };
}

export interface Reference {
  field: readonly string[];
  id: string;
  kind: RecordKind;
  prefix: string;
  /** As a sentence names one: `a part`. */
  noun: string;
}

/** The service's ids of what the input names, or an error for each that it does not know. */
export async function resolveReferences(
  { database }: CommandDeps,
  { tenant }: Viewer,
  service: Service,
  references: readonly Reference[],
): Promise<{ externalIds: Map<string, string>; userErrors: UserError[] }> {
  const externalIds = new Map<string, string>();
  const userErrors: UserError[] = [];
  for (const kind of new Set(references.map((each) => each.kind))) {
    const wanted = references.filter((each) => each.kind === kind);
    const known = await externalIdsOf(
      database.prisma,
      tenant.id,
      service,
      kind,
      wanted.filter(({ id, prefix }) => prefixOf(id) === prefix).map(({ id }) => id),
    );
    for (const { field, id, prefix, noun } of wanted) {
      const externalId = known.get(id);
      const name = field.at(-1);
      if (externalId !== undefined) externalIds.set(id, externalId);
      else if (prefixOf(id) === prefix)
        userErrors.push({
          field,
          code: 'NOT_FOUND',
          message: `${name}: ${service} has no such ${noun.replace(/^an? /, '')}`,
        });
      else
        userErrors.push({
          field,
          code: 'BAD_USER_INPUT',
          message: `${name} must be the id of ${noun}, such as ${prefix}_…`,
        });
    }
  }
  return { externalIds, userErrors };
}
