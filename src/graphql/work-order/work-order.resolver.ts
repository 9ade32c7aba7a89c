import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { isWorkOrderOverdue } from '../../domain/work-order.ts';
import type { OrUnknown } from '../../domain/or-unknown.ts';
import type { WorkOrderStatus } from '../../domain/work-records.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import type { PersonRow } from '../../replica/model/person.ts';
import { partEntity, stockLocationEntity } from '../../replica/model/stock.ts';
import { workOrderEntity, type WorkOrderPartRow, type WorkOrderRow } from '../../replica/model/work-order.ts';
import type { SourceRow } from '../../replica/read/sources.ts';
import { Asset } from '../asset/asset.type.ts';
import type { GraphContext } from '../context.ts';
import { requireId } from '../node/require-id.ts';
import { PersonConnection } from '../person/person.type.ts';
import { PageArgs } from '../relay/page-args.ts';
import { childPage, listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { Money } from '../scalars/money.ts';
import { Source } from '../source/source.type.ts';
import { Location, Part } from '../stock/stock.types.ts';
import { WorkOrdersArgs } from './work-order.inputs.ts';
import { assigneeList, workOrderList, workOrderPartList } from './work-order.list.ts';
import { WorkOrder, WorkOrderConnection, WorkOrderPart, WorkOrderPartConnection } from './work-order.type.ts';

@Resolver(() => WorkOrder)
export class WorkOrderResolver {
  @Query(() => WorkOrder, {
    nullable: true,
    description: 'The work order with this id; null when the tenant has none.',
  })
  workOrder(
    @Arg('id', () => ID, { description: 'As `WorkOrder.id` gives it.' }) id: string,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WorkOrderRow | null> {
    requireId(id, 'wor', 'a work order');
    return replica.workOrderById(nodeShape(info, 'WorkOrder', workOrderEntity), id);
  }

  @Query(() => WorkOrderConnection, { description: "The plant's work orders, the latest first." })
  workOrders(
    @Args(() => WorkOrdersArgs) args: WorkOrdersArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<WorkOrderRow>> {
    return listPage(context, info, workOrderList, args);
  }

  @Extensions({ needs: ['status', 'dueDate'] })
  @FieldResolver(() => Boolean, {
    description: 'Its due date has passed and it is neither done, cancelled nor skipped.',
  })
  isOverdue(@Root() { status, dueDate }: WorkOrderRow, @Ctx() { clock }: GraphContext): boolean {
    const dueAt = dueDate === null ? null : new Date(dueDate);
    return isWorkOrderOverdue({ dueAt, status: status as OrUnknown<WorkOrderStatus> }, clock.now());
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset it is done on, where there is one.' })
  asset(@Root() { assetId }: WorkOrderRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return assetId && replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }

  @Extensions({ needs: ['locationId'] })
  @FieldResolver(() => Location, { nullable: true, description: 'Where it is done, where the service says so.' })
  location(@Root() { locationId }: WorkOrderRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return locationId && replica.stockLocationById(nodeShape(info, 'Location', stockLocationEntity), locationId);
  }

  @FieldResolver(() => PersonConnection, { description: 'Who is to do it, by name. Teams are left out.' })
  assignees(
    @Root() workOrder: WorkOrderRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<PersonRow>> {
    return childPage(context, info, assigneeList, args, workOrder, context.replica.assigneesByWorkOrderId);
  }

  @FieldResolver(() => WorkOrderPartConnection, { description: 'What it uses, by name.' })
  parts(
    @Root() workOrder: WorkOrderRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<WorkOrderPartRow>> {
    return childPage(context, info, workOrderPartList, args, workOrder, context.replica.partsByWorkOrderId);
  }
}

@Resolver(() => WorkOrderPart)
export class WorkOrderPartResolver {
  @Extensions({ needs: ['unitCostMinor', 'currency'] })
  @FieldResolver(() => Money, { nullable: true, description: 'What one unit costs, as the work order states it.' })
  unitCost(@Root() { unitCostMinor, currency }: WorkOrderPartRow): Money | null {
    return unitCostMinor === null || currency === null ? null : { amountMinor: unitCostMinor, currency };
  }

  @Extensions({ needs: ['name'] })
  @FieldResolver(() => Part, {
    nullable: true,
    description: 'The spare part in MaintainKit whose sku is this name; null when there is none.',
  })
  part(@Root() { name }: WorkOrderPartRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.partBySku(nodeShape(info, 'Part', partEntity), name);
  }

  // It stands inside its work order's record and has none of its own.
  @Extensions({ needs: ['workOrderId'] })
  @FieldResolver(() => [Source], { description: 'Where its work order comes from and how fresh that is.' })
  sources(@Root() { workOrderId }: WorkOrderPartRow, @Ctx() { replica }: GraphContext): Promise<SourceRow[]> {
    return replica.sourcesByObjectId(workOrderId);
  }
}
