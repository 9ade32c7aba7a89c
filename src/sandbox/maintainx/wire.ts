import { isoInstant } from './conventions.ts';

/** Rows as the columns hold them, and the JSON they become. */

export interface WorkOrderRow {
  id: number;
  organization_id: string;
  sequential_id: number;
  title: string;
  description: string | null;
  status: string;
  priority: string;
  type: string;
  asset_id: number | null;
  location_id: number | null;
  due_date: Date | null;
  start_date: Date | null;
  completed_at: Date | null;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
  estimated_time: number | null;
  categories: string[];
  assigned_users: number[];
  assigned_teams: number[];
  parent_id: number | null;
  parts: { id: number; name: string; unitCost: number | null; quantityUsed: number }[];
}

export const workOrderColumns =
  'id, organization_id, sequential_id, title, description, status, priority, type, asset_id, location_id, due_date, ' +
  'start_date, completed_at, created_at, updated_at, deleted_at, estimated_time, categories, assigned_users, ' +
  'assigned_teams, parent_id, parts';

export const workOrderWire = (row: WorkOrderRow): object => ({
  id: row.id,
  sequentialId: row.sequential_id,
  title: row.title,
  description: row.description,
  status: row.status,
  priority: row.priority,
  type: row.type,
  assetId: row.asset_id,
  locationId: row.location_id,
  dueDate: instantOrNull(row.due_date),
  startDate: instantOrNull(row.start_date),
  completedAt: instantOrNull(row.completed_at),
  createdAt: isoInstant(row.created_at),
  updatedAt: isoInstant(row.updated_at),
  deletedAt: instantOrNull(row.deleted_at),
  estimatedTime: row.estimated_time,
  categories: row.categories,
  assignees: [
    ...row.assigned_users.map((id) => ({ type: 'USER', id })),
    ...row.assigned_teams.map((id) => ({ type: 'TEAM', id })),
  ],
  parentId: row.parent_id,
  // Named one by one: the database keeps the keys of its JSON in another order.
  parts: row.parts.map(({ id, name, unitCost, quantityUsed }) => ({ id, name, unitCost, quantityUsed })),
});

export interface AssetRow {
  id: number;
  name: string;
  description: string | null;
  parent_id: number | null;
  location_id: number | null;
  serial_number: string | null;
  barcode: string | null;
  manufacturer: string | null;
  model: string | null;
  status: string;
  downtime_type: string | null;
  status_started_at: Date;
  status_ended_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export const assetColumns =
  'id, name, description, parent_id, location_id, serial_number, barcode, manufacturer, model, status, ' +
  'downtime_type, status_started_at, status_ended_at, created_at, updated_at';

export const assetWire = (row: AssetRow): object => ({
  id: row.id,
  name: row.name,
  description: row.description,
  parentId: row.parent_id,
  locationId: row.location_id,
  serialNumber: row.serial_number,
  barcode: row.barcode,
  manufacturer: row.manufacturer,
  model: row.model,
  status: {
    status: row.status,
    downtimeType: row.downtime_type,
    startedAt: isoInstant(row.status_started_at),
    endedAt: instantOrNull(row.status_ended_at),
  },
  createdAt: isoInstant(row.created_at),
  updatedAt: isoInstant(row.updated_at),
});

export interface LocationRow {
  id: number;
  name: string;
  description: string | null;
  address: string | null;
  parent_id: number | null;
  barcode: string | null;
}

export const locationColumns = 'id, name, description, address, parent_id, barcode';

export const locationWire = (row: LocationRow): object => ({
  id: row.id,
  name: row.name,
  description: row.description,
  address: row.address,
  parentId: row.parent_id,
  barcode: row.barcode,
});

export interface UserRow {
  id: number;
  first_name: string;
  last_name: string;
  email: string | null;
  role: string;
}

export const userColumns = 'id, first_name, last_name, email, role';

export const userWire = (row: UserRow): object => ({
  id: row.id,
  firstName: row.first_name,
  lastName: row.last_name,
  email: row.email,
  role: row.role,
});

const instantOrNull = (instant: Date | null): string | null => (instant === null ? null : isoInstant(instant));
