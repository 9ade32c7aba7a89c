/** What a connection's state is now, in the table; in the log only when it is another one than before. */
import type { Database } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import { recordHealth, type ConnectionStatus } from '../tenancy/connection-health.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Connector } from '../upstream/connector.ts';
import { UpstreamFailure, type FailureKind } from '../upstream/failure.ts';
import { planAndMonth, regular, resourceStates, type ResourceState } from './standing.ts';

const statusOf = {
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'UNAUTHORIZED',
  planRequired: 'UNAUTHORIZED',
  notFound: 'DEGRADED',
  badUserInput: 'DEGRADED',
  conflict: 'DEGRADED',
  staleWrite: 'DEGRADED',
  tagConflict: 'DEGRADED',
  invalidTransition: 'DEGRADED',
  insufficientStock: 'DEGRADED',
  rateLimited: 'DEGRADED',
  quotaExceeded: 'DEGRADED',
  unavailable: 'DOWN',
  invalid: 'DEGRADED',
} as const satisfies Record<FailureKind, ConnectionStatus>;

const statusAfter = (failure: unknown): ConnectionStatus =>
  failure instanceof UpstreamFailure ? statusOf[failure.kind] : 'DEGRADED';

/** @param failure null when the service was read as far as was wanted. */
export async function reportHealth(
  deps: { database: Database; clock: Clock; logger: Logger },
  connection: ServiceConnection,
  connector: Connector,
  failure: unknown,
): Promise<void> {
  const now = deps.clock.now();
  const [states, { plan, month }] = await Promise.all([
    resourceStates(deps, connection, connector),
    planAndMonth(deps, connection, connector),
  ]);
  const status = failure === null ? 'CONNECTED' : statusAfter(failure);
  const error = failure instanceof Error ? failure.message : null;
  const report = {
    status,
    error,
    rate: connector.rate.budget(),
    // Of a plan that is only assumed nothing is shown.
    monthQuota: plan?.name ? plan.requestsPerMonth : null,
    quotaSpentUntil: month.spentUntil,
    lastSweep: earliest(states, ({ completedAt }) => completedAt),
    completeAsOf: earliest(states, ({ completeAsOf }) => completeAsOf),
  };
  const before = await recordHealth(deps.database.prisma, connection, report, now);
  if (before === null) return;
  const { tenantId, service } = connection;
  const line = { tenantId, service, before, status, ...(error === null ? {} : { reason: error }) };
  if (failure === null) deps.logger.info(line, 'the service is in sync');
  else deps.logger.warn(line, 'the service can not be read; the replica answers with what it has');
}

/** Of everything that is read of the service, the oldest; null as long as one thing was never read completely. */
function earliest(
  states: readonly ResourceState[],
  momentOf: (progress: ResourceState['progress']) => Date | null,
): Date | null {
  const moments = regular(states).map(({ progress }) => momentOf(progress));
  const known = moments.flatMap((moment) => (moment === null ? [] : [moment.getTime()]));
  return known.length === 0 || known.length < moments.length ? null : new Date(Math.min(...known));
}
