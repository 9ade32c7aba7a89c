/**
 * Reliatic's PUT replaces the whole asset, and takes no version to compare: what somebody else has changed between the
 * reading and the writing is written over. Its webhooks tell of it afterwards, by the state before each change.
 */
import { stringify } from 'safe-stable-stringify';
import type { OverwrittenValue, StateChange } from '../connector.ts';
import type { WireRecord } from './client.ts';
import { graphFieldOfAsset, wholeRecords } from './conventions.ts';

export interface AssetReplacement {
  /** By Reliatic's clock. */
  readAt: Date;
  read: WireRecord;
  written: WireRecord;
}

type State = Readonly<Record<string, unknown>>;

/**
 * What a replacement that was carried out has written over, as far as it is told.
 * @param changes of the asset while the replacement was under way, oldest first, its own among them unless it was lost.
 */
export function overwrittenBy(
  { read, written }: Omit<AssetReplacement, 'readAt'>,
  changes: readonly Pick<StateChange, 'before' | 'after'>[],
): OverwrittenValue[] {
  const own = changes.find(({ after }) => agree(after, written, Object.keys(written).filter(isStated)));
  const lost = own?.before ?? (agree(written, read) ? read : madeOf(read, changes));
  return Object.keys(written)
    .filter((field) => !same(lost[field], read[field]) && !same(lost[field], written[field]))
    .filter((field) => (own ? same(own.after[field], written[field]) : isStated(field)))
    .map((field) => ({ field: graphFieldOfAsset(field), value: textOf(field, lost[field]) }));
}

/**
 * What others made of the state that was read, where the webhook of the own change is lost. That state was there before
 * the own change alone, so whatever was made of it was written over.
 */
function madeOf(read: State, changes: readonly Pick<StateChange, 'before' | 'after'>[]): State {
  let state = read;
  for (const { before, after } of changes) if (agree(before, state)) state = after;
  return state;
}

/** Fields that no service computes by itself. */
const stated: ReadonlySet<string> = new Set([
  ...wholeRecords.asset,
  'description',
  'manufacturer',
  'model',
  'serial_number',
  'location',
  'parent_id',
]);
const isStated = (field: string): boolean => stated.has(field);

const agree = (one: State, other: State, fields: Iterable<string> = stated): boolean =>
  [...fields].every((field) => same(one[field], other[field]));

/** Nothing is the same as null, and blanks around a text say nothing. */
const same = (one: unknown, other: unknown): boolean => stringify(plain(one)) === stringify(plain(other));
const plain = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : (value ?? null));

const words: ReadonlySet<string> = new Set(['asset_type', 'status']);

function textOf(field: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') return stringify(value) ?? null;
  return words.has(field) ? value.toUpperCase() : value;
}
