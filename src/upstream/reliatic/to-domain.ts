/** Reliatic's records in the words of the graph. */
import type * as records from '../../domain/records.ts';
import { rowReader, storedReader, type RowReader } from '../row-reader.ts';
import { AlertState } from './conventions.ts';
import { ActionWire, AssetDetailWire, AssetWire, FailureModeWire, InspectionWire, RiskAssessmentWire } from './wire.ts';

/** What every record has in common. */
const anyRecord = {
  externalIdOf: ({ id }: { id: string }): string => id,
  versionOf: ({ updated_at }: { updated_at: Date | null }): Date | null => updated_at,
};

export const readAsset: RowReader<records.AssetRecord> = rowReader({
  kind: 'asset',
  ...anyRecord,
  schema: AssetWire,
  recordOf: (wire) => ({
    kind: 'asset',
    tagNumber: wire.tag_number,
    name: wire.name,
    description: wire.description,
    type: wire.asset_type,
    lifecycle: wire.status,
    operational: 'UNKNOWN',
    manufacturer: wire.manufacturer,
    model: wire.model,
    serialNumber: wire.serial_number,
    barcode: null,
    location: wire.location,
    parentId: wire.parent_id,
  }),
});

export const readAssetDetail: RowReader<records.AssetDetailRecord> = rowReader({
  kind: 'assetDetail',
  ...anyRecord,
  schema: AssetDetailWire,
  recordOf: (wire) => ({ kind: 'assetDetail', remainingLifeYears: wire.remaining_life_years }),
});

export const readInspection: RowReader<records.InspectionRecord> = rowReader({
  kind: 'inspection',
  ...anyRecord,
  schema: InspectionWire,
  recordOf: (wire) => ({
    kind: 'inspection',
    assetId: wire.asset_id,
    type: wire.inspection_type,
    date: wire.inspection_date,
    inspectorName: wire.inspector_name,
    effectiveness: wire.effectiveness,
    coveragePercent: wire.coverage_percent,
    thicknessMm: wire.thickness_mm,
  }),
});

export const readFailureMode: RowReader<records.FailureModeRecord> = rowReader({
  kind: 'failureMode',
  ...anyRecord,
  schema: FailureModeWire,
  recordOf: (wire) => ({
    kind: 'failureMode',
    assetId: wire.asset_id,
    description: wire.description,
    effect: wire.effect,
    cause: wire.cause,
    severity: wire.severity,
    occurrence: wire.occurrence,
    detection: wire.detection,
    statedRpn: wire.rpn,
    priority: wire.priority,
  }),
});

export const readAction: RowReader<records.ActionRecord> = rowReader({
  kind: 'action',
  ...anyRecord,
  schema: ActionWire,
  recordOf: (wire) => ({
    kind: 'action',
    assetId: wire.asset_id,
    failureModeId: wire.failure_mode_id,
    title: wire.title,
    description: wire.description,
    status: wire.status,
    priority: wire.priority,
    assigneeId: wire.assignee_id,
    dueDate: wire.due_date,
  }),
});

export const readRiskAssessment: RowReader<records.RiskAssessmentRecord> = rowReader({
  kind: 'riskAssessment',
  ...anyRecord,
  schema: RiskAssessmentWire,
  recordOf: (wire, { observedAt }) => ({
    kind: 'riskAssessment',
    assetId: wire.asset_id,
    probabilityOfFailure: wire.probability_of_failure,
    consequenceOfFailure: wire.consequence_of_failure,
    level: wire.risk_ranking,
    assessedAt: wire.assessed_at ?? wire.created_at ?? observedAt,
  }),
});

/** An alert is told by webhook alone: there is no endpoint to read it from. */
export const readAlert: RowReader<records.AlertRecord> = rowReader({
  kind: 'alert',
  schema: AlertState,
  externalIdOf: (wire) => wire.id,
  versionOf: () => null,
  recordOf: (wire) => ({
    kind: 'alert',
    assetId: wire.asset_id,
    actionId: wire.action_id,
    title: wire.title,
    severity: wire.severity,
    level: wire.level,
    escalatedTo: wire.escalated_to,
    slaDueAt: wire.sla_due_at,
  }),
});

export const readStored = storedReader({
  asset: readAsset,
  assetDetail: readAssetDetail,
  inspection: readInspection,
  failureMode: readFailureMode,
  action: readAction,
  riskAssessment: readRiskAssessment,
  alert: readAlert,
});
