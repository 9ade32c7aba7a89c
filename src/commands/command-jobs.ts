/** The jobs that bring every command to its end. */
import type { PrismaClient, Transaction } from '../database/database.ts';
import { enqueue, type JobHandlers } from '../database/jobs.ts';
import { seeToCommands } from './recovery.ts';
import type { CommandDeps } from './command-context.ts';

/** From one look at a connection without open commands to the next: those of a process that ended are nobody's news. */
const restMs = 60_000;

const jobName = 'commands';

/** Has the connection's open commands seen to as soon as a worker is free. */
export async function wakeCommands(tx: Transaction | PrismaClient, connectionId: string, inMs = 0): Promise<void> {
  const runAt = new Date(Date.now() + inMs);
  const key = `${jobName}/${connectionId}`;
  await enqueue(tx, { name: jobName, payload: { connectionId }, key, runAt });
}

export const commandHandlers = (deps: CommandDeps): JobHandlers => ({
  [jobName]: async ({ connectionId = '' }) => {
    const { connections, database, clock } = deps;
    const connection = await connections.byId(connectionId);
    if (!connection) return;
    const nextAt = await seeToCommands(deps, connection);
    const inMs = nextAt === null ? restMs : Math.max(0, nextAt.getTime() - clock.now().getTime());
    await wakeCommands(database.prisma, connectionId, inMs);
  },
});
