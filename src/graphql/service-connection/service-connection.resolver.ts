import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { ConnectionView } from '../../tenancy/connection-health.ts';
import type { GraphContext } from '../context.ts';
import { PageView } from '../relay/connection.ts';
import { largestPage, pageRequest } from '../relay/page-args.ts';
import { ServiceConnection, ServiceConnectionConnection } from './service-connection.type.ts';

type ConnectionNode = ConnectionView & { lag: number | null };

@Resolver(() => ServiceConnection)
export class ServiceConnectionResolver {
  @Query(() => ServiceConnectionConnection, {
    description: 'The maintenance services this plant is connected to, and how each is doing.',
  })
  async serviceConnections(
    @Arg('first', () => Int, { nullable: true, description: 'How many: 1 to 100; all when left out.' }) first:
      | number
      | null,
    @Ctx() context: GraphContext,
  ): Promise<PageView<ConnectionNode>> {
    const request = pageRequest({ first: first ?? largestPage }, true);
    const connections = await connectionNodes(context);
    const rows = connections.slice(0, request.size).map((node) => ({ ...node, $cursor: [node.id] }));
    const page = { rows, hasMore: connections.length > rows.length, request };
    return new PageView(page, () => Promise.resolve(connections.length));
  }
}

/** There are as many as there are services: they are read together, and not by loaders. */
export async function connectionNodes({ serviceConnections, clock }: GraphContext): Promise<ConnectionNode[]> {
  const now = clock.now().getTime();
  const connections = await serviceConnections();
  return connections.map((connection) => ({
    ...connection,
    lag: connection.completeAsOf && Math.max(0, Math.round((now - connection.completeAsOf.getTime()) / 1000)),
  }));
}
