/**
 * What a service's record means, in the words of the graph: the form in which a connector hands a record to the
 * replica. References between records are the service's own ids; the replica turns them into its own.
 */
import type Big from 'big.js';
import type { ActionStatus } from './action.ts';
import type { RiskLevel } from './rbi.ts';
import type { EffectivenessLevel, InspectionType } from './inspection.ts';
import type { OrUnknown } from './or-unknown.ts';
import type { MovementKind } from './stock.ts';
import type { Money } from './money.ts';
import type { PriorityClass } from './fmea.ts';
import type {
  AssignmentRecord,
  MaintenanceRecordRecord,
  PersonRecord,
  PositionRecord,
  SignalRecord,
  TagRecord,
  WorkOrderRecord,
} from './work-records.ts';

/** The upstream services, in the order of precedence when two of them state the same field. */
export const services = ['RELIATIC', 'MAINTAINKIT', 'MAINTIO', 'MAINTAINX', 'UNIASSET'] as const;
export type Service = (typeof services)[number];

/** How a record reached the gateway: read by a sweep, told by a webhook, or answered to a write. */
export type SourceVia = 'POLL' | 'WEBHOOK' | 'WRITE';

export const assetTypes = ['VESSEL', 'PIPING', 'TANK', 'HEAT_EXCHANGER', 'ROTATING'] as const;
export type AssetType = (typeof assetTypes)[number];
export type Lifecycle = 'ACTIVE' | 'INACTIVE' | 'DECOMMISSIONED';
export type Operational = 'RUNNING' | 'DOWN' | 'IN_MAINTENANCE';
export type ActionPriority = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
export type AlertSeverity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

export interface AssetRecord {
  kind: 'asset';
  tagNumber: string | null;
  name: string;
  description: string | null;
  type: OrUnknown<AssetType>;
  lifecycle: OrUnknown<Lifecycle>;
  operational: OrUnknown<Operational>;
  manufacturer: string | null;
  model: string | null;
  serialNumber: string | null;
  barcode: string | null;
  location: string | null;
  /** The parent asset's id in the same service. */
  parentId: string | null;
}

/** What only the single-asset endpoint tells: read more rarely than the asset itself. */
export interface AssetDetailRecord {
  kind: 'assetDetail';
  remainingLifeYears: Big | null;
}

export interface InspectionRecord {
  kind: 'inspection';
  assetId: string;
  type: OrUnknown<InspectionType>;
  /** Calendar date, YYYY-MM-DD. */
  date: string;
  inspectorName: string;
  /** As the service computed it. */
  effectiveness: OrUnknown<EffectivenessLevel>;
  coveragePercent: Big | null;
  thicknessMm: Big | null;
}

export interface FailureModeRecord {
  kind: 'failureMode';
  assetId: string;
  description: string;
  effect: string | null;
  cause: string | null;
  severity: number;
  occurrence: number;
  detection: number;
  /** As the service states it; the graph's own is always the product of the three ratings. */
  statedRpn: number | null;
  /** As the service classed it. */
  priority: OrUnknown<PriorityClass>;
}

export interface ActionRecord {
  kind: 'action';
  assetId: string;
  failureModeId: string | null;
  title: string;
  description: string | null;
  status: OrUnknown<ActionStatus>;
  priority: OrUnknown<ActionPriority>;
  assigneeId: string | null;
  /** Calendar date, YYYY-MM-DD. */
  dueDate: string | null;
}

export interface RiskAssessmentRecord {
  kind: 'riskAssessment';
  assetId: string;
  probabilityOfFailure: number;
  consequenceOfFailure: number;
  /** As the service ranked it; null when its word is no level, and the replica ranks by the tenant's matrix. */
  level: RiskLevel | null;
  assessedAt: Date;
}

/** One escalation of an overdue action, as a service announced it. */
export interface AlertRecord {
  kind: 'alert';
  assetId: string | null;
  actionId: string | null;
  title: string;
  severity: OrUnknown<AlertSeverity>;
  /** 1..4 on the escalation ladder. */
  level: number;
  escalatedTo: string | null;
  slaDueAt: Date | null;
}

export interface PartRecord {
  kind: 'part';
  sku: string;
  name: string;
  description: string | null;
  unit: string | null;
  reorderPoint: Big | null;
  unitCost: Money | null;
}

/** A place: where stock is kept, or where equipment stands. */
export interface LocationRecord {
  kind: 'location';
  name: string;
  description: string | null;
  address: string | null;
  barcode: string | null;
  /** The surrounding place's id in the same service. */
  parentId: string | null;
}

/** The service's own total for a part at a location; the graph's is the sum of the ledger. */
export interface StockLevelRecord {
  kind: 'stockLevel';
  partId: string;
  locationId: string;
  onHand: Big;
}

/** One row of the append-only stock ledger. */
export interface StockMovementRecord {
  kind: 'stockMovement';
  movement: OrUnknown<MovementKind>;
  partId: string;
  locationId: string;
  quantityDelta: Big;
  unitCost: Money | null;
  recordedAt: Date;
}

/** A part's total as a webhook or a write's answer told it, ahead of the ledger row that will confirm it. */
export interface StockNoticeRecord {
  kind: 'stockNotice';
  partId: string;
  /** Where the stock moved, when the notice says so. */
  locationId: string | null;
  onHand: Big;
}

export type DomainRecord =
  | AssetRecord
  | AssetDetailRecord
  | InspectionRecord
  | FailureModeRecord
  | ActionRecord
  | RiskAssessmentRecord
  | AlertRecord
  | PartRecord
  | LocationRecord
  | StockLevelRecord
  | StockMovementRecord
  | StockNoticeRecord
  | WorkOrderRecord
  | MaintenanceRecordRecord
  | TagRecord
  | PersonRecord
  | AssignmentRecord
  | PositionRecord
  | SignalRecord;

export type RecordKind = DomainRecord['kind'];

/** A record as a connector read it: the bytes' meaning beside the wire shape it came from. */
export interface Observation {
  externalId: string;
  /** The wire shape as the service sent it, unknown fields included: JSON with its keys in order, however it sent them. */
  payload: string;
  /** SHA-256 of the payload: equal records have equal ones. */
  hash: string;
  /** The service's own version of the record (its updated_at), or null where it has none. */
  version: Date | null;
  /** When the service had the record in this state, by its own clock as nearly as the gateway can tell. */
  observedAt: Date;
  record: DomainRecord;
}

/** A record that its service says it no longer has. */
export interface GoneRecord {
  kind: RecordKind;
  externalId: string;
  /** When, by the service's own clock as nearly as the gateway can tell. */
  at: Date;
}
