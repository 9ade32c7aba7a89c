import { entity, integer, nullableText, nullableTimestamp, text, timestamp, type RowOf } from './entity.ts';
import { atLeast, oneOf } from './conditions.ts';

export interface AlertFilter {
  assetId?: readonly string[] | null;
  status?: readonly string[] | null;
  severity?: readonly string[] | null;
  levelMin?: number | null;
}

export const alertEntity = entity<AlertFilter>()({
  table: 'alert',
  prefix: 'alr',
  columns: {
    id: text('id'),
    assetId: nullableText('asset_id'),
    actionId: nullableText('action_id'),
    title: text('title'),
    severity: text('severity'),
    status: text('status'),
    level: integer('level'),
    escalatedTo: nullableText('escalated_to'),
    slaDueAt: nullableTimestamp('sla_due_at'),
    escalatedAt: timestamp('escalated_at'),
    acknowledgedAt: nullableTimestamp('acknowledged_at'),
    acknowledgedBy: nullableText('acknowledged_by'),
    resolvedAt: nullableTimestamp('resolved_at'),
    comment: nullableText('comment'),
  },
  conditions: {
    assetId: oneOf('asset_id'),
    status: oneOf('status'),
    severity: oneOf('severity'),
    levelMin: atLeast('level'),
  },
  defaultOrder: [{ field: 'escalatedAt', direction: 'DESC' }],
});

export type AlertRow = RowOf<typeof alertEntity.columns>;
