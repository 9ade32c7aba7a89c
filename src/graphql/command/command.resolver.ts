import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { CommandView } from '../../commands/journal.ts';
import type { GraphContext } from '../context.ts';
import { requireId } from '../node/require-id.ts';
import { Command } from './command.type.ts';

@Resolver()
export class CommandResolver {
  @Query(() => Command, { nullable: true, description: 'The command with this id; null when the tenant has none.' })
  command(
    @Arg('id', () => ID, { description: 'As `Command.id` gives it.' }) id: string,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandView | null> {
    requireId(id, 'cmd', 'a command');
    return commands.find(viewer, id);
  }
}
