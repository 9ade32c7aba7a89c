import { entity, integer, nullableInteger, nullableText, text, type RowOf } from './entity.ts';
import { atLeast, atMost, mentions, oneOf } from './conditions.ts';

export interface FailureModeFilter {
  assetId?: readonly string[] | null;
  priority?: readonly string[] | null;
  rpnMin?: number | null;
  rpnMax?: number | null;
  severityMin?: number | null;
  /** Words in description, effect or cause. */
  search?: string | null;
}

export const failureModeEntity = entity<FailureModeFilter>()({
  table: 'failure_mode',
  prefix: 'fmo',
  columns: {
    id: text('id'),
    assetId: text('asset_id'),
    assetRecordId: text('asset_record_id'),
    description: text('description'),
    effect: nullableText('effect'),
    cause: nullableText('cause'),
    severity: integer('severity'),
    occurrence: integer('occurrence'),
    detection: integer('detection'),
    rpn: integer('rpn'),
    statedRpn: nullableInteger('stated_rpn'),
    priority: text('priority'),
  },
  conditions: {
    assetId: oneOf('asset_id'),
    priority: oneOf('priority'),
    rpnMin: atLeast('rpn'),
    rpnMax: atMost('rpn'),
    severityMin: atLeast('severity'),
    search: mentions('description', 'effect', 'cause'),
  },
  defaultOrder: [{ field: 'rpn', direction: 'DESC' }],
});

export type FailureModeRow = RowOf<typeof failureModeEntity.columns>;
