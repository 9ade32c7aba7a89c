import type { RecordKind } from '../../domain/records.ts';
import { applyObservations, type Applied } from '../../replica/apply/apply.ts';
import type { ResourcePage } from '../../upstream/connector.ts';
import type { PassContext } from './steps.ts';

/** One record, read and applied. */
export async function readOne(
  context: Pick<PassContext, 'connector' | 'connection' | 'database' | 'clock' | 'signal'>,
  kind: RecordKind,
  externalId: string,
): Promise<[ResourcePage, Applied]> {
  const { connector, connection, database, clock, signal } = context;
  const page = (await connector.readOne?.(kind, externalId, signal)) ?? nothingRead(clock.now());
  const { tenantId, service } = connection;
  const request = { tenantId, service, via: 'POLL', ...page, now: clock.now() } as const;
  return [page, await database.transaction((tx) => applyObservations(tx, request))];
}

const nothingRead = (asOf: Date): ResourcePage => ({ observations: [], rejected: [], next: null, total: null, asOf });
