import { date, entity, nullableDecimal, text, type RowOf } from './entity.ts';
import { atLeast, atMost, mentions, oneOf } from './conditions.ts';

export interface InspectionFilter {
  assetId?: readonly string[] | null;
  type?: readonly string[] | null;
  effectiveness?: readonly string[] | null;
  /** Calendar dates, YYYY-MM-DD, both included. */
  dateFrom?: string | null;
  dateTo?: string | null;
  /** Words in the inspector's name. */
  search?: string | null;
}

export const inspectionEntity = entity<InspectionFilter>()({
  table: 'inspection',
  prefix: 'ins',
  columns: {
    id: text('id'),
    assetId: text('asset_id'),
    assetRecordId: text('asset_record_id'),
    type: text('type'),
    date: date('date'),
    inspectorName: text('inspector_name'),
    effectiveness: text('effectiveness'),
    coveragePercent: nullableDecimal('coverage_percent'),
    thicknessMm: nullableDecimal('thickness_mm'),
  },
  conditions: {
    assetId: oneOf('asset_id'),
    type: oneOf('type'),
    effectiveness: oneOf('effectiveness'),
    dateFrom: atLeast('date', 'date'),
    dateTo: atMost('date', 'date'),
    search: mentions('inspector_name'),
  },
  defaultOrder: [{ field: 'date', direction: 'DESC' }],
});

export type InspectionRow = RowOf<typeof inspectionEntity.columns>;
