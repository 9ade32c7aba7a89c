/** Inspections, failure modes, actions and risk assessments: one row a record. */
import type { Transaction } from '../../database/database.ts';
import { rankRisk, riskCell, type RiskMatrix } from '../../domain/rbi.ts';
import type { ActionRecord, FailureModeRecord, InspectionRecord, RiskAssessmentRecord } from '../../domain/records.ts';
import { rulesAt } from '../../domain/tenant-rules.ts';
import { actionEntity } from '../model/action.ts';
import { failureModeEntity } from '../model/failure-mode.ts';
import { inspectionEntity } from '../model/inspection.ts';
import { riskAssessmentEntity } from '../model/risk-assessment.ts';
import { tenantRulesHistory } from '../read/tenant-rules.ts';
import type { AssetReferences } from './asset-references.ts';
import { recordsOf, type Changed } from './changed-records.ts';
import { markCurrentAssessments } from './current-assessments.ts';
import { optionalReference } from './identity.ts';
import type { Origin, SourceUpdate } from './source-records.ts';
import { upsertRows } from './upsert.ts';

export async function projectReliability(
  tx: Transaction,
  origin: Origin,
  updates: readonly SourceUpdate[],
  assets: AssetReferences,
): Promise<void> {
  const { tenantId } = origin;
  const inspections = recordsOf(updates, 'inspection');
  await upsertRows(tx, inspectionEntity, tenantId, inspections, (each) => inspectionRow(assets, each));
  const failureModes = recordsOf(updates, 'failureMode');
  await upsertRows(tx, failureModeEntity, tenantId, failureModes, (each) => failureModeRow(assets, each));
  const actions = recordsOf(updates, 'action');
  await upsertRows(tx, actionEntity, tenantId, actions, (each) => actionRow(origin, assets, each));
  const assessments = recordsOf(updates, 'riskAssessment');
  const matrixAt = await matrices(tx, tenantId, assessments);
  await upsertRows(tx, riskAssessmentEntity, tenantId, assessments, (each) =>
    riskAssessmentRow(origin, assets, matrixAt, each),
  );
  await markCurrentAssessments(
    tx,
    tenantId,
    assessments.map(({ record }) => assets.of(record.assetId).assetId),
  );
}

const inspectionRow = (assets: AssetReferences, { id, record }: Changed<InspectionRecord>) => ({
  id,
  ...assets.of(record.assetId),
  type: record.type,
  date: record.date,
  inspectorName: record.inspectorName,
  effectiveness: record.effectiveness,
  coveragePercent: record.coveragePercent?.toFixed() ?? null,
  thicknessMm: record.thicknessMm?.toFixed() ?? null,
});

const failureModeRow = (assets: AssetReferences, { id, record }: Changed<FailureModeRecord>) => ({
  id,
  ...assets.of(record.assetId),
  description: record.description,
  effect: record.effect,
  cause: record.cause,
  severity: record.severity,
  occurrence: record.occurrence,
  detection: record.detection,
  // The product and not domain's rpn(): a service may hold ratings outside 1..10, and such a row must be kept.
  rpn: record.severity * record.occurrence * record.detection,
  statedRpn: record.statedRpn,
  priority: record.priority,
});

const actionRow = (origin: Origin, assets: AssetReferences, { id, record }: Changed<ActionRecord>) => ({
  id,
  ...assets.of(record.assetId),
  failureModeId: optionalReference(origin, failureModeEntity, record.failureModeId),
  title: record.title,
  description: record.description,
  status: record.status,
  priority: record.priority,
  assignee: record.assigneeId,
  dueDate: record.dueDate,
});

type MatrixAt = (moment: Date) => RiskMatrix;

/** The tenant's matrix as it was at a moment; not asked for where the service ranks by itself. */
async function matrices(
  tx: Transaction,
  tenantId: string,
  assessments: readonly Changed<RiskAssessmentRecord>[],
): Promise<MatrixAt> {
  const isAsked = assessments.some(({ record }) => record.level === null);
  const history = isAsked ? await tenantRulesHistory(tx, tenantId) : [];
  return (moment) => rulesAt(history, moment).riskMatrix;
}

/** The service's own ranking where it states one, else ours; the version says by which matrix. */
function riskAssessmentRow(
  origin: Origin,
  assets: AssetReferences,
  matrixAt: MatrixAt,
  { id, record }: Changed<RiskAssessmentRecord>,
) {
  const { probabilityOfFailure, consequenceOfFailure, assessedAt } = record;
  const matrix = matrixAt(assessedAt);
  return {
    id,
    ...assets.of(record.assetId),
    probabilityOfFailure,
    consequenceOfFailure,
    cell: riskCell(probabilityOfFailure, consequenceOfFailure),
    level: record.level ?? rankRisk(matrix, probabilityOfFailure, consequenceOfFailure).level,
    matrixVersion: record.level ? origin.service.toLowerCase() : matrix.version,
    assessedAt,
  };
}
