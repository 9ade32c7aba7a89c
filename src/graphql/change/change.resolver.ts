import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import { badUserInput } from '../errors/bad-user-input.ts';
import { objectOf, type Found } from '../node/objects.ts';
import { Node } from '../relay/node.type.ts';
import { pageRequest } from '../relay/page-args.ts';
import { decodeEventCursor, EventCursorScalar } from '../scalars/event-cursor.ts';
import { ChangePage } from './change-page.ts';
import { Change, ChangeConnection } from './change.type.ts';

@Resolver(() => Change)
export class ChangeResolver {
  @Query(() => ChangeConnection, {
    description:
      'What has changed since a place in the log: each object once, at its last change, the first to change first. Whoever goes on from `pageInfo.endCursor`, or from the same place while that is null, misses nothing and ends with everything as it is.',
  })
  async changes(
    @Arg('since', () => EventCursorScalar, {
      description: 'The last cursor that was read, of `changes` or of a subscription; `start` for everything.',
    })
    since: string,
    @Arg('first', () => Int, { nullable: true, description: 'How many: 1 to 100, 50 when left out.' })
    first: number | null,
    @Ctx() { viewer, changes }: GraphContext,
  ): Promise<ChangePage> {
    const tenantId = viewer.tenant.id;
    const { size } = pageRequest({ first }, false);
    const after = decodeEventCursor(tenantId, since);
    if (after === null) throw badUserInput('since', 'must be a cursor of your own log, or the word start');
    const found = await changes.read(after, size + 1);
    return new ChangePage(tenantId, found, { size, isBehind: after > 0n, count: () => changes.count(after) });
  }

  @FieldResolver(() => Node, { nullable: true, description: 'The object as it is now; null when it is gone.' })
  node(
    @Root() { id, isDeleted }: Change,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Found> | null {
    return isDeleted ? null : objectOf(context, info, id);
  }
}
