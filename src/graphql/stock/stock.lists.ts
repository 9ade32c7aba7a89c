import {
  assetPartEntity,
  partEntity,
  stockLevelEntity,
  stockLocationEntity,
  stockMovementEntity,
} from '../../replica/model/stock.ts';
import { withMomentsAsText } from '../relay/moments.ts';

/** What lists of parts, locations, levels and movements are read from. */
export const partList = { typeName: 'Part', entity: partEntity } as const;
export const assetPartList = { typeName: 'Part', entity: assetPartEntity, parentColumn: 'asset_id' } as const;
export const locationList = { typeName: 'Location', entity: stockLocationEntity } as const;
export const stockLevelList = { typeName: 'StockLevel', entity: stockLevelEntity } as const;
export const stockMovementList = {
  typeName: 'StockMovement',
  entity: stockMovementEntity,
  toFilter: withMomentsAsText,
} as const;
