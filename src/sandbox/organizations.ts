import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inTransaction, onlyRow, type Queryable } from './database.ts';
import { deterministicUuid } from './deterministic-uuid.ts';
import type { ServiceName } from './service-name.ts';
import { serviceDefinitions } from './services.ts';

export interface OrganizationOptions {
  name: string;
  readWriteKey?: string;
  readOnlyKey?: string;
  webhookSecret?: string;
  /** By the service's own name, where it has plans. */
  plan?: string;
}

/** A customer of one service with its credentials. Ids that are integers are given here as text. */
export interface Organization {
  id: string;
  name: string;
  keys: { readWrite: string; readOnly: string };
  webhookSecret: string;
}

function newKey(service: ServiceName): string {
  const { keyPrefix, keyBytes } = serviceDefinitions[service];
  return keyPrefix + randomBytes(keyBytes).toString('hex');
}

/**
 * The organization of that name at the service, created when it is new. A second call answers the same credentials,
 * apart from those it states itself, which take over.
 */
export async function createOrganization(
  pool: pg.Pool,
  service: ServiceName,
  options: OrganizationOptions,
): Promise<Organization> {
  const { keyPrefix } = serviceDefinitions[service];
  for (const key of [options.readWriteKey, options.readOnlyKey]) {
    if (key !== undefined && !key.startsWith(keyPrefix)) {
      throw new Error(`A key of ${service} starts with ${keyPrefix}.`);
    }
  }
  return inTransaction(pool, async (client) => {
    const organization = await upsertOrganization(client, service, options);
    const keys = {
      readWrite: await upsertKey(client, service, organization.id, true, options.readWriteKey),
      readOnly: await upsertKey(client, service, organization.id, false, options.readOnlyKey),
    };
    return { id: organization.id, name: options.name, keys, webhookSecret: organization.webhook_secret };
  });
}

async function upsertOrganization(
  client: pg.PoolClient,
  service: ServiceName,
  options: OrganizationOptions,
): Promise<{ id: string; webhook_secret: string }> {
  // Two creations of one name wait for each other here, so that the second finds the first one's row.
  await client.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`sandbox ${service} ${options.name}`]);
  const found = await client.query<{ id: string; webhook_secret: string }>(
    `update sandbox.organization set webhook_secret = coalesce($3, webhook_secret), plan = coalesce($4, plan)
     where service = $1 and name = $2 returning id, webhook_secret`,
    [service, options.name, options.webhookSecret ?? null, options.plan ?? null],
  );
  if (found.rows[0] !== undefined) return found.rows[0];
  const isUuid = serviceDefinitions[service].organizationIds === 'uuid';
  const secret = options.webhookSecret ?? `whsec_${randomBytes(24).toString('hex')}`;
  const inserted = await client.query<{ id: string; webhook_secret: string }>(
    `insert into sandbox.organization (service, id, name, webhook_secret, plan)
     values ($1, coalesce($2, nextval('sandbox.organization_number')::text), $3, $4, $5)
     returning id, webhook_secret`,
    [
      service,
      isUuid ? deterministicUuid(`${service} ${options.name}`) : null,
      options.name,
      secret,
      options.plan ?? null,
    ],
  );
  return onlyRow(inserted);
}

async function upsertKey(
  client: pg.PoolClient,
  service: ServiceName,
  organizationId: string,
  canWrite: boolean,
  wanted: string | undefined,
): Promise<string> {
  if (wanted === undefined) {
    const found = await client.query<{ key: string }>(
      `select key from sandbox.api_key where service = $1 and organization_id = $2 and can_write = $3 and permissions is null
       order by revoked_at is not null, position limit 1`,
      [service, organizationId, canWrite],
    );
    if (found.rows[0] !== undefined) return found.rows[0].key;
  }
  const key = wanted ?? newKey(service);
  const stored = await client.query<{ organization_id: string; can_write: boolean }>(
    `insert into sandbox.api_key (service, key, organization_id, can_write) values ($1, $2, $3, $4)
     on conflict (service, key) do update set key = excluded.key returning organization_id, can_write`,
    [service, key, organizationId, canWrite],
  );
  const row = onlyRow(stored);
  if (row.organization_id !== organizationId || row.can_write !== canWrite) {
    throw new Error(`A key of ${service} was given twice, for two organizations or two permissions.`);
  }
  return key;
}

/** One more key of an organization, with just these permissions. */
export async function createRestrictedKey(
  database: Queryable,
  service: ServiceName,
  organizationId: string,
  permissions: readonly string[],
): Promise<string> {
  const key = newKey(service);
  await database.query(
    `insert into sandbox.api_key (service, key, organization_id, can_write, permissions) values ($1, $2, $3, true, $4)`,
    [service, key, organizationId, permissions],
  );
  return key;
}

export async function revokeKey(database: Queryable, service: ServiceName, key: string, at: Date): Promise<void> {
  await database.query(
    `update sandbox.api_key set revoked_at = coalesce(revoked_at, $3) where service = $1 and key = $2`,
    [service, key, at],
  );
}
