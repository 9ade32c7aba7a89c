/** What is done on an asset, and what is known of it from the field. */
import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AssetRow } from '../../replica/model/asset.ts';
import {
  assignmentEntity,
  positionEntity,
  type AssignmentRow,
  type PositionRow,
  type SignalRow,
} from '../../replica/model/field-data.ts';
import type { MaintenanceRecordRow } from '../../replica/model/maintenance-record.ts';
import { personEntity, type PersonRow } from '../../replica/model/person.ts';
import type { PartRow } from '../../replica/model/stock.ts';
import type { TagRow } from '../../replica/model/tag.ts';
import type { WorkOrderRow } from '../../replica/model/work-order.ts';
import { shapeOf } from '../../replica/read/shape.ts';
import type { GraphContext } from '../context.ts';
import { assignmentList, signalList } from '../field-data/field-data.lists.ts';
import { AssignmentConnection, Position, SignalConnection } from '../field-data/field-data.types.ts';
import { SignalsArgs } from '../field-data/signal.inputs.ts';
import { MaintenanceRecordsArgs } from '../maintenance-record/maintenance-record.inputs.ts';
import { maintenanceRecordList } from '../maintenance-record/maintenance-record.list.ts';
import { MaintenanceRecordConnection } from '../maintenance-record/maintenance-record.type.ts';
import { Person } from '../person/person.type.ts';
import { lastOne, PageArgs } from '../relay/page-args.ts';
import { childPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { PartsArgs } from '../stock/stock.inputs.ts';
import { assetPartList } from '../stock/stock.lists.ts';
import { PartConnection } from '../stock/stock.types.ts';
import { TagsArgs } from '../tag/tag.inputs.ts';
import { tagList } from '../tag/tag.list.ts';
import { TagConnection } from '../tag/tag.type.ts';
import { WorkOrdersArgs } from '../work-order/work-order.inputs.ts';
import { workOrderList } from '../work-order/work-order.list.ts';
import { WorkOrderConnection } from '../work-order/work-order.type.ts';
import { Asset } from './asset.type.ts';

const assigneeOnly = shapeOf<typeof assignmentEntity.columns, AssignmentRow>(assignmentEntity, ['assignedToEmail']);

@Resolver(() => Asset)
export class AssetWorkResolver {
  @FieldResolver(() => WorkOrderConnection, { description: 'Work to be done on it, and done, the latest first.' })
  workOrders(
    @Root() asset: AssetRow,
    @Args(() => WorkOrdersArgs) args: WorkOrdersArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<WorkOrderRow>> {
    return childPage(context, info, workOrderList, args, asset, context.replica.workOrdersByAssetId);
  }

  @FieldResolver(() => MaintenanceRecordConnection, { description: 'What was done on it, the latest first.' })
  maintenanceRecords(
    @Root() asset: AssetRow,
    @Args(() => MaintenanceRecordsArgs) args: MaintenanceRecordsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<MaintenanceRecordRow>> {
    return childPage(context, info, maintenanceRecordList, args, asset, context.replica.maintenanceRecordsByAssetId);
  }

  @FieldResolver(() => PartConnection, {
    description:
      'Spare parts that its work orders use, by sku: those in MaintainKit whose sku a work order names. `WorkOrder.parts` has the quantities, and parts that are not in MaintainKit.',
  })
  parts(
    @Root() asset: AssetRow,
    @Args(() => PartsArgs) args: PartsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<PartRow>> {
    return childPage(context, info, assetPartList, args, asset, context.replica.partsByAssetId);
  }

  @FieldResolver(() => TagConnection, { description: 'The labels on it, by code. Not its tag number.' })
  tags(
    @Root() asset: AssetRow,
    @Args(() => TagsArgs) args: TagsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<TagRow>> {
    return childPage(context, info, tagList, args, asset, context.replica.tagsByAssetId);
  }

  @FieldResolver(() => SignalConnection, { description: 'What its devices told, the latest first.' })
  signals(
    @Root() asset: AssetRow,
    @Args(() => SignalsArgs) args: SignalsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<SignalRow>> {
    return childPage(context, info, signalList, args, asset, context.replica.signalsByAssetId);
  }

  @FieldResolver(() => Position, { nullable: true, description: 'Where it was last; null when nothing has told.' })
  async position(
    @Root() { id }: AssetRow,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PositionRow | null> {
    const shape = nodeShape<PositionRow>(info, 'Position', positionEntity);
    return (await replica.positionsByAssetId(shape, lastOne, id)).rows[0] ?? null;
  }

  @FieldResolver(() => AssignmentConnection, {
    description: 'Who had it and where it belonged, the latest first: the first one holds now.',
  })
  assignments(
    @Root() asset: AssetRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<AssignmentRow>> {
    return childPage(context, info, assignmentList, args, asset, context.replica.assignmentsByAssetId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description:
      'Whoever has it now, by its latest assignment; null when nobody has, or no service knows a person with that address.',
  })
  async assignee(
    @Root() { id }: AssetRow,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PersonRow | null> {
    const shape = nodeShape<PersonRow>(info, 'Person', personEntity);
    const [latest] = (await replica.assignmentsByAssetId(assigneeOnly, lastOne, id)).rows;
    const email = latest?.assignedToEmail ?? null;
    return email === null ? null : replica.personByEmail(shape, email);
  }
}
