/** What records of work mean: work orders and what was done, labels, people, and what comes from the field. */
import type Big from 'big.js';
import type { Money } from './money.ts';
import type { OrUnknown } from './or-unknown.ts';

export const workOrderStatuses = [
  'OPEN',
  'IN_PROGRESS',
  'ON_HOLD',
  'AWAITING_APPROVAL',
  'DONE',
  'CANCELLED',
  'SKIPPED',
] as const;
export type WorkOrderStatus = (typeof workOrderStatuses)[number];
export type WorkOrderPriority = 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
export type WorkOrderType = 'PREVENTIVE' | 'REACTIVE' | 'CYCLE_COUNT' | 'OTHER';

/** A part that a work order uses. */
export interface WorkOrderPart {
  /** The part's id in the same service; null where it names none. */
  partId: string | null;
  name: string;
  /** Of one unit. */
  unitCost: Money | null;
  quantity: Big;
}

export interface WorkOrderRecord {
  kind: 'workOrder';
  /** As people at the plant say it; null where the service counts none. */
  number: string | null;
  title: string;
  description: string | null;
  status: OrUnknown<WorkOrderStatus>;
  priority: OrUnknown<WorkOrderPriority>;
  type: OrUnknown<WorkOrderType>;
  assetId: string | null;
  locationId: string | null;
  /** The work order that this one is a part of. */
  parentId: string | null;
  dueAt: Date | null;
  startedAt: Date | null;
  completedAt: Date | null;
  createdAt: Date | null;
  updatedAt: Date | null;
  estimatedHours: Big | null;
  categories: readonly string[];
  /** Ids of people in the same service; teams are left out. */
  assigneeIds: readonly string[];
  parts: readonly WorkOrderPart[];
}

export type MaintenanceType = 'INSPECTION' | 'REPAIR' | 'SERVICE' | 'CALIBRATION' | 'OTHER';

/** Work that was done on an asset, as it was written down afterwards. */
export interface MaintenanceRecordRecord {
  kind: 'maintenanceRecord';
  assetId: string;
  type: OrUnknown<MaintenanceType>;
  description: string | null;
  performedAt: Date;
  cost: Money | null;
}

export type TagState = 'ASSIGNED' | 'UNLINKED' | 'RETIRED';

/** A label to stick on equipment; its code is the record's external id. */
export interface TagRecord {
  kind: 'tag';
  state: OrUnknown<TagState>;
  assetId: string | null;
}

export interface PersonRecord {
  kind: 'person';
  name: string;
  email: string | null;
  /** The service's own word. */
  role: string | null;
}

/** Who has an asset, or where it belongs, from a moment on. */
export interface AssignmentRecord {
  kind: 'assignment';
  assetId: string;
  assignedToEmail: string | null;
  locationId: string | null;
  assignedAt: Date;
}

/** Where an asset was. Degrees, WGS 84. */
export interface PositionRecord {
  kind: 'position';
  assetId: string;
  latitude: Big;
  longitude: Big;
  accuracyMetres: Big | null;
  reportedAt: Date;
}

export type SignalSeverity = 'INFO' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** One reading of a device. */
export interface SignalRecord {
  kind: 'signal';
  assetId: string | null;
  deviceId: string | null;
  /** Who measured: `gateway-7`. */
  source: string;
  /** What was measured: `temperature.high`. */
  signalType: string;
  severity: OrUnknown<SignalSeverity>;
  numericValue: Big | null;
  textValue: string | null;
  booleanValue: boolean | null;
  receivedAt: Date;
}
