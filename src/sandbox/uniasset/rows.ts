import { isoInstant } from './conventions.ts';

/** Rows as the columns hold them, and the webhook data they become. Every field is always present. */

export interface AssetRow {
  id: string;
  name: string;
  serial_number: string | null;
  category: string | null;
  location: string | null;
  status: string;
  tag_number: string | null;
  external_id: string | null;
  created_at: Date;
}

export const assetColumns = 'id, name, serial_number, category, location, status, tag_number, external_id, created_at';

export const assetData = (row: AssetRow): object => ({
  id: row.id,
  name: row.name,
  serialNumber: row.serial_number,
  category: row.category,
  location: row.location,
  status: row.status,
  tagNumber: row.tag_number,
  externalId: row.external_id,
  createdAt: isoInstant(row.created_at),
});

export interface AssignmentRow {
  id: string;
  asset_id: string;
  assigned_to_email: string | null;
  location_id: string | null;
  changed_at: Date;
}

export const assignmentColumns = 'id, asset_id, assigned_to_email, location_id, changed_at';

export const assignmentData = (row: AssignmentRow): object => ({
  id: row.id,
  assetId: row.asset_id,
  assignedToEmail: row.assigned_to_email,
  locationId: row.location_id,
  changedAt: isoInstant(row.changed_at),
});

export interface MaintenanceRow {
  id: string;
  asset_id: string;
  type: string;
  description: string | null;
  performed_at: Date;
  cost: string | null;
  created_at: Date;
}

export const maintenanceColumns = 'id, asset_id, type, description, performed_at, cost, created_at';

export const maintenanceData = (row: MaintenanceRow): object => ({
  id: row.id,
  assetId: row.asset_id,
  type: row.type,
  description: row.description,
  performedAt: isoInstant(row.performed_at),
  cost: row.cost === null ? null : Number(row.cost),
});
