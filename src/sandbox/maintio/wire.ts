import { isoInstant } from './conventions.ts';

/** Rows as the columns hold them, and the JSON they become. Every field is always present, null where it is empty. */

export interface AssetRow {
  id: string;
  name: string;
  location: string | null;
  description: string | null;
  tag_id: string | null;
  created_at: Date;
  updated_at: Date;
}

/** Of `maintio_asset a`; the tag stands with the asset it is assigned to. */
export const assetColumns =
  'a.id, a.name, a.location, a.description, a.created_at, a.updated_at, ' +
  '(select t.id from sandbox.maintio_tag t where t.organization_id = a.organization_id and t.asset_id = a.id) as tag_id';

export const assetWire = (row: AssetRow): object => ({
  id: row.id,
  name: row.name,
  location: row.location,
  description: row.description,
  tag_id: row.tag_id,
  created_at: isoInstant(row.created_at),
  updated_at: isoInstant(row.updated_at),
});

export interface TagRow {
  id: string;
  state: 'assigned' | 'unlinked' | 'retired';
  asset_id: string | null;
  created_at: Date;
  updated_at: Date;
}

export const tagColumns = 'id, state, asset_id, created_at, updated_at';

export const tagWire = (row: TagRow): object => ({
  id: row.id,
  state: row.state,
  asset_id: row.asset_id,
  created_at: isoInstant(row.created_at),
  updated_at: isoInstant(row.updated_at),
});

export interface RecordRow {
  id: string;
  asset_id: string;
  record_type: string;
  performed_at: Date;
  description: string | null;
  created_at: Date;
  updated_at: Date;
}

export const recordColumns = 'id, asset_id, record_type, performed_at, description, created_at, updated_at';

export const recordWire = (row: RecordRow): object => ({
  id: row.id,
  asset_id: row.asset_id,
  record_type: row.record_type,
  performed_at: isoInstant(row.performed_at),
  description: row.description,
  created_at: isoInstant(row.created_at),
  updated_at: isoInstant(row.updated_at),
});
