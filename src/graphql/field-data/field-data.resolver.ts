import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Extensions, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { assetEntity } from '../../replica/model/asset.ts';
import type { AssignmentRow, PositionRow, SignalRow } from '../../replica/model/field-data.ts';
import { personEntity } from '../../replica/model/person.ts';
import { Asset } from '../asset/asset.type.ts';
import type { GraphContext } from '../context.ts';
import { Person } from '../person/person.type.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { signalList } from './field-data.lists.ts';
import { Assignment, Position, Signal, SignalConnection } from './field-data.types.ts';
import { SignalsArgs } from './signal.inputs.ts';

@Resolver(() => Signal)
export class SignalResolver {
  @Query(() => SignalConnection, { description: 'What the devices at the plant told, the latest first.' })
  signals(
    @Args(() => SignalsArgs) args: SignalsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<SignalRow>> {
    return listPage(context, info, signalList, args);
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, {
    nullable: true,
    description: 'The asset it is about; null when only a device is named.',
  })
  asset(@Root() { assetId }: SignalRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return assetId && replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }
}

@Resolver(() => Position)
export class PositionResolver {
  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that was there.' })
  asset(@Root() { assetId }: PositionRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }
}

@Resolver(() => Assignment)
export class AssignmentResolver {
  @Extensions({ needs: ['assignedToEmail'] })
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Whoever has it; null when it belongs to a place, or no service knows a person with that address.',
  })
  person(
    @Root() { assignedToEmail }: AssignmentRow,
    @Ctx() { replica }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return assignedToEmail && replica.personByEmail(nodeShape(info, 'Person', personEntity), assignedToEmail);
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that somebody has.' })
  asset(@Root() { assetId }: AssignmentRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }
}
