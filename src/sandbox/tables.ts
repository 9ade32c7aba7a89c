import { createHash } from 'node:crypto';
import type pg from 'pg';
import { inTransaction } from './database.ts';
import { serviceDefinitions } from './services.ts';

/** What the services share: customers, their keys, their webhook endpoints and the outbox of deliveries. */
const sharedTables = `
create schema if not exists sandbox;

create table if not exists sandbox.organization (
  service text not null,
  id text not null,
  name text not null,
  webhook_secret text not null,
  plan text,
  demo_loaded_at timestamptz,
  primary key (service, id),
  unique (service, name)
);
alter table sandbox.organization add column if not exists plan text;

alter sequence if exists sandbox.maintainkit_organization_number rename to organization_number;
create sequence if not exists sandbox.organization_number;

create table if not exists sandbox.api_key (
  position bigint generated always as identity,
  service text not null,
  key text not null,
  organization_id text not null,
  can_write boolean not null,
  permissions text[],
  revoked_at timestamptz,
  primary key (service, key),
  foreign key (service, organization_id) references sandbox.organization (service, id)
);
alter table sandbox.api_key add column if not exists permissions text[];
create index if not exists api_key_organization on sandbox.api_key (service, organization_id);

create table if not exists sandbox.webhook_endpoint (
  id uuid primary key default gen_random_uuid(),
  service text not null,
  organization_id text not null,
  url text not null,
  events text[],
  secret text not null,
  -- Where a service takes one subscription an event, the event; else empty.
  topic text not null default '',
  foreign key (service, organization_id) references sandbox.organization (service, id)
);
alter table sandbox.webhook_endpoint add column if not exists topic text not null default '';
alter table sandbox.webhook_endpoint drop constraint if exists webhook_endpoint_service_organization_id_url_key;
create unique index if not exists webhook_endpoint_topic on sandbox.webhook_endpoint (service, organization_id, url, topic);

create table if not exists sandbox.webhook_delivery (
  position bigint generated always as identity primary key,
  delivery_id uuid not null unique,
  service text not null,
  organization_id text not null,
  endpoint_id uuid not null references sandbox.webhook_endpoint (id),
  event text not null,
  body bytea not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  claimed_until timestamptz,
  response_status integer,
  error text,
  created_at timestamptz not null
);
create index if not exists webhook_delivery_due on sandbox.webhook_delivery (next_attempt_at) where status = 'pending';
create index if not exists webhook_delivery_log on sandbox.webhook_delivery (service, organization_id, position);
`;

/** Several sandboxes may start on one database at once: the lock lets one of them create, the others find. */
const startLock = 'sandbox tables';

/** Brings the schema to what the services need now. It is marked with it, so that most starts ask once and are done. */
export async function createTables(pool: pg.Pool): Promise<void> {
  const tables = [sharedTables, ...Object.values(serviceDefinitions).map((service) => service.tables)].join('\n');
  const mark = createHash('sha256').update(tables).digest('hex');
  if (await isMarked(pool, mark)) return;
  await inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [startLock]);
    await client.query(`${tables}\ncomment on schema sandbox is '${mark}'`);
  });
}

async function isMarked(pool: pg.Pool, mark: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from pg_namespace where nspname = 'sandbox' and obj_description(oid, 'pg_namespace') = $1`,
    [mark],
  );
  return rowCount === 1;
}
