import { entity, nullableText, nullableTimestamp, integer, text, type RowOf } from './entity.ts';
import { oneOf } from './conditions.ts';

export interface DataQualityIssueFilter {
  kind?: readonly string[] | null;
  severity?: readonly string[] | null;
  service?: readonly string[] | null;
  objectId?: readonly string[] | null;
}

/** A view over all that contradicts itself, points nowhere or could not be understood. */
export const dataQualityIssueEntity = entity<DataQualityIssueFilter>()({
  table: 'data_quality_issue',
  prefix: 'dqi',
  columns: {
    id: text('id'),
    kind: text('kind'),
    severity: text('severity'),
    weight: integer('weight'),
    message: text('message'),
    field: nullableText('field'),
    service: nullableText('service'),
    externalId: nullableText('external_id'),
    objectId: nullableText('object_id'),
    detectedAt: nullableTimestamp('detected_at'),
  },
  conditions: {
    kind: oneOf('kind'),
    severity: oneOf('severity'),
    service: oneOf('service'),
    objectId: oneOf('object_id'),
  },
  defaultOrder: [
    { field: 'weight', direction: 'DESC' },
    { field: 'kind', direction: 'DESC' },
  ],
});

export type DataQualityIssueRow = RowOf<typeof dataQualityIssueEntity.columns>;
