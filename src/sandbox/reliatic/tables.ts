/**
 * Reliatic's tables. Words are stored as the wire spells them; `position` is the order of creation, in which lists
 * are paged. Every key begins with the organization, so that no row can point into another one.
 */
export const reliaticTables = `
create table if not exists sandbox.reliatic_asset (
  position bigint generated always as identity,
  organization_id text not null,
  id uuid not null default gen_random_uuid(),
  tag_number text not null,
  name text not null,
  description text,
  asset_type text not null,
  status text not null,
  location text,
  manufacturer text,
  model text,
  serial_number text,
  parent_id uuid,
  required_thickness_mm numeric(8,3),
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, parent_id) references sandbox.reliatic_asset (organization_id, id)
);
create index if not exists reliatic_asset_order on sandbox.reliatic_asset (organization_id, position);

create table if not exists sandbox.reliatic_inspection (
  position bigint generated always as identity,
  organization_id text not null,
  id uuid not null default gen_random_uuid(),
  asset_id uuid not null,
  inspection_type text not null,
  inspection_date date not null,
  inspector_name text not null,
  coverage_percent numeric(6,3),
  thickness_mm numeric(8,3),
  effectiveness text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.reliatic_asset (organization_id, id)
);
create index if not exists reliatic_inspection_order on sandbox.reliatic_inspection (organization_id, position);
create index if not exists reliatic_inspection_asset on sandbox.reliatic_inspection (organization_id, asset_id);

create table if not exists sandbox.reliatic_failure_mode (
  position bigint generated always as identity,
  organization_id text not null,
  id uuid not null default gen_random_uuid(),
  asset_id uuid not null,
  description text not null,
  effect text,
  cause text,
  severity integer not null,
  occurrence integer not null,
  detection integer not null,
  rpn integer not null,
  priority text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.reliatic_asset (organization_id, id)
);
create index if not exists reliatic_failure_mode_order on sandbox.reliatic_failure_mode (organization_id, position);
create index if not exists reliatic_failure_mode_asset on sandbox.reliatic_failure_mode (organization_id, asset_id);

create table if not exists sandbox.reliatic_action (
  position bigint generated always as identity,
  organization_id text not null,
  id uuid not null default gen_random_uuid(),
  asset_id uuid not null,
  failure_mode_id uuid,
  title text not null,
  description text,
  priority text not null,
  status text not null,
  status_comment text,
  assignee_id text,
  due_date date,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.reliatic_asset (organization_id, id),
  foreign key (organization_id, failure_mode_id) references sandbox.reliatic_failure_mode (organization_id, id)
);
create index if not exists reliatic_action_order on sandbox.reliatic_action (organization_id, position);
create index if not exists reliatic_action_due on sandbox.reliatic_action (due_date) where due_date is not null;

create table if not exists sandbox.reliatic_risk_assessment (
  position bigint generated always as identity,
  organization_id text not null,
  id uuid not null default gen_random_uuid(),
  asset_id uuid not null,
  probability_of_failure integer not null,
  consequence_of_failure integer not null,
  risk_ranking text not null,
  assessed_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.reliatic_asset (organization_id, id)
);
create index if not exists reliatic_risk_assessment_order on sandbox.reliatic_risk_assessment (organization_id, position);
create index if not exists reliatic_risk_assessment_asset on sandbox.reliatic_risk_assessment (organization_id, asset_id);

create table if not exists sandbox.reliatic_escalation (
  organization_id text not null,
  action_id uuid not null,
  level integer not null,
  escalated_at timestamptz not null,
  primary key (organization_id, action_id, level),
  foreign key (organization_id, action_id) references sandbox.reliatic_action (organization_id, id)
);

create table if not exists sandbox.reliatic_moc (
  organization_id text not null,
  id uuid not null default gen_random_uuid(),
  asset_id uuid,
  title text not null,
  status text not null,
  primary key (organization_id, id),
  foreign key (organization_id, asset_id) references sandbox.reliatic_asset (organization_id, id)
);
`;
