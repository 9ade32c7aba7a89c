/**
 * UniAsset's tables. `position` is the order of creation. Every key begins with the organization, so that no row can
 * point into another one.
 */
export const uniassetTables = `
create table if not exists sandbox.uniasset_asset (
  position bigint generated always as identity,
  organization_id text not null,
  id text not null,
  name text not null,
  serial_number text,
  category text,
  location text,
  status text not null,
  tag_number text,
  external_id text,
  created_at timestamptz not null,
  primary key (organization_id, id)
);

create table if not exists sandbox.uniasset_assignment (
  position bigint generated always as identity,
  organization_id text not null,
  id text not null,
  asset_id text not null,
  assigned_to_email text,
  location_id text,
  changed_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.uniasset_asset (organization_id, id)
);

create table if not exists sandbox.uniasset_maintenance (
  position bigint generated always as identity,
  organization_id text not null,
  id text not null,
  asset_id text not null,
  type text not null,
  description text,
  performed_at timestamptz not null,
  cost numeric(12,2),
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.uniasset_asset (organization_id, id)
);

create table if not exists sandbox.uniasset_position (
  position bigint generated always as identity,
  organization_id text not null,
  id text not null,
  asset_id text not null,
  latitude double precision not null,
  longitude double precision not null,
  accuracy double precision,
  received_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.uniasset_asset (organization_id, id)
);

create table if not exists sandbox.uniasset_signal (
  position bigint generated always as identity,
  organization_id text not null,
  id text not null,
  asset_id text,
  device_id text,
  source text not null,
  signal_type text not null,
  severity text not null,
  numeric_value double precision,
  text_value text,
  boolean_value boolean,
  payload json not null,
  received_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.uniasset_asset (organization_id, id)
);

create table if not exists sandbox.uniasset_expiry (
  position bigint generated always as identity,
  organization_id text not null,
  id text not null,
  kind text not null check (kind in ('warranty', 'document')),
  asset_id text not null,
  name text not null,
  expires_at timestamptz not null,
  announced_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.uniasset_asset (organization_id, id)
);
create index if not exists uniasset_expiry_due on sandbox.uniasset_expiry (expires_at) where announced_at is null;

create table if not exists sandbox.uniasset_incident (
  position bigint generated always as identity,
  organization_id text not null,
  id text not null,
  asset_id text not null,
  title text not null,
  severity text not null,
  reported_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.uniasset_asset (organization_id, id)
);
`;
