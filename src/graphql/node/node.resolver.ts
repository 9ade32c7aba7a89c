import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { prefixOf } from '../../replica/object-id.ts';
import { apiKeyNode } from '../api-key/api-key.resolver.ts';
import type { GraphContext } from '../context.ts';
import { badUserInput } from '../errors/bad-user-input.ts';
import { Node } from '../relay/node.type.ts';
import { largestPage } from '../relay/page-args.ts';
import { connectionNode } from '../service-connection/service-connection.resolver.ts';
import { objectOf, objectSourceByPrefix, type Found } from './objects.ts';

type Find = (context: GraphContext, id: string) => Promise<Found>;

/** Objects that are no rows of the replica, by the first letters of their ids. */
const otherFinders: Readonly<Record<string, Find>> = {
  con: connectionNode,
  cmd: ({ commands, viewer }, id) => commands.find(viewer, id),
  key: apiKeyNode,
};

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'The object with this id, whatever its type; null when the tenant has none.',
  })
  node(
    @Arg('id', () => ID, { description: 'As `Node.id` gives it.' }) id: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Found> {
    return find(context, info, id, 'id');
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'The objects with these ids, in their order; null where the tenant has none.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: '1 to 100 of them.' }) ids: string[],
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Found>[] {
    if (ids.length < 1 || ids.length > largestPage) {
      throw badUserInput('ids', `must be 1 to ${largestPage}, not ${ids.length}`);
    }
    return ids.map((id) => find(context, info, id, 'ids'));
  }
}

function find(context: GraphContext, info: GraphQLResolveInfo, id: string, argument: string): Promise<Found> {
  const prefix = prefixOf(id) ?? '';
  if (prefix in objectSourceByPrefix) return objectOf(context, info, id);
  const finder = otherFinders[prefix];
  if (!finder) throw badUserInput(argument, `must be an id as \`Node.id\` gives it, not ${JSON.stringify(id)}`);
  return finder(context, id);
}
