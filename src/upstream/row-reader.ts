/** Turns the rows of an answer into observations, one by one: a row that can't be understood never stops the others. */
import { hash as digestOf } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import * as z from 'zod';
import type { DomainRecord, Observation, RecordKind } from '../domain/records.ts';
import type { RejectedRow } from './connector.ts';
import { NativeId } from './wire-values.ts';

export interface ReadingContext {
  /** When the service had the rows in this state, by its own clock. */
  observedAt: Date;
  /** ISO 4217 code of amounts that come without one. */
  currency: string;
}

/** An observation of which the kind of record is known. */
export interface ObservationOf<Meant extends DomainRecord> extends Observation {
  record: Meant;
}

export type RowResult<Meant extends DomainRecord> = { observation: ObservationOf<Meant> } | { rejected: RejectedRow };
export type RowReader<Meant extends DomainRecord = DomainRecord> = (
  row: unknown,
  context: ReadingContext,
) => RowResult<Meant>;

/** How a row that the replica keeps is read again; null for a kind that the service has no rows of. */
export type StoredReader = (stored: { kind: RecordKind; externalId: string; version: Date | null }) => RowReader | null;

/** Where the kind alone says how. */
export const storedReader =
  (readers: Readonly<Partial<Record<RecordKind, RowReader>>>): StoredReader =>
  ({ kind }) =>
    readers[kind] ?? null;

export interface RowMeaning<Wire, Meant extends DomainRecord> {
  kind: Meant['kind'];
  schema: z.ZodType<Wire>;
  /** The id of a row that can't be understood otherwise, as `externalIdOf` would say it; left out: its `id`. */
  Id?: z.ZodType<string>;
  externalIdOf(wire: NoInfer<Wire>): string;
  /** The service's own version of the record; null where it has none. */
  versionOf(wire: NoInfer<Wire>): Date | null;
  recordOf(wire: NoInfer<Wire>, context: ReadingContext): Meant;
}

function reasonOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`).join('; ');
}

const OwnId = z.looseObject({ id: NativeId }).transform(({ id }) => id);

const isRow = (row: unknown): row is Record<string, unknown> =>
  typeof row === 'object' && row !== null && !Array.isArray(row);

/** Made while rows are read, which happens while others are applied: the replica is not kept waiting for it. */
export function payloadOf(row: Readonly<Record<string, unknown>>): Pick<Observation, 'payload' | 'hash'> {
  const payload = stringify(row) ?? 'null';
  return { payload, hash: digestOf('sha256', payload) };
}

export function rowReader<Wire, Meant extends DomainRecord>(meaning: RowMeaning<Wire, Meant>): RowReader<Meant> {
  return (row, context) => {
    const wire = meaning.schema.safeParse(row);
    if (!isRow(row) || !wire.success) {
      const reason = wire.error ? reasonOf(wire.error) : 'row: is no object';
      // As it would be known if it were understood, so that it is found again when it is.
      const externalId = (meaning.Id ?? OwnId).safeParse(row).data ?? null;
      return { rejected: { kind: meaning.kind, externalId, payload: row, reason } };
    }
    const observation = {
      externalId: meaning.externalIdOf(wire.data),
      ...payloadOf(row),
      version: meaning.versionOf(wire.data),
      observedAt: context.observedAt,
      record: meaning.recordOf(wire.data, context),
    };
    return { observation };
  };
}

/** Sorts the rows into the ones understood and the ones rejected, each in the order they came. */
export function readRows(
  rows: readonly unknown[],
  read: RowReader,
  context: ReadingContext,
): { observations: Observation[]; rejected: RejectedRow[] } {
  const results = rows.map((row) => read(row, context));
  return {
    observations: results.flatMap((result) => ('observation' in result ? [result.observation] : [])),
    rejected: results.flatMap((result) => ('rejected' in result ? [result.rejected] : [])),
  };
}
