import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { actionEntity } from '../../replica/model/action.ts';
import { alertEntity } from '../../replica/model/alert.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import type { Entity } from '../../replica/model/entity.ts';
import { failureModeEntity } from '../../replica/model/failure-mode.ts';
import { identitySuggestionEntity } from '../../replica/model/identity-suggestion.ts';
import { assignmentEntity, positionEntity, signalEntity } from '../../replica/model/field-data.ts';
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
import { badUserInput } from '../errors/bad-user-input.ts';
import { Node, typeNameByPrefix } from '../relay/node.type.ts';
import { largestPage } from '../relay/page-args.ts';
import { nodeShape } from '../relay/selection.ts';
import { connectionNodes } from '../service-connection/service-connection.resolver.ts';

type Found = { id: string } | null;
type Find = (context: GraphContext, info: GraphQLResolveInfo, id: string) => Promise<Found>;

/** A row of the replica, its columns those that the fragment on its type asks for. */
function row(
  source: Entity,
  load: (replica: TenantReplica) => (shape: Shape<never>, id: string) => Promise<Found>,
): Find {
  return ({ replica }, info, id) => {
    const typeName = typeNameByPrefix[source.prefix] ?? '';
    return load(replica)(nodeShape<never>(info, typeName, source), id);
  };
}

/** How an object of each type is found, by the first letters of its id. */
const finders: Readonly<Record<string, Find>> = {
  ast: row(assetEntity, ({ assetById }) => assetById),
  ins: row(inspectionEntity, ({ inspectionById }) => inspectionById),
  fmo: row(failureModeEntity, ({ failureModeById }) => failureModeById),
  act: row(actionEntity, ({ actionById }) => actionById),
  rsk: row(riskAssessmentEntity, ({ riskAssessmentById }) => riskAssessmentById),
  alr: row(alertEntity, ({ alertById }) => alertById),
  prt: row(partEntity, ({ partById }) => partById),
  loc: row(stockLocationEntity, ({ stockLocationById }) => stockLocationById),
  lvl: row(stockLevelEntity, ({ stockLevelById }) => stockLevelById),
  mov: row(stockMovementEntity, ({ stockMovementById }) => stockMovementById),
  sug: row(identitySuggestionEntity, ({ identitySuggestionById }) => identitySuggestionById),
  wor: row(workOrderEntity, ({ workOrderById }) => workOrderById),
  wop: row(workOrderPartEntity, ({ workOrderPartById }) => workOrderPartById),
  mrc: row(maintenanceRecordEntity, ({ maintenanceRecordById }) => maintenanceRecordById),
  tag: row(tagEntity, ({ tagById }) => tagById),
  psn: row(personEntity, ({ personById }) => personById),
  asg: row(assignmentEntity, ({ assignmentById }) => assignmentById),
  pos: row(positionEntity, ({ positionById }) => positionById),
  sig: row(signalEntity, ({ signalById }) => signalById),
  con: async (context, _info, id) => (await connectionNodes(context)).find((node) => node.id === id) ?? null,
  cmd: ({ commands, viewer }, _info, id) => commands.find(viewer, id),
};

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'The object with this id, whatever its type; null when the tenant has none.',
  })
  node(
    @Arg('id', () => ID, { description: 'As `Node.id` gives it.' }) id: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Found> {
    return find(context, info, id, 'id');
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'The objects with these ids, in their order; null where the tenant has none.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: '1 to 100 of them.' }) ids: string[],
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Found>[] {
    if (ids.length < 1 || ids.length > largestPage) {
      throw badUserInput('ids', `must be 1 to ${largestPage}, not ${ids.length}`);
    }
    return ids.map((id) => find(context, info, id, 'ids'));
  }
}

function find(context: GraphContext, info: GraphQLResolveInfo, id: string, argument: string): Promise<Found> {
  const finder = finders[prefixOf(id) ?? ''];
  if (!finder) throw badUserInput(argument, `must be an id as \`Node.id\` gives it, not ${JSON.stringify(id)}`);
  return finder(context, info, id);
}
