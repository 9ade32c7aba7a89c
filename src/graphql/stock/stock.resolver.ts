import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { recordStockMovement } from '../../commands/record-stock-movement.ts';
import {
  partEntity,
  stockLocationEntity,
  stockMovementEntity,
  type PartRow,
  type StockLevelRow,
  type StockLocationRow,
  type StockMovementRow,
} from '../../replica/model/stock.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { childPage, listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { Money } from '../scalars/money.ts';
import { RecordStockMovementInput } from './movement.inputs.ts';
import { LocationsArgs, StockLevelsArgs, StockMovementsArgs } from './stock.inputs.ts';
import { locationList, stockLevelList, stockMovementList } from './stock.lists.ts';
import { RecordStockMovementPayload } from './stock.payload.ts';
import {
  Location,
  LocationConnection,
  Part,
  StockLevel,
  StockLevelConnection,
  StockMovement,
  StockMovementConnection,
} from './stock.types.ts';

const partOf = (partId: string, { replica }: GraphContext, info: GraphQLResolveInfo) =>
  replica.partById(nodeShape<PartRow>(info, 'Part', partEntity), partId);

const locationOf = (locationId: string, { replica }: GraphContext, info: GraphQLResolveInfo) =>
  replica.stockLocationById(nodeShape<StockLocationRow>(info, 'Location', stockLocationEntity), locationId);

const levelsAtLocation = { ...stockLevelList, parentColumn: 'location_id' };

@Resolver(() => Location)
export class LocationResolver {
  @Query(() => LocationConnection, { description: 'The places where stock is kept and equipment stands, by name.' })
  locations(
    @Args(() => LocationsArgs) args: LocationsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<StockLocationRow>> {
    return listPage(context, info, locationList, args);
  }

  @Extensions({ needs: ['parentId'] })
  @FieldResolver(() => Location, { nullable: true, description: 'The place that it is in; null for the outermost.' })
  parent(@Root() { parentId }: StockLocationRow, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return parentId && locationOf(parentId, context, info);
  }

  @FieldResolver(() => StockLevelConnection, { description: 'What is there.' })
  stockLevels(
    @Root() location: StockLocationRow,
    @Args(() => StockLevelsArgs) args: StockLevelsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<StockLevelRow>> {
    return childPage(context, info, levelsAtLocation, args, location, context.replica.stockLevelsByLocationId);
  }
}

@Resolver(() => StockLevel)
export class StockLevelResolver {
  @Query(() => StockLevelConnection, { description: 'How much of which part is where.' })
  stockLevels(
    @Args(() => StockLevelsArgs) args: StockLevelsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<StockLevelRow>> {
    return listPage(context, info, stockLevelList, args);
  }

  @Extensions({ needs: ['partId'] })
  @FieldResolver(() => Part, { nullable: true, description: 'The part.' })
  part(@Root() { partId }: StockLevelRow, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return partOf(partId, context, info);
  }

  @Extensions({ needs: ['locationId'] })
  @FieldResolver(() => Location, { nullable: true, description: 'The location.' })
  location(@Root() { locationId }: StockLevelRow, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return locationOf(locationId, context, info);
  }
}

@Resolver(() => StockMovement)
export class StockMovementResolver {
  @Query(() => StockMovementConnection, { description: 'The stock ledger, the latest row first.' })
  stockMovements(
    @Args(() => StockMovementsArgs) args: StockMovementsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<StockMovementRow>> {
    return listPage(context, info, stockMovementList, args);
  }

  @Extensions({ needs: ['unitCostMinor', 'currency'] })
  @FieldResolver(() => Money, { nullable: true, description: 'What one unit cost, on a receipt that says so.' })
  unitCost(@Root() { unitCostMinor, currency }: StockMovementRow): Money | null {
    return unitCostMinor === null || currency === null ? null : { amountMinor: unitCostMinor, currency };
  }

  @Extensions({ needs: ['partId'] })
  @FieldResolver(() => Part, { nullable: true, description: 'The part that moved.' })
  part(@Root() { partId }: StockMovementRow, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return partOf(partId, context, info);
  }

  @Extensions({ needs: ['locationId'] })
  @FieldResolver(() => Location, { nullable: true, description: 'Where it moved.' })
  location(@Root() { locationId }: StockMovementRow, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return locationOf(locationId, context, info);
  }

  @Mutation(() => RecordStockMovementPayload, { description: 'Adds a movement to the stock ledger, in MaintainKit.' })
  async recordStockMovement(
    @Arg('input', () => RecordStockMovementInput, { description: 'What moves, and how.' })
    input: RecordStockMovementInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, recordStockMovement, input));
  }
}

@Resolver(() => RecordStockMovementPayload)
export class RecordStockMovementPayloadResolver {
  @FieldResolver(() => Part, { nullable: true, description: 'The part as it is now; null when nothing moved.' })
  part(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return changed(payload, 'partId', (id) => partOf(id, context, info));
  }

  @FieldResolver(() => StockMovement, {
    nullable: true,
    description:
      'The row of the ledger, of a transfer the one that takes away; null when nothing moved, or while the ledger can not be read.',
  })
  movement(@Root() payload: CommandPayload, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    const shape = nodeShape<StockMovementRow>(info, 'StockMovement', stockMovementEntity);
    return changed(payload, 'movementId', (id) => replica.stockMovementById(shape, id));
  }
}
