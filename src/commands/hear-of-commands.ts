/** What a webhook tells of commands, beside what it tells of records. */
import { stringify } from 'safe-stable-stringify';
import type { Transaction } from '../database/database.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import type { WebhookNotice } from '../upstream/connector.ts';
import type { CommandDeps } from './command-context.ts';
import { outcomeOf } from './command-row.ts';
import { restore } from './definitions.ts';
import { overwrittenIn, replacing, tellOverwritten } from './overwritten.ts';

/** In the transaction that stores the notice. */
export async function hearOfCommands(
  tx: Transaction,
  deps: CommandDeps,
  connection: ServiceConnection,
  notice: WebhookNotice,
): Promise<void> {
  await hearOfOverwriting(tx, deps, connection, notice);
}

/** A command that is still under way is judged when it is settled. */
async function hearOfOverwriting(
  tx: Transaction,
  deps: CommandDeps,
  connection: ServiceConnection,
  { change, occurredAt }: WebhookNotice,
): Promise<void> {
  if (!change) return;
  for (const row of await replacing(tx, connection, `${change.kind}/${change.externalId}`, occurredAt)) {
    const bound = row.status === 'SUCCEEDED' ? restore(deps, connection, row) : null;
    if (!bound) continue;
    const overwritten = await overwrittenIn(tx, row, bound, connection.id);
    const known = outcomeOf(row).overwritten ?? [];
    if (stringify(overwritten) !== stringify(known)) await tellOverwritten(tx, row, overwritten, deps.clock.now());
  }
}
