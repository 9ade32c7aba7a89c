/** What comes from the field: who has an asset, where it is, what its devices measure. */
import {
  decimal,
  entity,
  nullableBoolean,
  nullableDecimal,
  nullableText,
  text,
  timestamp,
  type RowOf,
} from './entity.ts';
import { atLeast, atMost, oneOf } from './conditions.ts';

export const assignmentEntity = entity<object>()({
  table: 'assignment',
  prefix: 'asg',
  columns: {
    id: text('id'),
    assetId: text('asset_id'),
    assetRecordId: text('asset_record_id'),
    assignedToEmail: nullableText('assigned_to_email'),
    place: nullableText('place'),
    assignedAt: timestamp('assigned_at'),
  },
  conditions: {},
  defaultOrder: [{ field: 'assignedAt', direction: 'DESC' }],
});

export type AssignmentRow = RowOf<typeof assignmentEntity.columns>;

export const positionEntity = entity<object>()({
  table: 'position',
  prefix: 'pos',
  columns: {
    id: text('id'),
    assetId: text('asset_id'),
    assetRecordId: text('asset_record_id'),
    latitude: decimal('latitude'),
    longitude: decimal('longitude'),
    accuracyMetres: nullableDecimal('accuracy_metres'),
    reportedAt: timestamp('reported_at'),
  },
  conditions: {},
  defaultOrder: [{ field: 'reportedAt', direction: 'DESC' }],
});

export type PositionRow = RowOf<typeof positionEntity.columns>;

export interface SignalFilter {
  id?: readonly string[] | null;
  assetId?: readonly string[] | null;
  severity?: readonly string[] | null;
  signalType?: readonly string[] | null;
  receivedFrom?: string | null;
  receivedTo?: string | null;
}

export const signalEntity = entity<SignalFilter>()({
  table: 'signal',
  prefix: 'sig',
  columns: {
    id: text('id'),
    assetId: nullableText('asset_id'),
    assetRecordId: nullableText('asset_record_id'),
    deviceId: nullableText('device_id'),
    source: text('origin'),
    signalType: text('signal_type'),
    severity: text('severity'),
    numericValue: nullableDecimal('numeric_value'),
    textValue: nullableText('text_value'),
    booleanValue: nullableBoolean('boolean_value'),
    receivedAt: timestamp('received_at'),
  },
  conditions: {
    id: oneOf('id'),
    assetId: oneOf('asset_id'),
    severity: oneOf('severity'),
    signalType: oneOf('signal_type'),
    receivedFrom: atLeast('received_at', 'timestamptz'),
    receivedTo: atMost('received_at', 'timestamptz'),
  },
  defaultOrder: [{ field: 'receivedAt', direction: 'DESC' }],
});

export type SignalRow = RowOf<typeof signalEntity.columns>;
