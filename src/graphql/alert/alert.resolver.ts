import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  Ctx,
  Extensions,
  FieldResolver,
  ID,
  Info,
  Int,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { LoggedEvent } from '../../events/catalogue.ts';
import { actionEntity } from '../../replica/model/action.ts';
import { alertEntity, type AlertRow } from '../../replica/model/alert.ts';
import { assetEntity } from '../../replica/model/asset.ts';
import { Action } from '../action/action.type.ts';
import { Asset } from '../asset/asset.type.ts';
import type { GraphContext } from '../context.ts';
import { requireId } from '../node/require-id.ts';
import { badUserInput } from '../errors/bad-user-input.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { nodeShape } from '../relay/selection.ts';
import { encodeEventCursor } from '../scalars/event-cursor.ts';
import { eventStream } from '../subscription/event-stream.ts';
import { AlertsArgs } from './alert.inputs.ts';
import { alertList } from './alert.list.ts';
import { Alert, AlertConnection, AlertEscalatedItem } from './alert.type.ts';

type Escalated = LoggedEvent<'alert.escalated'>;

@Resolver(() => Alert)
export class AlertResolver {
  @Query(() => AlertConnection, { description: "The plant's alerts, the latest first." })
  alerts(
    @Args(() => AlertsArgs) args: AlertsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<AlertRow>> {
    return listPage(context, info, alertList, args);
  }

  @Extensions({ needs: ['assetId'] })
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset it is about.' })
  asset(@Root() { assetId }: AlertRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return assetId && replica.assetById(nodeShape(info, 'Asset', assetEntity), assetId);
  }

  @Extensions({ needs: ['actionId'] })
  @FieldResolver(() => Action, { nullable: true, description: 'The action that is overdue.' })
  action(@Root() { actionId }: AlertRow, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return actionId && replica.actionById(nodeShape(info, 'Action', actionEntity), actionId);
  }

  @Subscription(() => AlertEscalatedItem, {
    subscribe: ({ args, context }) => subscribeToEscalations(context as GraphContext, args),
    description: 'Tells each time an overdue action reaches a level of the escalation ladder: once for every level.',
  })
  alertEscalated(
    @Root() { tenantId, position, occurredAt, payload }: Escalated,
    @Arg('minLevel', () => Int, { nullable: true, description: 'Only this level and those above, 1 to 4.' }) _minLevel:
      | number
      | null,
    @Arg('assetIds', () => [ID], { nullable: true, description: 'Only for these assets.' }) _assetIds: string[] | null,
  ): AlertEscalatedItem & { alertId: string } {
    const { alertId, level, previousLevel } = payload;
    return { cursor: encodeEventCursor(tenantId, position), occurredAt, alertId, level, previousLevel };
  }
}

function subscribeToEscalations(context: GraphContext, args: { minLevel?: number | null; assetIds?: string[] | null }) {
  const { minLevel = null, assetIds = null } = args;
  if (minLevel !== null && (minLevel < 1 || minLevel > 4))
    throw badUserInput('minLevel', `must be 1 to 4, not ${minLevel}`);
  for (const id of assetIds ?? []) requireId(id, 'ast', 'an asset', 'assetIds');
  return eventStream(context, 'alert.escalated', async (event) => {
    if (event.payload.level < (minLevel ?? 1)) return false;
    if (assetIds === null) return true;
    const own = await idsOfItsAsset(context, event);
    return assetIds.some((id) => own.has(id));
  });
}

const idsByEvent = new WeakMap<LoggedEvent, Promise<ReadonlySet<string>>>();

/**
 * Machines are linked and unlinked while a subscription listens: whose alert it is, is asked when it is raised, once for
 * all who want to know.
 */
function idsOfItsAsset({ replica }: GraphContext, event: Escalated): Promise<ReadonlySet<string>> {
  const known = idsByEvent.get(event);
  if (known) return known;
  const { assetId } = event.payload;
  const ids = assetId === null ? Promise.resolve(new Set<string>()) : replica.idsOfAsset(assetId);
  idsByEvent.set(event, ids);
  return ids;
}

@Resolver(() => AlertEscalatedItem)
export class AlertEscalatedItemResolver {
  @FieldResolver(() => Alert, { nullable: true, description: 'The alert as it is now.' })
  alert(@Root() { alertId }: { alertId: string }, @Ctx() { replica }: GraphContext, @Info() info: GraphQLResolveInfo) {
    return replica.alertById(nodeShape<AlertRow>(info, 'Alert', alertEntity), alertId);
  }
}
