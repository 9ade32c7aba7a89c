import type { RecordKind } from '../../domain/records.ts';
import type { Applied } from '../../replica/apply/apply.ts';
import type { ResourcePage } from '../../upstream/connector.ts';
import { shelvesOf, takeIn } from '../take-in.ts';
import type { PassContext } from './steps.ts';

/** One record, read and applied. */
export async function readOne(
  context: Pick<PassContext, 'connector' | 'connection' | 'database' | 'clock' | 'signal'>,
  kind: RecordKind,
  externalId: string,
): Promise<[ResourcePage, Applied]> {
  const { connector, connection, database, clock, signal } = context;
  const page = (await connector.readOne?.(kind, externalId, signal)) ?? nothingRead(clock.now());
  const options = { connection, shelfOf: shelvesOf(connector), via: 'POLL', now: clock.now() } as const;
  return [page, await database.transaction((tx) => takeIn(tx, options, page))];
}

const nothingRead = (asOf: Date): ResourcePage => ({ observations: [], rejected: [], next: null, total: null, asOf });
