import type { Queryable } from './database.ts';
import type { ServiceName } from './service-name.ts';

/** Who makes a request, as its API key tells. */
export interface Caller {
  key: string;
  organizationId: string;
  canWrite: boolean;
  /** What the key may do, where the service knows more than reading and writing; null: everything. */
  permissions: readonly string[] | null;
  /** Of the organization, where the service has plans. */
  plan: string | null;
}

/** A key that was once given out, revoked or not. */
export interface KnownKey {
  caller: Caller;
  isRevoked: boolean;
}

/** What stands behind a key, for a service that tells a revoked key from an unknown one; null when it is unknown. */
export async function findKey(database: Queryable, service: ServiceName, key: string): Promise<KnownKey | null> {
  const found = await database.query<Caller & { isRevoked: boolean }>(
    `select k.key, k.organization_id as "organizationId", k.can_write as "canWrite", k.permissions, o.plan,
            k.revoked_at is not null as "isRevoked"
     from sandbox.api_key k join sandbox.organization o on o.service = k.service and o.id = k.organization_id
     where k.service = $1 and k.key = $2`,
    [service, key],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  const { isRevoked, ...caller } = row;
  return { caller, isRevoked };
}

/** The caller behind a key, or null when the key is unknown or revoked. Asked at every request: revoking is immediate. */
export async function findCaller(database: Queryable, service: ServiceName, key: string): Promise<Caller | null> {
  const known = await findKey(database, service, key);
  return known === null || known.isRevoked ? null : known.caller;
}
