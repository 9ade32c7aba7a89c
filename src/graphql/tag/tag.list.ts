import { tagEntity } from '../../replica/model/tag.ts';

/** What lists of labels are read from. */
export const tagList = { typeName: 'Tag', entity: tagEntity, parentColumn: 'asset_id' } as const;
