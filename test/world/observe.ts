/** Records that reach the replica without a service of the sandbox: what connectors hand over, applied as they apply it. */
import Big from 'big.js';
import type { AssetRecord, DomainRecord, LocationRecord, Service } from '../../src/domain/records.ts';
import type {
  MaintenanceRecordRecord,
  PersonRecord,
  SignalRecord,
  WorkOrderRecord,
} from '../../src/domain/work-records.ts';
import { applyObservations } from '../../src/replica/apply/apply.ts';
import { payloadOf } from '../../src/upstream/row-reader.ts';
import type { Plant, World } from './world.ts';

/** Each by the service's own id of it. */
export type Observed = Readonly<Record<string, DomainRecord>>;

/** @param options.service whose records they are; references between them are its own ids. */
export async function observe(
  world: World,
  records: Observed,
  { plant = world, service = 'RELIATIC' }: { plant?: Plant; service?: Service } = {},
): Promise<void> {
  const now = world.clock.now();
  const observations = Object.entries(records).map(([externalId, record]) => ({
    externalId,
    ...payloadOf({ id: externalId, ...(JSON.parse(JSON.stringify(record)) as object) }),
    version: null,
    observedAt: now,
    record,
  }));
  await world.gateway.database.transaction((tx) =>
    applyObservations(tx, { tenantId: plant.tenant.id, service, via: 'POLL', observations, now }),
  );
}

export const asset = (tagNumber: string): AssetRecord => ({
  kind: 'asset',
  tagNumber,
  name: tagNumber,
  description: null,
  type: 'ROTATING',
  lifecycle: 'ACTIVE',
  operational: 'RUNNING',
  manufacturer: null,
  model: null,
  serialNumber: null,
  barcode: null,
  location: null,
  parentId: null,
});

export const place = (name: string, fields: Partial<LocationRecord> = {}): LocationRecord => ({
  kind: 'location',
  name,
  description: null,
  address: null,
  barcode: null,
  parentId: null,
  ...fields,
});

export const person = (name: string, fields: Partial<PersonRecord> = {}): PersonRecord => ({
  kind: 'person',
  name,
  email: `${name.toLowerCase().replace(' ', '.')}@plant.example`,
  role: 'Technician',
  ...fields,
});

export const workOrder = (title: string, fields: Partial<WorkOrderRecord> = {}): WorkOrderRecord => ({
  kind: 'workOrder',
  number: null,
  title,
  description: null,
  status: 'OPEN',
  priority: 'NONE',
  type: 'REACTIVE',
  assetId: null,
  locationId: null,
  parentId: null,
  dueAt: null,
  startedAt: null,
  completedAt: null,
  createdAt: null,
  updatedAt: null,
  estimatedHours: null,
  categories: [],
  assigneeIds: [],
  parts: [],
  ...fields,
});

export const maintenance = (
  assetId: string,
  performedAt: string,
  fields: Partial<MaintenanceRecordRecord> = {},
): MaintenanceRecordRecord => ({
  kind: 'maintenanceRecord',
  assetId,
  type: 'SERVICE',
  description: null,
  performedAt: new Date(performedAt),
  cost: null,
  ...fields,
});

export const signal = (
  assetId: string | null,
  receivedAt: string,
  fields: Partial<SignalRecord> = {},
): SignalRecord => ({
  kind: 'signal',
  assetId,
  deviceId: null,
  source: 'gateway-7',
  signalType: 'temperature.high',
  severity: 'INFO',
  numericValue: new Big('91.5'),
  textValue: null,
  booleanValue: null,
  receivedAt: new Date(receivedAt),
  ...fields,
});
