/** The record that answers a write. */
import type { DomainRecord, Observation, Service } from '../domain/records.ts';
import { StaleWrite, UpstreamFailure } from './failure.ts';
import type { ObservationOf, ReadingContext, RowReader } from './row-reader.ts';

/** @throws UpstreamFailure of kind `invalid`: the write was taken, and what became of it can't be told. */
export function writtenRecord<Meant extends DomainRecord>(
  service: Service,
  row: unknown,
  read: RowReader<Meant>,
  context: ReadingContext,
): ObservationOf<Meant> {
  const result = read(row, context);
  if ('observation' in result) return result.observation;
  const message = `${service} answered a write with a record that can't be read: ${result.rejected.reason}`;
  throw new UpstreamFailure(message, { kind: 'invalid', service, mayHaveHappened: true });
}

/** A read that shows what a write did: when it fails, the write has happened all the same. */
export async function afterWrite<Answer>(read: Promise<Answer>): Promise<Answer> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) throw error;
    const { kind, service, status, code, retryAfterMs } = error;
    throw new UpstreamFailure(error.message, { kind, service, status, code, retryAfterMs, mayHaveHappened: true });
  }
}

/** @param expected null: whichever it has. @throws StaleWrite when the record is not of this version. */
export function assertVersion(service: Service, current: Observation, expected: Date | null): void {
  if (expected !== null && current.version?.getTime() !== expected.getTime()) throw new StaleWrite(service, current);
}
