import { decimal, entity, text, type RowOf } from './entity.ts';
import { oneOf } from './conditions.ts';

export interface IdentitySuggestionFilter {
  assetId?: readonly string[] | null;
  reason?: readonly string[] | null;
}

/** A view over the records: what two of them have in common that no person has decided about. */
export const identitySuggestionEntity = entity<IdentitySuggestionFilter>()({
  table: 'identity_suggestion',
  prefix: 'sug',
  columns: {
    id: text('id'),
    recordId: text('record_id'),
    otherId: text('other_id'),
    assetId: text('asset_id'),
    candidateId: text('candidate_id'),
    reason: text('reason'),
    score: decimal('score'),
  },
  conditions: { assetId: oneOf('asset_id'), reason: oneOf('reason') },
  defaultOrder: [{ field: 'score', direction: 'DESC' }],
});

export type IdentitySuggestionRow = RowOf<typeof identitySuggestionEntity.columns>;
