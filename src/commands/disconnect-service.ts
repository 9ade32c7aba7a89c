import type { Transaction } from '../database/database.ts';
import type { Service } from '../domain/records.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import { forgetHealth } from '../tenancy/connection-health.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import { requireAdminAccess, type CommandDeps } from './command-context.ts';
import { inputFaults } from './explain.ts';
import type { UserError } from './failure.ts';
import type { Outcome } from './command-row.ts';
import type { Journal } from './journal.ts';

export interface DisconnectServiceInput {
  idempotencyKey?: string | null;
  service: Service;
}

/**
 * Ends the tenant's connection to a service: its key is gone, and its jobs find nothing more to do. What was read over
 * it stays. No service is told.
 */
export async function disconnectService(
  deps: CommandDeps,
  viewer: Viewer,
  { service, idempotencyKey = null }: DisconnectServiceInput,
): Promise<Outcome> {
  requireAdminAccess(viewer);
  const userErrors = inputFaults({ idempotencyKey });
  const connection = userErrors.length === 0 ? await deps.connections.of(viewer.tenant.id, service) : null;
  if (!connection) return { command: null, results: {}, userErrors };
  await deps.database.transaction(async (tx) => {
    await deps.connections.disconnect(connection, tx);
    await forgetHealth(tx, connection.id);
    await refuseQueued(tx, deps.journal, connection);
  });
  deps.connectors.forget(connection.id);
  return { command: null, results: { connectionId: connection.id }, userErrors };
}

/** What waits for the service would be sent to wherever the next connection leads. */
async function refuseQueued(
  tx: Transaction,
  journal: Journal,
  { tenantId, service }: ServiceConnection,
): Promise<void> {
  const message = `${service} was disconnected before it was sent`;
  const userErrors: UserError[] = [{ field: [], code: 'UPSTREAM_UNAVAILABLE', message }];
  const queued = await tx.command.findMany({
    where: { tenantId, service, status: 'PENDING', isQueued: true },
    orderBy: { sequence: 'asc' },
  });
  for (const row of queued) await journal.settle(tx, row, 'REJECTED', { userErrors });
}
