import Big from 'big.js';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { LoggedEvent } from '../../events/catalogue.ts';
import { partEntity, type PartRow, type StockLevelRow, type StockMovementRow } from '../../replica/model/stock.ts';
import type { GraphContext } from '../context.ts';
import { badUserInput } from '../errors/bad-user-input.ts';
import { requireId } from '../node/require-id.ts';
import { childPage, listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { encodeEventCursor } from '../scalars/event-cursor.ts';
import { Money } from '../scalars/money.ts';
import { eventStream } from '../subscription/event-stream.ts';
import { PartsArgs, StockLevelsArgs, StockMovementsArgs } from './stock.inputs.ts';
import { partList, stockLevelList, stockMovementList } from './stock.lists.ts';
import { Part, PartConnection, StockLevelConnection, StockLowItem, StockMovementConnection } from './stock.types.ts';

const levelsOfPart = { ...stockLevelList, parentColumn: 'part_id' };
const movementsOfPart = { ...stockMovementList, parentColumn: 'part_id' };

@Resolver(() => Part)
export class PartResolver {
  @Query(() => Part, {
    nullable: true,
    description: 'The part with this id or this sku; null when the tenant has none.',
  })
  part(
    @Arg('id', () => ID, { nullable: true, description: 'As `Part.id` gives it.' }) id: string | null,
    @Arg('sku', () => String, { nullable: true, description: 'As `Part.sku` gives it.' }) sku: string | null,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PartRow | null> {
    const shape = nodeShape<PartRow>(info, 'Part', partEntity);
    if ((id ?? null) !== null && (sku ?? null) !== null)
      throw badUserInput('sku', 'can not be asked for together with id');
    if (sku) return replica.partBySku(shape, sku);
    if (!id) throw badUserInput('id', 'or sku must be given');
    requireId(id, 'prt', 'a part');
    return replica.partById(shape, id);
  }

  @Query(() => PartConnection, { description: 'The spare parts, by sku.' })
  parts(
    @Args(() => PartsArgs) args: PartsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<PartRow>> {
    return listPage(context, info, partList, args);
  }

  @Extensions({ needs: ['unitCostMinor', 'currency'] })
  @FieldResolver(() => Money, { nullable: true, description: 'What one unit costs, as the part states it.' })
  unitCost(@Root() { unitCostMinor, currency }: PartRow): Money | null {
    return unitCostMinor === null || currency === null ? null : { amountMinor: unitCostMinor, currency };
  }

  @Extensions({ needs: ['averageCostMinor', 'currency'] })
  @FieldResolver(() => Money, {
    nullable: true,
    description:
      'What one unit in stock cost on average (moving average), half-up to minor units; null when nothing is in stock.',
  })
  averageCost(@Root() { averageCostMinor, currency }: PartRow): Money | null {
    if (averageCostMinor === null || currency === null) return null;
    return { amountMinor: new Big(averageCostMinor).round(0, Big.roundHalfUp).toNumber(), currency };
  }

  @FieldResolver(() => StockLevelConnection, { description: 'How much of it is where.' })
  stockLevels(
    @Root() part: PartRow,
    @Args(() => StockLevelsArgs) args: StockLevelsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<StockLevelRow>> {
    return childPage(context, info, levelsOfPart, args, part, context.replica.stockLevelsByPartId);
  }

  @FieldResolver(() => StockMovementConnection, { description: 'Its rows of the ledger, the latest first.' })
  movements(
    @Root() part: PartRow,
    @Args(() => StockMovementsArgs) args: StockMovementsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<StockMovementRow>> {
    return childPage(context, info, movementsOfPart, args, part, context.replica.movementsByPartId);
  }

  @Subscription(() => StockLowItem, {
    subscribe: ({ args, context }) => subscribeToLowStock(context as GraphContext, args),
    description: 'Tells each time a part falls to its reorder point or below: once, and again after it was above.',
  })
  stockLow(
    @Root() { tenantId, position, occurredAt, payload }: LoggedEvent<'stock.low'>,
    @Arg('partIds', () => [ID], { nullable: true, description: 'Only for these parts.' }) _partIds: string[] | null,
  ): StockLowItem & { partId: string } {
    return { cursor: encodeEventCursor(tenantId, position), occurredAt, ...payload };
  }
}

function subscribeToLowStock(context: GraphContext, { partIds = null }: { partIds?: string[] | null }) {
  for (const id of partIds ?? []) requireId(id, 'prt', 'a part', 'partIds');
  const wanted = partIds && new Set(partIds);
  return eventStream(context, 'stock.low', ({ subjectId }) => wanted === null || wanted.has(subjectId));
}

@Resolver(() => StockLowItem)
export class StockLowItemResolver {
  @FieldResolver(() => Part, { nullable: true, description: 'The part as it is now.' })
  part(@Root() { partId }: { partId: string }, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.partById(nodeShape<PartRow>(info, 'Part', partEntity), partId);
  }
}
