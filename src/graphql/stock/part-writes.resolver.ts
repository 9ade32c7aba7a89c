import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { createPart } from '../../commands/create-part.ts';
import { createStockLocation } from '../../commands/create-stock-location.ts';
import { updatePart } from '../../commands/update-part.ts';
import { partEntity, stockLocationEntity, type PartRow, type StockLocationRow } from '../../replica/model/stock.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { nodeShape } from '../relay/selection.ts';
import { CreatePartInput, CreateStockLocationInput, UpdatePartInput } from './part-writes.inputs.ts';
import { CreatePartPayload, CreateStockLocationPayload, UpdatePartPayload } from './part-writes.payload.ts';
import { Location, Part } from './stock.types.ts';

@Resolver()
export class PartWritesResolver {
  @Mutation(() => CreatePartPayload, { description: 'Adds a part to the catalogue, in MaintainKit.' })
  async createPart(
    @Arg('input', () => CreatePartInput, { description: 'What it is.' }) input: CreatePartInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, createPart, input));
  }

  @Mutation(() => UpdatePartPayload, { description: 'Changes what the catalogue says of a part, in MaintainKit.' })
  async updatePart(
    @Arg('input', () => UpdatePartInput, { description: 'Which one, and what.' }) input: UpdatePartInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, updatePart, input));
  }

  @Mutation(() => CreateStockLocationPayload, { description: 'Adds a place where stock is kept, in MaintainKit.' })
  async createStockLocation(
    @Arg('input', () => CreateStockLocationInput, { description: 'What it is.' }) input: CreateStockLocationInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, createStockLocation, input));
  }
}

function changedPart(payload: CommandPayload, { replica }: GraphContext, info: GraphQLResolveInfo) {
  return changed(payload, 'partId', (id) => replica.partById(nodeShape<PartRow>(info, 'Part', partEntity), id));
}

@Resolver(() => CreatePartPayload)
export class CreatePartPayloadResolver {
  @FieldResolver(() => Part, { nullable: true, description: 'The new part; null when it was not made.' })
  part(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return changedPart(payload, context, info);
  }
}

@Resolver(() => UpdatePartPayload)
export class UpdatePartPayloadResolver {
  @FieldResolver(() => Part, {
    nullable: true,
    description: 'The part as it is now, also when it was found changed; null when it was refused otherwise.',
  })
  part(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return changedPart(payload, context, info);
  }
}

@Resolver(() => CreateStockLocationPayload)
export class CreateStockLocationPayloadResolver {
  @FieldResolver(() => Location, { nullable: true, description: 'The new place; null when it was not made.' })
  location(@Root() payload: CommandPayload, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    const shape = nodeShape<StockLocationRow>(info, 'Location', stockLocationEntity);
    return changed(payload, 'locationId', (id) => replica.stockLocationById(shape, id));
  }
}
