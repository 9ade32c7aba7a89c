/** Maint.io's records in the words of the graph. */
import type { AssetRecord } from '../../domain/records.ts';
import type { MaintenanceRecordRecord, TagRecord } from '../../domain/work-records.ts';
import { rowReader, storedReader, type RowReader } from '../row-reader.ts';
import { AssetWire, RecordWire, TagWire } from './conventions.ts';

/** What every record has in common. */
const anyRecord = {
  externalIdOf: ({ id }: { id: string }): string => id,
  versionOf: ({ updated_at }: { updated_at: Date | null }): Date | null => updated_at,
};

/** A tag of Maint.io's is a label with a code, and no tag number. */
export const readAsset: RowReader<AssetRecord> = rowReader({
  kind: 'asset',
  ...anyRecord,
  schema: AssetWire,
  recordOf: ({ name, location, description }) => ({
    kind: 'asset',
    tagNumber: null,
    name,
    description,
    type: 'UNKNOWN',
    lifecycle: 'UNKNOWN',
    operational: 'UNKNOWN',
    manufacturer: null,
    model: null,
    serialNumber: null,
    barcode: null,
    location,
    parentId: null,
  }),
});

export const readTag: RowReader<TagRecord> = rowReader({
  kind: 'tag',
  ...anyRecord,
  schema: TagWire,
  recordOf: ({ state, asset_id }) => ({ kind: 'tag', state, assetId: asset_id }),
});

export const readRecord: RowReader<MaintenanceRecordRecord> = rowReader({
  kind: 'maintenanceRecord',
  ...anyRecord,
  schema: RecordWire,
  recordOf: ({ asset_id, record_type, description, performed_at }) => ({
    kind: 'maintenanceRecord',
    assetId: asset_id,
    type: record_type,
    description,
    performedAt: performed_at,
    cost: null,
  }),
});

export const readStored = storedReader({ asset: readAsset, tag: readTag, maintenanceRecord: readRecord });
