import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { alertEntity, type AlertRow } from '../../replica/model/alert.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { nodeShape } from '../relay/selection.ts';
import { AcknowledgeAlertInput, ResolveAlertInput } from './alert.inputs.ts';
import { AcknowledgeAlertPayload, ResolveAlertPayload } from './alert.payload.ts';
import { Alert } from './alert.type.ts';

@Resolver()
export class AlertDecidingResolver {
  @Mutation(() => AcknowledgeAlertPayload, {
    description:
      'Takes an alert on: it climbs no further. Where somebody has already, it stays theirs. No service is told: alerts are kept here.',
  })
  async acknowledgeAlert(
    @Arg('input', () => AcknowledgeAlertInput, { description: 'Which one.' }) input: AcknowledgeAlertInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.acknowledgeAlert(viewer, input));
  }

  @Mutation(() => ResolveAlertPayload, {
    description:
      'Says that the cause of an alert is gone: it climbs no further. The action it is about stays as it is. No service is told: alerts are kept here.',
  })
  async resolveAlert(
    @Arg('input', () => ResolveAlertInput, { description: 'Which one.' }) input: ResolveAlertInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.resolveAlert(viewer, input));
  }
}

function alertOf(payload: CommandPayload, { replica }: GraphContext, info: GraphQLResolveInfo) {
  const shape = nodeShape<AlertRow>(info, 'Alert', alertEntity);
  return changed(payload, 'alertId', (id) => replica.alertById(shape, id));
}

@Resolver(() => AcknowledgeAlertPayload)
export class AcknowledgeAlertPayloadResolver {
  @FieldResolver(() => Alert, { nullable: true, description: 'The alert as it is now; null when it was refused.' })
  alert(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return alertOf(payload, context, info);
  }
}

@Resolver(() => ResolveAlertPayload)
export class ResolveAlertPayloadResolver {
  @FieldResolver(() => Alert, { nullable: true, description: 'The alert as it is now; null when it was refused.' })
  alert(@Root() payload: CommandPayload, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return alertOf(payload, context, info);
  }
}
