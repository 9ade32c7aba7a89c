import { isoInstant } from './conventions.ts';

/** Rows as the columns hold them, and the JSON they become. Every field is always present, null where it is empty. */

export interface AssetRow {
  id: string;
  tag_number: string;
  name: string;
  description: string | null;
  asset_type: string;
  status: string;
  location: string | null;
  manufacturer: string | null;
  model: string | null;
  serial_number: string | null;
  parent_id: string | null;
  required_thickness_mm: string | null;
  created_at: Date;
}

export const assetColumns =
  'id, tag_number, name, description, asset_type, status, location, manufacturer, model, serial_number, parent_id, ' +
  'required_thickness_mm, created_at';

export const assetWire = (row: AssetRow): object => ({
  id: row.id,
  tag_number: row.tag_number,
  name: row.name,
  description: row.description,
  asset_type: row.asset_type,
  status: row.status,
  location: row.location,
  manufacturer: row.manufacturer,
  model: row.model,
  serial_number: row.serial_number,
  parent_id: row.parent_id,
  required_thickness_mm: numberOrNull(row.required_thickness_mm),
  created_at: isoInstant(row.created_at),
});

export interface InspectionRow {
  id: string;
  asset_id: string;
  inspection_type: string;
  inspection_date: string;
  inspector_name: string;
  coverage_percent: string | null;
  thickness_mm: string | null;
  effectiveness: string;
  created_at: Date;
}

export const inspectionColumns =
  'id, asset_id, inspection_type, inspection_date, inspector_name, coverage_percent, thickness_mm, effectiveness, ' +
  'created_at';

export const inspectionWire = (row: InspectionRow): object => ({
  id: row.id,
  asset_id: row.asset_id,
  inspection_type: row.inspection_type,
  inspection_date: row.inspection_date,
  inspector_name: row.inspector_name,
  coverage_percent: numberOrNull(row.coverage_percent),
  thickness_mm: numberOrNull(row.thickness_mm),
  effectiveness: row.effectiveness,
  created_at: isoInstant(row.created_at),
});

export interface FailureModeRow {
  id: string;
  asset_id: string;
  description: string;
  effect: string | null;
  cause: string | null;
  severity: number;
  occurrence: number;
  detection: number;
  rpn: number;
  priority: string;
  created_at: Date;
}

export const failureModeColumns =
  'id, asset_id, description, effect, cause, severity, occurrence, detection, rpn, priority, created_at';

export const failureModeWire = (row: FailureModeRow): object => ({
  id: row.id,
  asset_id: row.asset_id,
  description: row.description,
  effect: row.effect,
  cause: row.cause,
  severity: row.severity,
  occurrence: row.occurrence,
  detection: row.detection,
  rpn: row.rpn,
  priority: row.priority,
  created_at: isoInstant(row.created_at),
});

export interface ActionRow {
  id: string;
  asset_id: string;
  failure_mode_id: string | null;
  title: string;
  description: string | null;
  priority: string;
  status: string;
  assignee_id: string | null;
  due_date: string | null;
  created_at: Date;
}

export const actionColumns =
  'id, asset_id, failure_mode_id, title, description, priority, status, assignee_id, due_date, created_at';

export const actionWire = (row: ActionRow): object => ({
  id: row.id,
  asset_id: row.asset_id,
  failure_mode_id: row.failure_mode_id,
  title: row.title,
  description: row.description,
  priority: row.priority,
  status: row.status,
  assignee_id: row.assignee_id,
  due_date: row.due_date,
  created_at: isoInstant(row.created_at),
});

export interface RiskAssessmentRow {
  id: string;
  asset_id: string;
  probability_of_failure: number;
  consequence_of_failure: number;
  risk_ranking: string;
  assessed_at: Date;
}

export const riskAssessmentColumns =
  'id, asset_id, probability_of_failure, consequence_of_failure, risk_ranking, assessed_at';

export const riskAssessmentWire = (row: RiskAssessmentRow): object => ({
  id: row.id,
  asset_id: row.asset_id,
  probability_of_failure: row.probability_of_failure,
  consequence_of_failure: row.consequence_of_failure,
  risk_ranking: row.risk_ranking,
  assessed_at: isoInstant(row.assessed_at),
});

function numberOrNull(numeric: string | null): number | null {
  return numeric === null ? null : Number(numeric);
}
