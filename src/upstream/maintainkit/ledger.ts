/**
 * Reading on in the ledger. Its order and its paging are not documented, so nothing is taken on trust: every page but
 * the first overlaps the row before it by one, and must begin with that row.
 */
import * as z from 'zod';
import { LedgerShifted } from '../connector.ts';
import { NativeId } from '../wire-values.ts';
import { smallestPageCap } from './conventions.ts';

export const rowsPerPage = 500;

export interface LedgerPlace {
  offset: number;
  /** The id that the first row at this offset must have; null when any will do. */
  expectedId: string | null;
}

const ledgerStart: LedgerPlace = { offset: 0, expectedId: null };

const Row = z.looseObject({ id: NativeId });

function idOf(row: unknown): string | null {
  return Row.safeParse(row).data?.id ?? null;
}

/** Where to go on behind `count` rows; null (the start) when none is known. */
export function ledgerPosition(count: number, lastExternalId: string | null): string | null {
  return count > 0 && lastExternalId !== null ? `${count - 1}:${lastExternalId}` : null;
}

/** @throws RangeError when the position is none that this file made. */
export function ledgerPlace(position: string | null): LedgerPlace {
  if (position === null) return ledgerStart;
  const [, offset, expectedId] = /^(\d{1,15}):(.*)$/s.exec(position) ?? [];
  if (offset === undefined) throw new RangeError(`Not a place in the ledger: ${position}`);
  return { offset: Number(offset), expectedId: expectedId || null };
}

/** @throws LedgerShifted when the rows do not begin with the row expected. */
export function assertPlace(place: LedgerPlace, rows: readonly unknown[]): void {
  if (place.expectedId === null) return;
  const found = idOf(rows[0]);
  if (found === place.expectedId) return;
  throw new LedgerShifted(`At offset ${place.offset} stands movement ${found ?? '(none)'}, not ${place.expectedId}`);
}

/**
 * The page behind these rows; null when they are the last. That a page is shorter than asked for proves little, since
 * a service can cap its pages in silence; one that ignores the limit answers more rows than asked for: all of them.
 */
export function placeAfter(place: LedgerPlace, rows: readonly unknown[]): string | null {
  if (rows.length < smallestPageCap || rows.length > rowsPerPage) return null;
  // A row without an id can't be recognised again, so the page behind it is taken as it comes.
  return `${place.offset + rows.length - 1}:${idOf(rows.at(-1)) ?? ''}`;
}
