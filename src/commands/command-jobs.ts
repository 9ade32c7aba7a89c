/** The jobs that bring every command to its end. */
import type { JobHandlers } from '../database/jobs.ts';
import { seeToCommands } from './recovery.ts';
import type { CommandDeps } from './command-context.ts';
import { commandJob, wakeCommands } from './wake-commands.ts';

/** From one look at a connection without open commands to the next: those of a process that ended are nobody's news. */
const restMs = 60_000;

export const commandHandlers = (deps: CommandDeps): JobHandlers => ({
  [commandJob]: async ({ connectionId = '' }) => {
    const { connections, database, clock } = deps;
    const connection = await connections.byId(connectionId);
    if (!connection) return;
    const nextAt = await seeToCommands(deps, connection);
    const inMs = nextAt === null ? restMs : Math.max(0, nextAt.getTime() - clock.now().getTime());
    await wakeCommands(database.prisma, connectionId, inMs);
  },
});
