/** Values as the services write them on the wire, and what they mean. Liberal: what can be understood is. */
import Big from 'big.js';
import * as z from 'zod';
import { fromMinor, type Money } from '../domain/money.ts';
import { parseQuantity } from '../domain/quantity.ts';
import type { OrUnknown } from '../domain/or-unknown.ts';

/** PostgreSQL has no NUL in a text, and half a surrogate pair is no character. */
const isPlainText = (text: string): boolean => !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);

const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A native id, uuid or integer, as the string it is referred to by. A uuid is the same one in either case, and is
 * written in lower case (RFC 9562 section 4); any other id is its letters.
 */
export const NativeId = z.union([z.string().min(1).max(200).refine(isPlainText), z.int()]).transform((id) => {
  const text = String(id);
  return uuidForm.test(text) ? text.toLowerCase() : text;
});

/** A field that may be null, or left out: both are null. */
export function nullable<Schema extends z.ZodType>(schema: Schema) {
  return z.nullable(schema).default(null);
}

export const Text = nullable(z.string());

function lettersOf(word: string): string {
  return word.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** The known word that `raw` is, whatever its case and separators (`Medium High` is MEDIUM_HIGH), or null. */
export function knownWord<Word extends string>(words: readonly Word[], raw: unknown): Word | null {
  if (typeof raw !== 'string') return null;
  const letters = lettersOf(raw);
  return words.find((word) => lettersOf(word) === letters) ?? null;
}

/** One of the known words; anything else, a missing one included, is UNKNOWN and no error. */
export function WordOf<Word extends string>(words: readonly Word[]) {
  return z
    .unknown()
    .optional()
    .transform((raw): OrUnknown<Word> => knownWord(words, raw) ?? 'UNKNOWN');
}

/** Epoch times below this are seconds, the others milliseconds: 1e12 ms is 2001, 1e12 s is the year 33658. */
const firstMillisecond = 1e12;

/** A date, then perhaps a time, then perhaps a zone. */
const isoForm = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

function instantOf(raw: string | number): Date {
  if (typeof raw === 'number' || /^\d{9,}$/.test(raw)) {
    const epoch = Number(raw);
    return new Date(epoch < firstMillisecond ? epoch * 1000 : epoch);
  }
  const iso = isoForm.exec(raw);
  if (iso === null) return new Date(Number.NaN);
  // A time without a zone would be read as the gateway's own; the services write UTC.
  const isLocal = raw.length > 10 && iso[1] === undefined;
  return new Date(isLocal ? `${raw}Z` : raw);
}

/** Years have four digits, and the first is 1: what is beyond PostgreSQL does not take. False for no date at all. */
const isHeld = (instant: Date): boolean => instant.getUTCFullYear() >= 1 && instant.getUTCFullYear() <= 9999;

/** A moment: ISO 8601 (UTC where it names no zone), epoch milliseconds or epoch seconds. */
export const Instant = z.union([z.string(), z.number()]).transform((raw, context) => {
  const instant = instantOf(raw);
  if (isHeld(instant)) return instant;
  context.addIssue('is neither an ISO 8601 nor an epoch time');
  return z.NEVER;
});

function isCalendarDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const midnight = new Date(`${date}T00:00:00Z`);
  return isHeld(midnight) && midnight.toISOString().startsWith(date);
}

/** A calendar date as YYYY-MM-DD; of a date with a time, the date as it is written. */
export const CalendarDate = z.string().transform((raw, context) => {
  const [date = ''] = raw.split(/[T ]/);
  if (isCalendarDate(date)) return date;
  context.addIssue('is not a calendar date');
  return z.NEVER;
});

/** A decimal number, or a string that is one. */
export const Decimal = z.union([z.number(), z.string()]).transform((raw, context) => {
  try {
    return new Big(raw);
  } catch {
    context.addIssue('is not a decimal number');
    return z.NEVER;
  }
});

/** A stock quantity in the part's unit, with at most 3 decimal places; a number, or a string that is one. */
export const Quantity = z.union([z.number(), z.string()]).transform((raw, context) => {
  const quantity = parseQuantity(raw);
  if (quantity !== null) return quantity;
  context.addIssue('is not a quantity with at most 3 decimal places');
  return z.NEVER;
});

/** Money in the connection's currency from whole minor units that come without one. */
export function moneyOf(amountMinor: number | null, currency: string): Money | null {
  return amountMinor === null ? null : fromMinor(amountMinor, currency);
}
