/**
 * MaintainX's tables. Words are stored as the wire spells them. A work order that is deleted stays, with the moment;
 * `overdue_told_at` is when WORK_ORDER_OVERDUE was announced. The indexes carry the orders and filters of the list.
 */
export const maintainxTables = `
create table if not exists sandbox.maintainx_key_organization (
  key text not null,
  organization_id text not null,
  primary key (key, organization_id)
);

create table if not exists sandbox.maintainx_location (
  id integer generated always as identity primary key,
  organization_id text not null,
  name text not null,
  description text,
  address text,
  parent_id integer,
  barcode text,
  unique (organization_id, id),
  foreign key (organization_id, parent_id) references sandbox.maintainx_location (organization_id, id)
);

create table if not exists sandbox.maintainx_user (
  id integer generated always as identity primary key,
  organization_id text not null,
  first_name text not null,
  last_name text not null,
  email text,
  role text not null,
  unique (organization_id, id)
);

create table if not exists sandbox.maintainx_asset (
  id integer generated always as identity primary key,
  organization_id text not null,
  name text not null,
  description text,
  parent_id integer,
  location_id integer,
  serial_number text,
  barcode text,
  manufacturer text,
  model text,
  status text not null,
  downtime_type text,
  status_started_at timestamptz not null,
  status_ended_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (organization_id, id),
  foreign key (organization_id, parent_id) references sandbox.maintainx_asset (organization_id, id),
  foreign key (organization_id, location_id) references sandbox.maintainx_location (organization_id, id)
);
create index if not exists maintainx_asset_location on sandbox.maintainx_asset (organization_id, location_id, id);

create table if not exists sandbox.maintainx_work_order (
  id integer generated always as identity primary key,
  organization_id text not null,
  sequential_id integer not null,
  title text not null,
  description text,
  status text not null,
  priority text not null,
  type text not null,
  asset_id integer,
  location_id integer,
  due_date timestamptz,
  start_date timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  estimated_time integer,
  categories text[] not null default '{}',
  assigned_users integer[] not null default '{}',
  assigned_teams integer[] not null default '{}',
  parent_id integer,
  parts jsonb not null default '[]',
  overdue_told_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, sequential_id),
  foreign key (organization_id, asset_id) references sandbox.maintainx_asset (organization_id, id),
  foreign key (organization_id, location_id) references sandbox.maintainx_location (organization_id, id),
  foreign key (organization_id, parent_id) references sandbox.maintainx_work_order (organization_id, id)
);
create index if not exists maintainx_work_order_created
  on sandbox.maintainx_work_order (organization_id, created_at, id) where deleted_at is null;
create index if not exists maintainx_work_order_updated
  on sandbox.maintainx_work_order (organization_id, updated_at, id) where deleted_at is null;
create index if not exists maintainx_work_order_due
  on sandbox.maintainx_work_order (organization_id, due_date, id) where deleted_at is null;
create index if not exists maintainx_work_order_status
  on sandbox.maintainx_work_order (organization_id, status, created_at, id) where deleted_at is null;
create index if not exists maintainx_work_order_asset
  on sandbox.maintainx_work_order (organization_id, asset_id) where deleted_at is null;
create index if not exists maintainx_work_order_location
  on sandbox.maintainx_work_order (organization_id, location_id) where deleted_at is null;
create index if not exists maintainx_work_order_users on sandbox.maintainx_work_order using gin (assigned_users);
create index if not exists maintainx_work_order_overdue on sandbox.maintainx_work_order (due_date)
  where overdue_told_at is null and deleted_at is null and status in ('OPEN', 'IN_PROGRESS', 'ON_HOLD');
`;
