import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { CommandView } from '../../commands/command-row.ts';
import type { LoggedEvent } from '../../events/catalogue.ts';
import type { GraphContext } from '../context.ts';
import { requireId } from '../node/require-id.ts';
import { encodeEventCursor } from '../scalars/event-cursor.ts';
import { eventStream } from '../subscription/event-stream.ts';
import { payloadOf, type CommandPayload } from './command-payload.ts';
import { CancelCommandInput, RetryCommandInput } from './command.inputs.ts';
import { CancelCommandPayload, RetryCommandPayload } from './command.payload.ts';
import { Command, CommandSettledItem } from './command.type.ts';

type Settled = LoggedEvent<'command.settled'>;

@Resolver(() => Command)
export class CommandResolver {
  @Query(() => Command, { nullable: true, description: 'The command with this id; null when the tenant has none.' })
  command(
    @Arg('id', () => ID, { description: 'As `Command.id` gives it.' }) id: string,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandView | null> {
    requireId(id, 'cmd', 'a command');
    return commands.find(viewer, id);
  }

  @FieldResolver(() => [Command], {
    description: 'What each service was asked, of a command that several services carry out; empty for any other.',
  })
  parts(@Root() { id, service }: CommandView, @Ctx() { commands }: GraphContext): Promise<CommandView[]> {
    return service === null ? commands.partsOf(id) : Promise.resolve([]);
  }

  @Mutation(() => RetryCommandPayload, {
    description:
      'Sends a command again that was not done, as it was asked for; not before others about the same object that wait for its service, which `userErrors` say. One whose outcome is not known is never sent again: its effect is looked for at once.',
  })
  async retryCommand(
    @Arg('input', () => RetryCommandInput, { description: 'Which one.' }) { commandId }: RetryCommandInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.retryCommand(viewer, commandId));
  }

  @Mutation(() => CancelCommandPayload, {
    description: 'Takes a command out of the queue, as long as it was not sent; it is REJECTED then.',
  })
  async cancelCommand(
    @Arg('input', () => CancelCommandInput, { description: 'Which one.' }) { commandId }: CancelCommandInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.cancelCommand(viewer, commandId));
  }

  @Subscription(() => CommandSettledItem, {
    subscribe: ({ args, context }) => subscribeToSettlements(context as GraphContext, args),
    description:
      'Tells when a command has come to its end, and at once of those named that already have: nothing is missed between a mutation and this.',
  })
  commandSettled(
    @Root() { tenantId, position, occurredAt, payload: { commandId } }: Settled,
    @Arg('ids', () => [ID], { nullable: true, description: 'Only these commands; all of them when left out.' })
    _ids: string[] | null,
  ): CommandSettledItem & { commandId: string } {
    return { cursor: encodeEventCursor(tenantId, position), occurredAt, commandId };
  }
}

@Resolver(() => CommandSettledItem)
export class CommandSettledItemResolver {
  @FieldResolver(() => Command, { nullable: true, description: 'The command as it is now.' })
  command(
    @Root() { commandId }: { commandId: string },
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandView | null> {
    return commands.find(viewer, commandId);
  }
}

/** Whoever asks for commands by name gets the ends they already have first: the stream is opened before the look back. */
async function subscribeToSettlements(
  context: GraphContext,
  { ids = null }: { ids?: string[] | null },
): Promise<AsyncIterableIterator<Settled>> {
  for (const id of ids ?? []) requireId(id, 'cmd', 'a command', 'ids');
  const wanted = ids && new Set(ids);
  const told = new Set<bigint>();
  const isNews = ({ subjectId, position }: Settled) => (wanted?.has(subjectId) ?? true) && !told.has(position);
  const stream = await eventStream(context, 'command.settled', isNews);
  const before = await context.commands.settlementsOf(context.viewer, ids ?? []);
  for (const { position } of before) told.add(position);
  return startingWith(before, stream);
}

function startingWith<Item>(first: readonly Item[], stream: AsyncIterableIterator<Item>): AsyncIterableIterator<Item> {
  const waiting = [...first];
  const joined: AsyncIterableIterator<Item> = {
    next: () => {
      const value = waiting.shift();
      return value === undefined ? stream.next() : Promise.resolve({ value, done: false });
    },
    return: () => stream.return?.() ?? Promise.resolve({ value: undefined, done: true }),
    [Symbol.asyncIterator]: () => joined,
  };
  return joined;
}
