import { boolean, entity, integer, text, timestamp, type RowOf } from './entity.ts';
import { is, oneOf } from './conditions.ts';

export interface RiskAssessmentFilter {
  assetId?: readonly string[] | null;
  level?: readonly string[] | null;
  cell?: readonly string[] | null;
  isCurrent?: boolean | null;
}

export const riskAssessmentEntity = entity<RiskAssessmentFilter>()({
  table: 'risk_assessment',
  prefix: 'rsk',
  columns: {
    id: text('id'),
    assetId: text('asset_id'),
    assetRecordId: text('asset_record_id'),
    probabilityOfFailure: integer('probability_of_failure'),
    consequenceOfFailure: integer('consequence_of_failure'),
    cell: text('cell'),
    level: text('level'),
    matrixVersion: text('matrix_version'),
    assessedAt: timestamp('assessed_at'),
    isCurrent: boolean('is_current'),
  },
  conditions: {
    assetId: oneOf('asset_id'),
    level: oneOf('level'),
    cell: oneOf('cell'),
    isCurrent: is('is_current'),
  },
  defaultOrder: [{ field: 'assessedAt', direction: 'DESC' }],
});

export type RiskAssessmentRow = RowOf<typeof riskAssessmentEntity.columns>;
