import type { Viewer } from '../tenancy/api-keys.ts';
import { requireWriteAccess, type CommandDeps } from './command-context.ts';
import type { UserError } from './failure.ts';
import { viewOf, type Outcome } from './command-row.ts';

/** Takes a command out of the queue, as long as it was not sent. */
export async function cancelCommand(
  { database, journal }: CommandDeps,
  viewer: Viewer,
  commandId: string,
): Promise<Outcome> {
  requireWriteAccess(viewer);
  const row = await journal.find(viewer.tenant.id, commandId);
  if (!row) return { command: null, results: {}, userErrors: [unknownCommand] };
  const tooLate = { command: viewOf(row), results: {}, userErrors: [notQueued(row.status)] };
  if (row.status !== 'PENDING' || !row.isQueued) return tooLate;
  const message = 'it was cancelled before it was sent';
  const userErrors: UserError[] = [{ field: [], code: 'CONFLICT', message }];
  const settled = await database.transaction((tx) => journal.settle(tx, row, 'REJECTED', { userErrors }));
  const isCancelled = settled.status === 'REJECTED';
  return { command: viewOf(settled), results: {}, userErrors: isCancelled ? [] : [notQueued(settled.status)] };
}

export const unknownCommand: UserError = {
  field: ['commandId'],
  code: 'NOT_FOUND',
  message: 'commandId must be the id of one of your commands, such as cmd_…',
};

const notQueued = (status: string): UserError => ({
  field: ['commandId'],
  code: 'CONFLICT',
  message: `commandId: only a command that waits to be sent can be cancelled; this one is ${status}`,
});
