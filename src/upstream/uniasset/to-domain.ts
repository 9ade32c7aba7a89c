/** UniAsset's records in the words of the graph. */
import type { AssetRecord } from '../../domain/records.ts';
import type {
  AssignmentRecord,
  MaintenanceRecordRecord,
  PositionRecord,
  SignalRecord,
} from '../../domain/work-records.ts';
import { fromDecimal } from '../../domain/money.ts';
import { rowReader, storedReader, type RowReader } from '../row-reader.ts';
import { AssetWire, AssignmentWire, MaintenanceWire, PositionWire, SignalWire } from './conventions.ts';

/** What every record has in common. */
const anyRecord = {
  externalIdOf: ({ id }: { id: string }): string => id,
  versionOf: ({ updatedAt }: { updatedAt: Date | null }): Date | null => updatedAt,
};

const stateOf = {
  ACTIVE: ['ACTIVE', 'UNKNOWN'],
  IN_MAINTENANCE: ['ACTIVE', 'IN_MAINTENANCE'],
  DAMAGED: ['ACTIVE', 'DOWN'],
  DISPOSED: ['DECOMMISSIONED', 'UNKNOWN'],
  UNKNOWN: ['UNKNOWN', 'UNKNOWN'],
} as const;

export const readAsset: RowReader<AssetRecord> = rowReader({
  kind: 'asset',
  ...anyRecord,
  schema: AssetWire,
  recordOf: (wire) => {
    const [lifecycle, operational] = stateOf[wire.status];
    return {
      kind: 'asset',
      tagNumber: wire.tagNumber,
      name: wire.name,
      description: null,
      type: 'UNKNOWN',
      lifecycle,
      operational,
      manufacturer: null,
      model: null,
      serialNumber: wire.serialNumber,
      barcode: null,
      location: wire.location,
      parentId: null,
    };
  },
});

export const readAssignment: RowReader<AssignmentRecord> = rowReader({
  kind: 'assignment',
  ...anyRecord,
  schema: AssignmentWire,
  recordOf: ({ assetId, assignedToEmail, locationId, changedAt }, { observedAt }) => ({
    kind: 'assignment',
    assetId,
    assignedToEmail,
    locationId,
    assignedAt: changedAt ?? observedAt,
  }),
});

export const readMaintenance: RowReader<MaintenanceRecordRecord> = rowReader({
  kind: 'maintenanceRecord',
  ...anyRecord,
  schema: MaintenanceWire,
  recordOf: ({ assetId, type, description, performedAt, cost }, { observedAt, currency }) => ({
    kind: 'maintenanceRecord',
    assetId,
    type,
    description,
    performedAt: performedAt ?? observedAt,
    cost: cost === null ? null : fromDecimal(cost, currency),
  }),
});

export const readPosition: RowReader<PositionRecord> = rowReader({
  kind: 'position',
  ...anyRecord,
  schema: PositionWire,
  recordOf: ({ assetId, latitude, longitude, accuracy }, { observedAt }) => ({
    kind: 'position',
    assetId,
    latitude,
    longitude,
    accuracyMetres: accuracy,
    reportedAt: observedAt,
  }),
});

export const readSignal: RowReader<SignalRecord> = rowReader({
  kind: 'signal',
  ...anyRecord,
  schema: SignalWire,
  recordOf: ({ assetId, deviceId, source, signalType, severity, ...wire }, { observedAt }) => ({
    kind: 'signal',
    assetId,
    deviceId,
    source,
    signalType,
    severity,
    numericValue: wire.numericValue,
    textValue: wire.textValue,
    booleanValue: wire.booleanValue,
    receivedAt: observedAt,
  }),
});

export const readStored = storedReader({
  asset: readAsset,
  assignment: readAssignment,
  maintenanceRecord: readMaintenance,
  position: readPosition,
  signal: readSignal,
});
