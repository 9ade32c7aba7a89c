import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { decommissionAsset } from '../../commands/decommission-asset.ts';
import { updateAsset } from '../../commands/update-asset.ts';
import type { Service } from '../../domain/records.ts';
import { assetEntity, type AssetRow } from '../../replica/model/asset.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { Command } from '../command/command.type.ts';
import type { GraphContext } from '../context.ts';
import type { UserError } from '../errors/user-error.type.ts';
import { nodeShape } from '../relay/selection.ts';
import { CreateAssetInput, DecommissionAssetInput, UpdateAssetInput } from './asset-writes.inputs.ts';
import {
  CreateAssetPayload,
  DecommissionAssetPayload,
  ServiceOutcome,
  UpdateAssetPayload,
} from './asset-writes.payload.ts';
import { Asset } from './asset.type.ts';

@Resolver()
export class AssetWritesResolver {
  @Mutation(() => CreateAssetPayload, {
    description:
      'Adds an asset to every service that keeps assets, or to those named. What one of them refuses does not undo what another one did: `outcomes` says what each has done, and `retryCommand` finishes the rest.',
  })
  async createAsset(
    @Arg('input', () => CreateAssetInput, { description: 'What it is.' }) input: CreateAssetInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.createAsset(viewer, input));
  }

  @Mutation(() => UpdateAssetPayload, {
    description:
      "Changes an asset's record in Reliatic. A field that another service has precedence for keeps that service's value in the graph.",
  })
  async updateAsset(
    @Arg('input', () => UpdateAssetInput, { description: 'Which one, and what.' }) input: UpdateAssetInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, updateAsset, input));
  }

  @Mutation(() => DecommissionAssetPayload, {
    description: 'Takes an asset out of service, in Reliatic: its record stays, with lifecycle DECOMMISSIONED.',
  })
  async decommissionAsset(
    @Arg('input', () => DecommissionAssetInput, { description: 'Which one.' }) input: DecommissionAssetInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, decommissionAsset, input));
  }
}

function changedAsset(payload: CommandPayload, { replica }: GraphContext, info: GraphQLResolveInfo) {
  const shape = nodeShape<AssetRow>(info, 'Asset', assetEntity);
  return changed(payload, 'assetId', (id) => replica.assetById(shape, id));
}

@Resolver(() => CreateAssetPayload)
export class CreateAssetPayloadResolver {
  @FieldResolver(() => Asset, { nullable: true, description: 'The one asset of all services; null when none made it.' })
  asset(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return changedAsset(payload, context, info);
  }

  @FieldResolver(() => [ServiceOutcome], { description: 'What each service has done, in the order they were asked.' })
  async outcomes(@Root() { command }: CommandPayload, @Ctx() { commands }: GraphContext): Promise<ServiceOutcome[]> {
    const parts = command === null ? [] : await commands.partsOf(command.id);
    return parts.map((part) => ({
      service: part.service as Service,
      userErrors: part.userErrors as UserError[],
      command: part as unknown as Command,
    }));
  }
}

@Resolver(() => UpdateAssetPayload)
export class UpdateAssetPayloadResolver {
  @FieldResolver(() => Asset, {
    nullable: true,
    description: 'The asset as it is now, also when it was found changed; null when it was refused otherwise.',
  })
  asset(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return changedAsset(payload, context, info);
  }
}

@Resolver(() => DecommissionAssetPayload)
export class DecommissionAssetPayloadResolver {
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset as it is now; null when it was refused.' })
  asset(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return changedAsset(payload, context, info);
  }
}
