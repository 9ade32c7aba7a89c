import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { conflictsOf, statedFields, statementsOf } from '../../domain/golden-record.ts';
import { services } from '../../domain/records.ts';
import { assetEntity, type AssetRow } from '../../replica/model/asset.ts';
import { identitySuggestionEntity, type IdentitySuggestionRow } from '../../replica/model/identity-suggestion.ts';
import { Asset } from '../asset/asset.type.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { IdentitySuggestionsArgs, LinkAssetInput, UnlinkAssetInput } from './identity.inputs.ts';
import { LinkAssetPayload, UnlinkAssetPayload } from './identity.payload.ts';
import { Conflict, IdentitySuggestion, IdentitySuggestionConnection, Provenance } from './identity.type.ts';

const suggestionList = { typeName: 'IdentitySuggestion', entity: identitySuggestionEntity } as const;

const assetWith = ({ replica }: GraphContext, info: GraphQLResolveInfo, id: string) =>
  replica.assetById(nodeShape<AssetRow>(info, 'Asset', assetEntity), id);

@Resolver(() => IdentitySuggestion)
export class IdentityResolver {
  @Query(() => IdentitySuggestionConnection, {
    description: 'Assets of different services that may be one machine and that nobody has decided about.',
  })
  identitySuggestions(
    @Args(() => IdentitySuggestionsArgs) args: IdentitySuggestionsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<IdentitySuggestionRow>> {
    return listPage(context, info, suggestionList, args);
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'One of the two.' })
  asset(@Root() { assetId }: IdentitySuggestionRow, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return assetWith(context, info, assetId);
  }

  @Extensions({ needs: ['candidateId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The other one.' })
  candidate(
    @Root() { candidateId }: IdentitySuggestionRow,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return assetWith(context, info, candidateId);
  }

  @Mutation(() => LinkAssetPayload, {
    description:
      'Makes one asset of two, with everything that belongs to either. `unlinkAsset` takes it back. No service is changed.',
  })
  async linkAsset(
    @Arg('input', () => LinkAssetInput, { description: 'Which two.' }) { assetId, otherAssetId }: LinkAssetInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.linkAsset(viewer, { assetId, otherAssetId }));
  }

  @Mutation(() => UnlinkAssetPayload, {
    description:
      "Says that a service's record is not this asset: takes it out, with what belongs to it, or rejects the suggestion. `linkAsset` takes it back. No service is changed.",
  })
  async unlinkAsset(
    @Arg('input', () => UnlinkAssetInput, { description: 'Which record, and of which asset it is no part.' })
    { assetId, service, externalId }: UnlinkAssetInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.unlinkAsset(viewer, { assetId, service, externalId }));
  }
}

@Resolver(() => Asset)
export class AssetStatementsResolver {
  @FieldResolver(() => [Provenance], { description: 'For each field that has a value, the service it is taken from.' })
  async provenance(@Root() { id }: AssetRow, @Ctx() { replica }: GraphContext): Promise<Provenance[]> {
    const [records, precedence] = await Promise.all([replica.recordsByAssetId(id), replica.precedence()]);
    return statedFields.flatMap((field) => {
      const [first] = statementsOf(records, field, services, precedence);
      return first ? [{ field, service: first.service, observedAt: first.observedAt }] : [];
    });
  }

  @FieldResolver(() => [Conflict], {
    description: 'Fields on which its services say different things, with what each of them says.',
  })
  async conflicts(@Root() { id }: AssetRow, @Ctx() { replica }: GraphContext): Promise<Conflict[]> {
    const [records, precedence] = await Promise.all([replica.recordsByAssetId(id), replica.precedence()]);
    return conflictsOf(records, services, precedence);
  }
}

@Resolver(() => LinkAssetPayload)
export class LinkAssetPayloadResolver {
  @FieldResolver(() => Asset, { nullable: true, description: 'The one asset; null when they were not linked.' })
  asset(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return changed(payload, 'assetId', (id) => assetWith(context, info, id));
  }
}

@Resolver(() => UnlinkAssetPayload)
export class UnlinkAssetPayloadResolver {
  @FieldResolver(() => Asset, {
    nullable: true,
    description: 'The asset without the record; null when it was refused.',
  })
  asset(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return changed(payload, 'assetId', (id) => assetWith(context, info, id));
  }

  @FieldResolver(() => Asset, {
    nullable: true,
    description: 'What the record belongs to now; null when it was refused.',
  })
  separated(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return changed(payload, 'separatedId', (id) => assetWith(context, info, id));
  }
}
