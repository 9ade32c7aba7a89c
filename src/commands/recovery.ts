/**
 * What is left open of commands: effects are looked for of those whose answer was lost, by a call or with its process,
 * and what waits for a service is sent in its order.
 */
import type { Service } from '../domain/records.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import { UpstreamFailure } from '../upstream/failure.ts';
import { inTime } from '../upstream/http/deadline.ts';
import type { CommandDeps } from './command-context.ts';
import type { BoundCommand } from './definition.ts';
import { isOwn, restore } from './definitions.ts';
import type { UserError } from './failure.ts';
import type { CommandRow } from './command-row.ts';
import { longestFlightMs } from './flight.ts';
import { unlessRefused } from './write-through.ts';

/** From one look at a service that can't be asked to the next, in milliseconds. */
const againMs = 15_000;

/** One at a time among all processes. @returns when to come again; null when nothing is left open. */
export async function seeToCommands(deps: CommandDeps, connection: ServiceConnection): Promise<Date | null> {
  const { database, clock } = deps;
  const soon = new Date(clock.now().getTime() + againMs);
  const done = await database.locks.tryAlone(`maintgraph/commands/${connection.id}`, async () => {
    await deps.journal.forgetUnsent(connection, flightOver(deps));
    for (const row of await deps.journal.lost(connection, flightOver(deps))) await lookUp(deps, connection, row);
    await sendQueued(deps, connection);
    return (await deps.journal.hasOpen(connection)) ? soon : null;
  });
  return done ? done.result : soon;
}

/** Looks for the command's effect at once, as long as whoever asks has time. */
export async function lookUpNow(deps: CommandDeps, row: CommandRow): Promise<CommandRow> {
  const connection = await deps.connections.of(row.tenantId, row.service as Service);
  if (connection) {
    const { locks } = deps.database;
    await inTime(locks.alone(`maintgraph/commands/${connection.id}`, () => lookUp(deps, connection, row)));
  }
  return (await deps.journal.find(row.tenantId, row.id)) ?? row;
}

/** What was sent before this is no longer under way. */
const flightOver = ({ clock }: CommandDeps): Date => new Date(clock.now().getTime() - longestFlightMs);

async function lookUp(deps: CommandDeps, connection: ServiceConnection, row: CommandRow): Promise<void> {
  const { journal, writeThrough, clock } = deps;
  const bound = restore(deps, connection, row);
  if (bound) {
    try {
      await lookUpIn(deps, connection, row, bound);
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error;
      const waitMs = Math.max(error.retryAfterMs ?? 0, againMs);
      await journal.lookAgain(row, new Date(clock.now().getTime() + waitMs));
    }
  } else if (isOwn(row)) await writeThrough.notDone(row, [neverDone(row)]);
  else await writeThrough.unclear(row, callIsGone);
}

async function lookUpIn(
  deps: CommandDeps,
  connection: ServiceConnection,
  row: CommandRow,
  bound: BoundCommand<unknown>,
): Promise<void> {
  const { journal, writeThrough } = deps;
  const twins = await journal.twinsOf(row, flightOver(deps));
  // Another command that asks for the very same is under way: what is found may be its doing.
  if (twins === null) return;
  const sentAt = row.sentAt ?? row.createdAt;
  const isClaimed = (ids: readonly string[]) => journal.claimed(row, ids);
  const finding = await bound.lookUp({ id: row.id, sentAt, isClaimed, twins });
  if (finding.was === 'done') {
    const manner = { whenUnavailable: 'FAIL', connectionId: connection.id } as const;
    await writeThrough.found(row, bound, manner, finding.answer);
  } else if (sentAt > flightOver(deps)) {
    await journal.lookAgain(row, new Date(sentAt.getTime() + longestFlightMs));
  } else if (finding.was === 'notDone') await writeThrough.notDone(row, [neverDone(row)]);
  else await writeThrough.unclear(row, finding.reason);
}

/** Of a command that was written down before the journal kept what its service is asked. */
const callIsGone = 'the journal does not say what was asked';

/** In the order asked for; what is about one subject waits for what came before it. */
async function sendQueued(deps: CommandDeps, connection: ServiceConnection): Promise<void> {
  const { journal, writeThrough } = deps;
  const held = await journal.heldSubjects(connection);
  for (;;) {
    const row = await journal.nextQueued(connection, [...held]);
    if (!row) return;
    const bound = restore(deps, connection, row);
    if (bound)
      await unlessRefused(() =>
        writeThrough.deliver(row, bound, { whenUnavailable: 'QUEUE', connectionId: connection.id }),
      );
    else await writeThrough.unclear(row, callIsGone);
    const now = await journal.find(row.tenantId, row.id);
    // Its service is still out of reach.
    if (now?.isQueued === true) return;
    if (now?.status === 'UNCERTAIN' && now.subject !== null) held.add(now.subject);
  }
}

const neverDone = ({ service }: CommandRow): UserError => ({
  field: [],
  code: 'UPSTREAM_UNAVAILABLE',
  message: `it was not done: ${service} shows no trace of it`,
});
