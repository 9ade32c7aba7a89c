/** Where an object of each type is read from, by the first letters of its id. */
import type { GraphQLResolveInfo } from 'graphql';
import { actionEntity } from '../../replica/model/action.ts';
import { alertEntity } from '../../replica/model/alert.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import { dataQualityIssueEntity } from '../../replica/model/data-quality-issue.ts';
import type { Entity } from '../../replica/model/entity.ts';
import { failureModeEntity } from '../../replica/model/failure-mode.ts';
import { assignmentEntity, positionEntity, signalEntity } from '../../replica/model/field-data.ts';
import { identitySuggestionEntity } from '../../replica/model/identity-suggestion.ts';
import { inspectionEntity } from '../../replica/model/inspection.ts';
import { maintenanceRecordEntity } from '../../replica/model/maintenance-record.ts';
import { personEntity } from '../../replica/model/person.ts';
import { riskAssessmentEntity } from '../../replica/model/risk-assessment.ts';
import { partEntity, stockLevelEntity, stockLocationEntity, stockMovementEntity } from '../../replica/model/stock.ts';
import { tagEntity } from '../../replica/model/tag.ts';
import { workOrderEntity, workOrderPartEntity } from '../../replica/model/work-order.ts';
import { prefixOf } from '../../replica/object-id.ts';
import type { Shape } from '../../replica/read/shape.ts';
import type { TenantReplica } from '../../replica/read/tenant-replica.ts';
import type { GraphContext } from '../context.ts';
import { typeNameByPrefix } from '../relay/node.type.ts';
import { nodeShape } from '../relay/selection.ts';

export type Found = { id: string } | null;
type Load = (replica: TenantReplica) => (shape: Shape<never>, id: string) => Promise<Found>;

export interface ObjectSource {
  /** Name of the type in the schema. */
  typeName: string;
  entity: Entity;
  load: Load;
}

const sources: readonly (readonly [Entity, Load])[] = [
  [assetEntity, ({ assetById }) => assetById],
  [inspectionEntity, ({ inspectionById }) => inspectionById],
  [failureModeEntity, ({ failureModeById }) => failureModeById],
  [actionEntity, ({ actionById }) => actionById],
  [riskAssessmentEntity, ({ riskAssessmentById }) => riskAssessmentById],
  [alertEntity, ({ alertById }) => alertById],
  [partEntity, ({ partById }) => partById],
  [stockLocationEntity, ({ stockLocationById }) => stockLocationById],
  [stockLevelEntity, ({ stockLevelById }) => stockLevelById],
  [stockMovementEntity, ({ stockMovementById }) => stockMovementById],
  [identitySuggestionEntity, ({ identitySuggestionById }) => identitySuggestionById],
  [dataQualityIssueEntity, ({ dataQualityIssueById }) => dataQualityIssueById],
  [workOrderEntity, ({ workOrderById }) => workOrderById],
  [workOrderPartEntity, ({ workOrderPartById }) => workOrderPartById],
  [maintenanceRecordEntity, ({ maintenanceRecordById }) => maintenanceRecordById],
  [tagEntity, ({ tagById }) => tagById],
  [personEntity, ({ personById }) => personById],
  [assignmentEntity, ({ assignmentById }) => assignmentById],
  [positionEntity, ({ positionById }) => positionById],
  [signalEntity, ({ signalById }) => signalById],
];

export const objectSourceByPrefix: Readonly<Record<string, ObjectSource>> = Object.fromEntries(
  sources.map(([entity, load]) => [entity.prefix, { typeName: typeNameByPrefix[entity.prefix] ?? '', entity, load }]),
);

/** The object that the field answers with, its columns those that the fragment on its type asks for. */
export async function objectOf({ replica }: GraphContext, info: GraphQLResolveInfo, id: string): Promise<Found> {
  const source = objectSourceByPrefix[prefixOf(id) ?? ''];
  return source ? source.load(replica)(nodeShape<never>(info, source.typeName, source.entity), id) : null;
}
