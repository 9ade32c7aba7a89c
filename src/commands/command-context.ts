/** What every command needs, and the questions all of them ask first. */
import type { Database, Transaction } from '../database/database.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Clock } from '../domain/clock.ts';
import type { RecordKind, Service } from '../domain/records.ts';
import { externalIdsOf } from '../replica/external-ids.ts';
import { prefixOf } from '../replica/object-id.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import type { Authenticator } from '../tenancy/authenticator.ts';
import type { ServiceConnection, ServiceConnections, SettingsChange } from '../tenancy/service-connections.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { ConnectorPool } from '../upstream/connector-pool.ts';
import type { Place } from './definition.ts';
import { CommandFailure, type UserError } from './failure.ts';
import type { Journal } from './journal.ts';
import type { WriteThrough } from './write-through.ts';

/** What a new connection has where nobody says otherwise, and what becomes of it. */
export interface Connecting {
  /** Where a service is that has one address for all of its customers. */
  vendorAddresses: Readonly<Partial<Record<Service, string>>>;
  /** ISO 4217. */
  currency: string;
  /** Has the connection read once the transaction has committed. */
  begin: (tx: Transaction, connection: ServiceConnection, change: SettingsChange) => Promise<void>;
  /** Has everything read from the service, beginning as soon as a worker is free. */
  readNow: (connection: ServiceConnection) => Promise<void>;
}

export interface CommandDeps {
  database: Database;
  connections: ServiceConnections;
  connectors: ConnectorPool;
  authenticator: Authenticator;
  journal: Journal;
  writeThrough: WriteThrough;
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

export function placeOf<Name extends Service>(
  { database, connectors, clock, catchUp }: CommandDeps,
  connection: ServiceConnection & { service: Name },
): Place<Name> {
  const { tenantId } = connection;
  const connector = connectors.get<Name>(connection);
  return { tenantId, connection, connector, prisma: database.prisma, clock, catchUp: () => catchUp(connection) };
}

/** @throws CommandFailure when the tenant has no connection to the service. */
export async function placeAt<Name extends Service>(
  deps: CommandDeps,
  tenantId: string,
  service: Name,
): Promise<Place<Name>> {
  const found = await deps.connections.of(tenantId, service);
  if (!found) throw new CommandFailure(`${service} is not connected`, 'UPSTREAM_UNAVAILABLE');
  return placeOf(deps, { ...found, service });
}

export interface Reference {
  field: readonly string[];
  id: string;
  kind: RecordKind;
  prefix: string;
  /** As a sentence names one: `a part`. */
  noun: string;
}

interface Known {
  tenantId: string;
  prisma: PrismaClient;
  connection: { service: Service };
}

/** The service's ids of what the input names, or an error for each that it does not know. */
export async function resolveReferences(
  { tenantId, prisma, connection: { service } }: Known,
  references: readonly Reference[],
): Promise<{ externalIds: Map<string, string>; userErrors: UserError[] }> {
  const externalIds = new Map<string, string>();
  const userErrors: UserError[] = [];
  for (const kind of new Set(references.map((each) => each.kind))) {
    const wanted = references.filter((each) => each.kind === kind);
    const ids = wanted.filter(({ id, prefix }) => prefixOf(id) === prefix).map(({ id }) => id);
    const known = await externalIdsOf(prisma, tenantId, service, kind, ids);
    for (const reference of wanted) {
      const externalId = known.get(reference.id);
      if (externalId === undefined) userErrors.push(unknownReference(reference, service));
      else externalIds.set(reference.id, externalId);
    }
  }
  return { externalIds, userErrors };
}

function unknownReference({ field, id, prefix, noun }: Reference, service: Service): UserError {
  const name = field.join('.');
  if (prefixOf(id) !== prefix) {
    return { field, code: 'BAD_USER_INPUT', message: `${name} must be the id of ${noun}, such as ${prefix}_…` };
  }
  const message = `${name}: ${service} has no such ${noun.replace(/^an? /, '')}`;
  return { field, code: 'NOT_FOUND', message };
}

/** A reference to an asset by the input's field. */
export const assetReference = (id: string, field = 'assetId'): Reference => ({
  field: [field],
  id,
  kind: 'asset',
  prefix: 'ast',
  noun: 'an asset',
});
