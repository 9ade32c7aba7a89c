import { entity, nullableText, text, type RowOf } from './entity.ts';
import { oneOf } from './conditions.ts';

export interface TagFilter {
  id?: readonly string[] | null;
  state?: readonly string[] | null;
  assetId?: readonly string[] | null;
}

export const tagEntity = entity<TagFilter>()({
  table: 'tag',
  prefix: 'tag',
  columns: {
    id: text('id'),
    code: text('code'),
    state: text('state'),
    assetId: nullableText('asset_id'),
    assetRecordId: nullableText('asset_record_id'),
  },
  conditions: { id: oneOf('id'), state: oneOf('state'), assetId: oneOf('asset_id') },
  defaultOrder: [{ field: 'code', direction: 'ASC' }],
});

export type TagRow = RowOf<typeof tagEntity.columns>;
