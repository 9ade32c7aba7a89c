/** Assets, inspections, failure modes, actions and risk assessments: one row a record. */
import type { Transaction } from '../../database/database.ts';
import { defaultRiskMatrix, rankRisk, riskCell } from '../../domain/rbi.ts';
import type {
  ActionRecord,
  AssetRecord,
  DomainRecord,
  FailureModeRecord,
  InspectionRecord,
  RiskAssessmentRecord,
} from '../../domain/records.ts';
import { actionEntity } from '../model/action.ts';
import { assetEntity } from '../model/asset.ts';
import { failureModeEntity } from '../model/failure-mode.ts';
import { inspectionEntity } from '../model/inspection.ts';
import { riskAssessmentEntity } from '../model/risk-assessment.ts';
import { optionalReference, reference } from './identity.ts';
import type { Origin, SourceUpdate } from './source-records.ts';
import { upsertRows } from './upsert.ts';

export interface Changed<Record extends DomainRecord> {
  id: string;
  externalId: string;
  record: Record;
  /** The service's own version of it, where it has one. */
  version: Date | null;
  observedAt: Date;
}

type OfKind<Kind extends DomainRecord['kind']> = Extract<DomainRecord, { kind: Kind }>;

/** The changed records of one kind. */
export function recordsOf<Kind extends DomainRecord['kind']>(
  updates: readonly SourceUpdate[],
  kind: Kind,
): Changed<OfKind<Kind>>[] {
  return updates.flatMap(({ observation: { record, externalId, version, observedAt }, objectId }) =>
    isOfKind(record, kind) ? [{ id: objectId, externalId, record, version, observedAt }] : [],
  );
}

function isOfKind<Kind extends DomainRecord['kind']>(record: DomainRecord, kind: Kind): record is OfKind<Kind> {
  return record.kind === kind;
}

export async function projectReliability(
  tx: Transaction,
  origin: Origin,
  updates: readonly SourceUpdate[],
): Promise<void> {
  const { tenantId } = origin;
  await upsertRows(
    tx,
    assetEntity,
    tenantId,
    recordsOf(updates, 'asset').map((each) => assetRow(origin, each)),
  );
  await upsertRows(
    tx,
    inspectionEntity,
    tenantId,
    recordsOf(updates, 'inspection').map((each) => inspectionRow(origin, each)),
  );
  await upsertRows(
    tx,
    failureModeEntity,
    tenantId,
    recordsOf(updates, 'failureMode').map((each) => failureModeRow(origin, each)),
  );
  await upsertRows(
    tx,
    actionEntity,
    tenantId,
    recordsOf(updates, 'action').map((each) => actionRow(origin, each)),
  );
  const assessments = recordsOf(updates, 'riskAssessment').map((each) => riskAssessmentRow(origin, each));
  await upsertRows(tx, riskAssessmentEntity, tenantId, assessments);
  await markCurrentAssessments(
    tx,
    tenantId,
    assessments.map(({ assetId }) => assetId),
  );
}

/** What only the single-asset endpoint tells, on the asset's row. */
export async function projectAssetDetails(
  tx: Transaction,
  { tenantId }: Origin,
  details: readonly Changed<OfKind<'assetDetail'>>[],
): Promise<void> {
  if (details.length === 0) return;
  await tx.$executeRaw`
    update asset a set remaining_life_years = d.years::numeric
    from unnest(${details.map(({ id }) => id)}::text[],
      ${details.map(({ record }) => record.remainingLifeYears?.toFixed() ?? null)}::text[]) as d(id, years)
    where a.tenant_id = ${tenantId} and a.id = d.id and a.remaining_life_years is distinct from d.years::numeric`;
}

const assetRow = (origin: Origin, { id, record }: Changed<AssetRecord>) => ({
  id,
  tagNumber: record.tagNumber,
  name: record.name,
  description: record.description,
  type: record.type,
  lifecycle: record.lifecycle,
  operational: record.operational,
  manufacturer: record.manufacturer,
  model: record.model,
  serialNumber: record.serialNumber,
  barcode: record.barcode,
  location: record.location,
  parentId: optionalReference(origin, assetEntity, record.parentId),
});

const inspectionRow = (origin: Origin, { id, record }: Changed<InspectionRecord>) => ({
  id,
  assetId: reference(origin, assetEntity, record.assetId),
  type: record.type,
  date: record.date,
  inspectorName: record.inspectorName,
  effectiveness: record.effectiveness,
  coveragePercent: record.coveragePercent?.toFixed() ?? null,
  thicknessMm: record.thicknessMm?.toFixed() ?? null,
});

const failureModeRow = (origin: Origin, { id, record }: Changed<FailureModeRecord>) => ({
  id,
  assetId: reference(origin, assetEntity, record.assetId),
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

const actionRow = (origin: Origin, { id, record }: Changed<ActionRecord>) => ({
  id,
  assetId: reference(origin, assetEntity, record.assetId),
  failureModeId: optionalReference(origin, failureModeEntity, record.failureModeId),
  title: record.title,
  description: record.description,
  status: record.status,
  priority: record.priority,
  assignee: record.assigneeId,
  dueDate: record.dueDate,
});

/** The service's own ranking where it states one, else ours; the version says by which matrix. */
function riskAssessmentRow(origin: Origin, { id, record }: Changed<RiskAssessmentRecord>) {
  const { probabilityOfFailure, consequenceOfFailure } = record;
  return {
    id,
    assetId: reference(origin, assetEntity, record.assetId),
    probabilityOfFailure,
    consequenceOfFailure,
    cell: riskCell(probabilityOfFailure, consequenceOfFailure),
    level: record.level ?? rankRisk(defaultRiskMatrix, probabilityOfFailure, consequenceOfFailure).level,
    matrixVersion: record.level ? origin.service.toLowerCase() : defaultRiskMatrix.version,
    assessedAt: record.assessedAt,
  };
}

/** Marks the latest assessment of each asset: the asset's risk ranking, read without a sort. */
async function markCurrentAssessments(tx: Transaction, tenantId: string, assetIds: readonly string[]): Promise<void> {
  if (assetIds.length === 0) return;
  await tx.$executeRaw`
    update risk_assessment r set is_current = (r.id = latest.id)
    from (select distinct on (asset_id) asset_id, id from risk_assessment
      where tenant_id = ${tenantId} and asset_id = any(${[...new Set(assetIds)]}::text[])
      order by asset_id, assessed_at desc, id desc) latest
    where r.tenant_id = ${tenantId} and r.asset_id = latest.asset_id
      and r.is_current is distinct from (r.id = latest.id)`;
}
