import type { PrismaClient, Transaction } from '../database/database.ts';
import { enqueue } from '../database/jobs.ts';

export const commandJob = 'commands';

/** Has the connection's open commands seen to as soon as a worker is free. */
export async function wakeCommands(tx: Transaction | PrismaClient, connectionId: string, inMs = 0): Promise<void> {
  const runAt = new Date(Date.now() + inMs);
  const key = `${commandJob}/${connectionId}`;
  await enqueue(tx, { name: commandJob, payload: { connectionId }, key, runAt });
}
