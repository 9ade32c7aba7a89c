import { entity, nullableLong, nullableText, text, timestamp, type RowOf } from './entity.ts';
import { atLeast, atMost, mentions, oneOf } from './conditions.ts';

export interface MaintenanceRecordFilter {
  assetId?: readonly string[] | null;
  type?: readonly string[] | null;
  service?: readonly string[] | null;
  performedFrom?: string | null;
  performedTo?: string | null;
  /** Words in the description. */
  search?: string | null;
}

export const maintenanceRecordEntity = entity<MaintenanceRecordFilter>()({
  table: 'maintenance_record',
  prefix: 'mrc',
  columns: {
    id: text('id'),
    service: text('service'),
    assetId: text('asset_id'),
    assetRecordId: text('asset_record_id'),
    type: text('type'),
    description: nullableText('description'),
    performedAt: timestamp('performed_at'),
    costMinor: nullableLong('cost_minor'),
    currency: nullableText('currency'),
  },
  conditions: {
    assetId: oneOf('asset_id'),
    type: oneOf('type'),
    service: oneOf('service'),
    performedFrom: atLeast('performed_at', 'timestamptz'),
    performedTo: atMost('performed_at', 'timestamptz'),
    search: mentions('description'),
  },
  defaultOrder: [{ field: 'performedAt', direction: 'DESC' }],
});

export type MaintenanceRecordRow = RowOf<typeof maintenanceRecordEntity.columns>;
