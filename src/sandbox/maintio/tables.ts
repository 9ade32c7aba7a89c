/**
 * Maint.io's tables. Every key begins with the organization, so that no row can point into another one. The indexes on
 * `updated_at` are the order of the delta feed.
 */
export const maintioTables = `
create table if not exists sandbox.maintio_asset (
  organization_id text not null,
  id uuid not null,
  name text not null,
  location text,
  description text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create index if not exists maintio_asset_changes on sandbox.maintio_asset (organization_id, updated_at, id);

create table if not exists sandbox.maintio_tag (
  organization_id text not null,
  id text collate "C" not null,
  state text not null check (state in ('assigned', 'unlinked', 'retired')),
  asset_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.maintio_asset (organization_id, id),
  check ((state = 'assigned') = (asset_id is not null))
);
create index if not exists maintio_tag_changes on sandbox.maintio_tag (organization_id, updated_at, id);
create unique index if not exists maintio_tag_asset on sandbox.maintio_tag (organization_id, asset_id);

create table if not exists sandbox.maintio_record (
  organization_id text not null,
  id uuid not null,
  asset_id uuid not null,
  record_type text not null,
  performed_at timestamptz not null,
  description text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.maintio_asset (organization_id, id)
);
create index if not exists maintio_record_changes on sandbox.maintio_record (organization_id, updated_at, id);
create index if not exists maintio_record_asset on sandbox.maintio_record (organization_id, asset_id);

-- Requests of a calendar month, kept over restarts: a quota that forgot would be none.
create table if not exists sandbox.maintio_usage (
  organization_id text not null,
  month date not null,
  requests bigint not null,
  primary key (organization_id, month)
);
`;
