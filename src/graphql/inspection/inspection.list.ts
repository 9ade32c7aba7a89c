import { inspectionEntity } from '../../replica/model/inspection.ts';

/** What lists of inspections are read from. */
export const inspectionList = { typeName: 'Inspection', entity: inspectionEntity, parentColumn: 'asset_id' } as const;
