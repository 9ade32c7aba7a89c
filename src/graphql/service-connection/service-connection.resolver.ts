import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ConnectionView } from '../../tenancy/connection-health.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { PageView } from '../relay/connection.ts';
import { largestPage, pageRequest } from '../relay/page-args.ts';
import { ConnectServiceInput, DisconnectServiceInput, SyncServiceInput } from './service-connection.inputs.ts';
import { ConnectServicePayload, DisconnectServicePayload, SyncServicePayload } from './service-connection.payload.ts';
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

  @Mutation(() => ConnectServicePayload, {
    description:
      'Connects the plant to a service, or gives its connection another key or address. The service is asked a question ' +
      'first: when it does not take the key, nothing changes, and `userErrors` say why and what mends it. Then ' +
      'everything is read from it, beginning at once. Give the service the address of its webhook: ' +
      "`/webhooks/reliatic/con_…`, with its own name and the connection's id. This takes a key with access ADMIN.",
  })
  async connectService(
    @Arg('input', () => ConnectServiceInput, { description: 'Which service, where it is, and its key.' })
    input: ConnectServiceInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.connectService(viewer, input));
  }

  @Mutation(() => DisconnectServicePayload, {
    description:
      'Ends the connection to a service: its key and its webhook secret are gone, it is neither read nor written to any ' +
      'more, its webhooks are refused, and what waits to be sent to it is rejected. What was read over it stays in the ' +
      'graph, and grows old there: `sources.observedAt` says how old. A service that is named in the environment of the gateway is connected again when ' +
      'the gateway starts. This takes a key with access ADMIN.',
  })
  async disconnectService(
    @Arg('input', () => DisconnectServiceInput, { description: 'Which service.' }) input: DisconnectServiceInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.disconnectService(viewer, input));
  }

  @Mutation(() => SyncServicePayload, {
    description:
      'Has everything read from a service now, without waiting for its turn. It begins as soon as a worker is free: ' +
      '`serviceConnection.lastSweep` says when it has ended. It takes requests out of the limits of the service, though ' +
      'none of those that are kept for writes. From UniAsset nothing can be read.',
  })
  async syncService(
    @Arg('input', () => SyncServiceInput, { description: 'Which service.' }) input: SyncServiceInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.syncService(viewer, input));
  }
}

@Resolver(() => ConnectServicePayload)
export class ConnectServicePayloadResolver {
  @FieldResolver(() => ServiceConnection, {
    nullable: true,
    description: 'The connection, which has yet to be read; null when it was refused, and is as it was before.',
  })
  serviceConnection(@Root() payload: CommandPayload, @Ctx() context: GraphContext) {
    return changed(payload, 'connectionId', (id) => connectionNode(context, id));
  }
}

@Resolver(() => DisconnectServicePayload)
export class DisconnectServicePayloadResolver {
  @FieldResolver(() => ID, {
    nullable: true,
    description: 'The id that the connection had; null when it was refused, or there was none.',
  })
  serviceConnectionId(@Root() { results }: CommandPayload): string | null {
    const id = results['connectionId'];
    return typeof id === 'string' ? id : null;
  }
}

@Resolver(() => SyncServicePayload)
export class SyncServicePayloadResolver {
  @FieldResolver(() => ServiceConnection, {
    nullable: true,
    description: 'The connection, which has yet to be read; null when it was refused.',
  })
  serviceConnection(@Root() payload: CommandPayload, @Ctx() context: GraphContext) {
    return changed(payload, 'connectionId', (id) => connectionNode(context, id));
  }
}

export async function connectionNode(context: GraphContext, id: string): Promise<ConnectionNode | null> {
  return (await connectionNodes(context)).find((node) => node.id === id) ?? null;
}

/** There are as many as there are services: they are read together, and not by loaders. */
async function connectionNodes({ serviceConnections, clock }: GraphContext): Promise<ConnectionNode[]> {
  const now = clock.now().getTime();
  const connections = await serviceConnections();
  return connections.map((connection) => ({
    ...connection,
    lag: connection.completeAsOf && Math.max(0, Math.round((now - connection.completeAsOf.getTime()) / 1000)),
  }));
}
