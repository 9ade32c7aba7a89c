import type pg from 'pg';
import { inTransaction } from './database.ts';
import { maintainkitTables } from './maintainkit/tables.ts';
import { reliaticTables } from './reliatic/tables.ts';

/** What both services share: customers, their keys, their webhook endpoints and the outbox of deliveries. */
const sharedTables = `
create schema if not exists sandbox;

create table if not exists sandbox.organization (
  service text not null,
  id text not null,
  name text not null,
  webhook_secret text not null,
  demo_loaded_at timestamptz,
  primary key (service, id),
  unique (service, name)
);

create sequence if not exists sandbox.maintainkit_organization_number;

create table if not exists sandbox.api_key (
  position bigint generated always as identity,
  service text not null,
  key text not null,
  organization_id text not null,
  can_write boolean not null,
  revoked_at timestamptz,
  primary key (service, key),
  foreign key (service, organization_id) references sandbox.organization (service, id)
);
create index if not exists api_key_organization on sandbox.api_key (service, organization_id);

create table if not exists sandbox.webhook_endpoint (
  id uuid primary key default gen_random_uuid(),
  service text not null,
  organization_id text not null,
  url text not null,
  events text[],
  secret text not null,
  unique (service, organization_id, url),
  foreign key (service, organization_id) references sandbox.organization (service, id)
);

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

export async function createTables(pool: pg.Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [startLock]);
    await client.query(sharedTables + reliaticTables + maintainkitTables);
  });
}
