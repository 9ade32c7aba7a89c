/**
 * MaintainKit's tables. Quantities have three places. On-hand is nowhere stored: it is the sum of the ledger, which
 * is only ever appended to.
 */
export const maintainkitTables = `
create table if not exists sandbox.maintainkit_part (
  id integer generated always as identity primary key,
  organization_id text not null,
  sku text not null,
  name text not null,
  description text,
  unit text not null,
  reorder_point numeric(18,3),
  unit_cost bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (organization_id, sku),
  unique (organization_id, id)
);

create table if not exists sandbox.maintainkit_location (
  id integer generated always as identity primary key,
  organization_id text not null,
  name text not null,
  unique (organization_id, name),
  unique (organization_id, id)
);

create table if not exists sandbox.maintainkit_movement (
  id bigint generated always as identity primary key,
  organization_id text not null,
  part_id integer not null,
  location_id integer not null,
  kind text not null,
  qty_delta numeric(18,3) not null,
  unit_cost bigint,
  created_at timestamptz not null,
  foreign key (organization_id, part_id) references sandbox.maintainkit_part (organization_id, id),
  foreign key (organization_id, location_id) references sandbox.maintainkit_location (organization_id, id)
);
create index if not exists maintainkit_movement_part
  on sandbox.maintainkit_movement (organization_id, part_id, location_id) include (qty_delta);
create index if not exists maintainkit_movement_order on sandbox.maintainkit_movement (organization_id, id);
`;
