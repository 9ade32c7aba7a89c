import { Prisma } from '../../database/generated/client.ts';
import { entity, nullableText, nullableTimestamp, text, type RowOf } from './entity.ts';
import { atLeast, atMost, oneOf } from './conditions.ts';

export interface TimelineFilter {
  type?: readonly string[] | null;
  occurredFrom?: string | null;
  occurredTo?: string | null;
  /** It has a place in time. */
  isDated?: boolean | null;
}

/** A view over everything that happens on assets: the object itself stands in the table of its type. */
export const timelineEntryEntity = entity<TimelineFilter>()({
  table: 'timeline_entry',
  prefix: '',
  columns: {
    id: text('id'),
    assetId: nullableText('asset_id'),
    occurredAt: nullableTimestamp('occurred_at'),
    summary: text('summary'),
  },
  conditions: {
    type: oneOf('type'),
    occurredFrom: atLeast('occurred_at', 'timestamptz'),
    occurredTo: atMost('occurred_at', 'timestamptz'),
    isDated: (isDated) => Prisma.sql`(t.occurred_at is not null) = ${isDated}`,
  },
  defaultOrder: [{ field: 'occurredAt', direction: 'DESC' }],
});

export type TimelineEntryRow = RowOf<typeof timelineEntryEntity.columns>;
