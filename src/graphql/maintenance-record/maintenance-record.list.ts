import { maintenanceRecordEntity } from '../../replica/model/maintenance-record.ts';
import { withMomentsAsText } from '../relay/moments.ts';

/** What lists of maintenance records are read from. */
export const maintenanceRecordList = {
  typeName: 'MaintenanceRecord',
  entity: maintenanceRecordEntity,
  parentColumn: 'asset_id',
  toFilter: withMomentsAsText,
} as const;
