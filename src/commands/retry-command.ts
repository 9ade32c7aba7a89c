import type { Service } from '../domain/records.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import { unknownCommand } from './cancel-command.ts';
import { requireWriteAccess, type CommandDeps } from './command-context.ts';
import { restore } from './definitions.ts';
import type { UserError } from './failure.ts';
import { outcomeOf, viewOf, type CommandRow, type Outcome } from './command-row.ts';
import { lookUpNow } from './recovery.ts';
import { unlessRefused } from './write-through.ts';

/**
 * Sends a command again that was refused, as it was asked for, and never before what waits about the same. One whose
 * outcome is not known is never sent again: its effect is looked for now.
 */
export async function retryCommand(deps: CommandDeps, viewer: Viewer, commandId: string): Promise<Outcome> {
  requireWriteAccess(viewer);
  const row = await deps.journal.find(viewer.tenant.id, commandId);
  if (!row) return { command: null, results: {}, userErrors: [unknownCommand] };
  if (row.service === null) return partsAgain(deps, row);
  if (row.status === 'UNCERTAIN') return lookedUp(deps, row);
  if (row.status !== 'REJECTED') return refused(row, `is ${row.status}: there is nothing to try again`);
  const overtaking = await overtakingFault(deps, row);
  if (overtaking) return { command: viewOf(row), results: {}, userErrors: [overtaking] };
  const again = await sentAgain(deps, row);
  return again ?? refused(row, 'can not be sent again as it was: ask for it anew');
}

/** Null for what the journal alone can't send. */
async function sentAgain(deps: CommandDeps, row: CommandRow): Promise<Outcome | null> {
  const connection = await deps.connections.of(row.tenantId, row.service as Service);
  const bound = connection && restore(deps, connection, row);
  if (!connection || !bound) return null;
  return deps.writeThrough.deliver(row, bound, { whenUnavailable: 'FAIL', connectionId: connection.id });
}

/** Of a command of several services, what is not done yet. */
async function partsAgain(deps: CommandDeps, whole: CommandRow): Promise<Outcome> {
  if (whole.status === 'SUCCEEDED') return refused(whole, 'is SUCCEEDED: there is nothing to try again');
  const overtaking: UserError[] = [];
  for (const part of await deps.journal.partsOf(whole.id)) {
    if (part.status === 'UNCERTAIN') await lookUpNow(deps, part);
    if (part.status !== 'REJECTED') continue;
    const fault = await overtakingFault(deps, part);
    if (fault) overtaking.push(fault);
    else await unlessRefused(() => sentAgain(deps, part));
  }
  const now = (await deps.journal.find(whole.tenantId, whole.id)) ?? whole;
  const { results = {}, userErrors = [] } = outcomeOf(now);
  return { command: viewOf(now), results, userErrors: [...userErrors, ...overtaking] };
}

/** What waits was asked for as things are; what is tried again before it would change its meaning. */
async function overtakingFault({ journal }: CommandDeps, row: CommandRow): Promise<UserError | null> {
  const { tenantId, service, subject } = row;
  if (service === null || subject === null) return null;
  if (!(await journal.hasQueue(tenantId, service as Service, subject))) return null;
  const message = `commandId: others about the same wait until ${service} is back: try it again when they are done, or cancel them`;
  return { field: ['commandId'], code: 'CONFLICT', message };
}

async function lookedUp(deps: CommandDeps, row: CommandRow): Promise<Outcome> {
  const now = await lookUpNow(deps, row);
  if (now.status !== 'UNCERTAIN') return { command: viewOf(now), results: {}, userErrors: [] };
  return refused(now, 'may have been done: look in the service; if it was not, ask for it anew');
}

function refused(row: CommandRow, why: string): Outcome {
  const userErrors: UserError[] = [{ field: ['commandId'], code: 'CONFLICT', message: `commandId: it ${why}` }];
  return { command: viewOf(row), results: {}, userErrors };
}
