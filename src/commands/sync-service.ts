import type { Service } from '../domain/records.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import { placeAt, requireWriteAccess, type CommandDeps } from './command-context.ts';
import { inputFaults } from './explain.ts';
import type { Outcome } from './command-row.ts';

export interface SyncServiceInput {
  idempotencyKey?: string | null;
  service: Service;
}

/** Has a service read at once, as soon as a worker is free. */
export async function syncService(
  deps: CommandDeps,
  viewer: Viewer,
  { service, idempotencyKey = null }: SyncServiceInput,
): Promise<Outcome> {
  requireWriteAccess(viewer);
  const userErrors = inputFaults({ idempotencyKey });
  if (userErrors.length > 0) return { command: null, results: {}, userErrors };
  const { connection } = await placeAt(deps, viewer.tenant.id, service);
  await deps.connecting.readNow(connection);
  return { command: null, results: { connectionId: connection.id }, userErrors };
}
