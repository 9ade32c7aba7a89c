import type { Database } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import { escalateActions } from '../replica/apply/apply.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import type { Connector } from '../upstream/connector.ts';
import { readProgress, saveProgress } from './progress.ts';

/** The ladder's own line in the progress: it has a baseline as the resources have. */
const escalations = 'escalations';

/**
 * Climbs the escalation ladder for the connection's overdue actions, as of now. What was overdue when the gateway first
 * looked becomes alerts, but no news.
 * @returns how many escalations are news.
 */
export async function escalateOverdue(
  { database, clock }: { database: Database; clock: Clock },
  connection: ServiceConnection,
  connector: Connector,
): Promise<number> {
  const actions = connector.resources.find(({ kind }) => kind === 'action');
  if (!actions) return 0;
  const { baselineAt } = await readProgress(database.prisma, connection.id, actions.name);
  if (baselineAt === null) return 0;
  const { tenantId, service } = connection;
  return database.transaction(async (tx) => {
    const climbed = await readProgress(tx, connection.id, escalations);
    const isBaseline = climbed.baselineAt === null;
    const now = clock.now();
    if (isBaseline) await saveProgress(tx, connection, escalations, { baselineAt: now });
    return escalateActions(tx, { tenantId, service, now, isBaseline });
  });
}
