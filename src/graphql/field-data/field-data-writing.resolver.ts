import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { assignAsset } from '../../commands/assign-asset.ts';
import type { SignalsOutcome } from '../../commands/ingest-signals.ts';
import { reportPosition } from '../../commands/report-position.ts';
import {
  assignmentEntity,
  positionEntity,
  type AssignmentRow,
  type PositionRow,
  type SignalRow,
} from '../../replica/model/field-data.ts';
import { changed, madeBy, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { PageArgs } from '../relay/page-args.ts';
import { pageOfThese, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { AssignAssetInput, IngestSignalsInput, ReportPositionInput } from './field-data.inputs.ts';
import { signalList } from './field-data.lists.ts';
import { AssignAssetPayload, IngestSignalsPayload, ReportPositionPayload } from './field-data.payload.ts';
import { Assignment, Position, SignalConnection } from './field-data.types.ts';

@Resolver()
export class FieldDataWritingResolver {
  @Mutation(() => AssignAssetPayload, {
    description: 'Gives an asset to somebody, or says where it belongs, in UniAsset.',
  })
  async assignAsset(
    @Arg('input', () => AssignAssetInput, { description: 'Which asset, and whose it is.' }) input: AssignAssetInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, assignAsset, input));
  }

  @Mutation(() => ReportPositionPayload, { description: 'Says where an asset is, in UniAsset.' })
  async reportPosition(
    @Arg('input', () => ReportPositionInput, { description: 'Which asset, and where it is.' })
    input: ReportPositionInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.carryOut(viewer, reportPosition, input));
  }

  @Mutation(() => IngestSignalsPayload, {
    description:
      'Passes on what devices tell, to UniAsset, which takes one signal at a time: it takes as many requests as there are signals, and the Enterprise plan. A fault in the input of any of them refuses all of them; one that UniAsset refuses does not undo the others.',
  })
  ingestSignals(
    @Arg('input', () => IngestSignalsInput, { description: 'The signals.' }) input: IngestSignalsInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<SignalsOutcome> {
    return commands.ingestSignals(viewer, input);
  }
}

@Resolver(() => AssignAssetPayload)
export class AssignAssetPayloadResolver {
  @FieldResolver(() => Assignment, { nullable: true, description: 'The assignment; null when it was not made.' })
  assignment(@Root() payload: CommandPayload, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    const shape = nodeShape<AssignmentRow>(info, 'Assignment', assignmentEntity);
    return changed(payload, 'assignmentId', (id) => replica.assignmentById(shape, id));
  }
}

@Resolver(() => ReportPositionPayload)
export class ReportPositionPayloadResolver {
  @FieldResolver(() => Position, { nullable: true, description: 'The position; null when it was not taken.' })
  position(@Root() payload: CommandPayload, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    const shape = nodeShape<PositionRow>(info, 'Position', positionEntity);
    return changed(payload, 'positionId', (id) => replica.positionById(shape, id));
  }
}

@Resolver(() => IngestSignalsPayload)
export class IngestSignalsPayloadResolver {
  @FieldResolver(() => SignalConnection, { description: 'The signals that were taken, the latest first.' })
  signals(
    @Root() payload: CommandPayload,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<SignalRow>> {
    return pageOfThese(context, info, signalList, args, madeBy(payload, 'signalIds'));
  }
}
