/** MaintainX's records in the words of the graph. */
import Big from 'big.js';
import type { AssetRecord, LocationRecord } from '../../domain/records.ts';
import type { PersonRecord, WorkOrderRecord } from '../../domain/work-records.ts';
import { rowReader, storedReader, type RowReader } from '../row-reader.ts';
import { moneyOf } from '../wire-values.ts';
import { AssetWire, LocationWire, UserWire, WorkOrderWire } from './wire.ts';

/** What every record has in common. */
const anyRecord = {
  externalIdOf: ({ id }: { id: string }): string => id,
  versionOf: ({ updatedAt }: { updatedAt: Date | null }): Date | null => updatedAt,
};

const operationalOf = { ONLINE: 'RUNNING', OFFLINE: 'DOWN', IGNORE: 'UNKNOWN', UNKNOWN: 'UNKNOWN' } as const;
const secondsPerHour = 3600;

export const readWorkOrder: RowReader<WorkOrderRecord> = rowReader({
  kind: 'workOrder',
  ...anyRecord,
  schema: WorkOrderWire,
  recordOf: (wire, { currency }) => ({
    kind: 'workOrder',
    number: wire.sequentialId,
    title: wire.title,
    description: wire.description,
    status: wire.status === 'CANCELED' ? 'CANCELLED' : wire.status,
    priority: wire.priority,
    type: wire.type,
    assetId: wire.assetId,
    locationId: wire.locationId,
    parentId: wire.parentId,
    dueAt: wire.dueDate,
    startedAt: wire.startDate,
    completedAt: wire.completedAt,
    createdAt: wire.createdAt,
    updatedAt: wire.updatedAt,
    estimatedHours: wire.estimatedTime?.div(secondsPerHour) ?? null,
    categories: wire.categories ?? [],
    assigneeIds: (wire.assignees ?? []).filter(({ type }) => type === 'USER').map(({ id }) => id),
    parts: (wire.parts ?? []).map(({ id, name, unitCost, quantityUsed }) => ({
      partId: id,
      name: name ?? '',
      unitCost: moneyOf(unitCost, currency),
      quantity: quantityUsed ?? new Big(0),
    })),
  }),
});

/** MaintainX says of an asset whether it runs, and nothing of whether it is still in service. */
export const readAsset: RowReader<AssetRecord> = rowReader({
  kind: 'asset',
  ...anyRecord,
  schema: AssetWire,
  recordOf: (wire) => ({
    kind: 'asset',
    tagNumber: null,
    name: wire.name,
    description: wire.description,
    type: 'UNKNOWN',
    lifecycle: 'UNKNOWN',
    operational: operationalOf[wire.status?.status ?? 'UNKNOWN'],
    manufacturer: wire.manufacturer,
    model: wire.model,
    serialNumber: wire.serialNumber,
    barcode: wire.barcode,
    location: null,
    parentId: wire.parentId,
  }),
});

export const readLocation: RowReader<LocationRecord> = rowReader({
  kind: 'location',
  ...anyRecord,
  schema: LocationWire,
  recordOf: ({ name, description, address, barcode, parentId }) => ({
    kind: 'location',
    name,
    description,
    address,
    barcode,
    parentId,
  }),
});

export const readPerson: RowReader<PersonRecord> = rowReader({
  kind: 'person',
  ...anyRecord,
  schema: UserWire,
  recordOf: ({ firstName, lastName, email, role, id }) => ({
    kind: 'person',
    name: [firstName, lastName].filter((part) => part !== null && part !== '').join(' ') || (email ?? id),
    email,
    role,
  }),
});

export const readStored = storedReader({
  workOrder: readWorkOrder,
  asset: readAsset,
  location: readLocation,
  person: readPerson,
});
