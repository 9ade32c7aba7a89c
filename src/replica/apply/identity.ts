/** Which object of the graph a record tells of. */
import type { DomainRecord, Observation, RecordKind } from '../../domain/records.ts';
import { actionEntity } from '../model/action.ts';
import { alertEntity } from '../model/alert.ts';
import { assetEntity } from '../model/asset.ts';
import type { Entity } from '../model/entity.ts';
import { failureModeEntity } from '../model/failure-mode.ts';
import { inspectionEntity } from '../model/inspection.ts';
import { riskAssessmentEntity } from '../model/risk-assessment.ts';
import {
  partEntity,
  stockLevelEntity,
  stockLocationEntity,
  stockMovementEntity,
  stockNoticeEntity,
} from '../model/stock.ts';
import { assignmentEntity, positionEntity, signalEntity } from '../model/field-data.ts';
import { maintenanceRecordEntity } from '../model/maintenance-record.ts';
import { personEntity } from '../model/person.ts';
import { tagEntity } from '../model/tag.ts';
import { workOrderEntity } from '../model/work-order.ts';
import { objectId } from '../object-id.ts';
import type { Origin } from './source-records.ts';

const entities: { readonly [Kind in RecordKind]: Entity | null } = {
  asset: assetEntity,
  assetDetail: null,
  inspection: inspectionEntity,
  failureMode: failureModeEntity,
  action: actionEntity,
  riskAssessment: riskAssessmentEntity,
  alert: alertEntity,
  part: partEntity,
  location: stockLocationEntity,
  stockLevel: stockLevelEntity,
  stockMovement: stockMovementEntity,
  stockNotice: stockNoticeEntity,
  workOrder: workOrderEntity,
  maintenanceRecord: maintenanceRecordEntity,
  tag: tagEntity,
  person: personEntity,
  assignment: assignmentEntity,
  position: positionEntity,
  signal: signalEntity,
};

/** The table whose rows are one for one the records of a kind; null for records that tell of another's row. */
export const entityOfKind = (kind: RecordKind): Entity | null => entities[kind];

/** The id of a service's object as a reference names it. */
export const reference = (origin: Origin, target: Entity, externalId: string): string =>
  objectId(target.prefix, origin.tenantId, origin.service, externalId);

export const optionalReference = (origin: Origin, target: Entity, externalId: string | null): string | null =>
  externalId === null ? null : reference(origin, target, externalId);

/** An action climbs one ladder: its alert is named after the action, whoever announces a level. */
export const alertIdOf = (origin: Origin, actionId: string): string => reference(origin, alertEntity, actionId);

export const stockLevelIdOf = (origin: Origin, partId: string, locationId: string): string =>
  reference(origin, stockLevelEntity, `${partId}:${locationId}`);

export function objectIdOf(origin: Origin, { record, externalId }: Observation): string {
  const own = entities[record.kind];
  return own && record.kind !== 'alert' && record.kind !== 'stockLevel'
    ? reference(origin, own, externalId)
    : borrowedId(origin, record, externalId);
}

function borrowedId(origin: Origin, record: DomainRecord, externalId: string): string {
  switch (record.kind) {
    case 'alert':
      return record.actionId === null
        ? reference(origin, alertEntity, `alert:${externalId}`)
        : alertIdOf(origin, record.actionId);
    case 'stockLevel':
      return stockLevelIdOf(origin, record.partId, record.locationId);
    default:
      return reference(origin, assetEntity, externalId);
  }
}
