import { assetEntity } from '../../replica/model/asset.ts';

/** What lists of assets are read from. */
export const assetList = { typeName: 'Asset', entity: assetEntity } as const;
