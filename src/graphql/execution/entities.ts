import { actionEntity } from '../../replica/model/action.ts';
import { alertEntity } from '../../replica/model/alert.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import type { Entity } from '../../replica/model/entity.ts';
import { failureModeEntity } from '../../replica/model/failure-mode.ts';
import { assignmentEntity, positionEntity, signalEntity } from '../../replica/model/field-data.ts';
import { inspectionEntity } from '../../replica/model/inspection.ts';
import { maintenanceRecordEntity } from '../../replica/model/maintenance-record.ts';
import { personEntity } from '../../replica/model/person.ts';
import { riskAssessmentEntity } from '../../replica/model/risk-assessment.ts';
import { partEntity, stockLevelEntity, stockLocationEntity, stockMovementEntity } from '../../replica/model/stock.ts';
import { tagEntity } from '../../replica/model/tag.ts';
import { workOrderEntity, workOrderPartEntity } from '../../replica/model/work-order.ts';
import { typeNameByPrefix } from '../relay/node.type.ts';

const entities: readonly Entity[] = [
  actionEntity,
  alertEntity,
  assetEntity,
  failureModeEntity,
  inspectionEntity,
  partEntity,
  riskAssessmentEntity,
  stockLevelEntity,
  stockLocationEntity,
  stockMovementEntity,
  workOrderEntity,
  workOrderPartEntity,
  maintenanceRecordEntity,
  tagEntity,
  personEntity,
  assignmentEntity,
  positionEntity,
  signalEntity,
];

/** The table that a type's objects are read from. */
export const entityByTypeName: Readonly<Record<string, Entity>> = Object.fromEntries(
  entities.map((entity) => [typeNameByPrefix[entity.prefix] ?? '', entity]),
);
