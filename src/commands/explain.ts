/** Errors beside the input's fields. */
import type Big from 'big.js';
import { errorCodeOf, type FailureKind, type UpstreamFailure } from '../upstream/failure.ts';
import type { UserError } from './failure.ts';

const longest = 10_000;
/** Keys stand in an index, whose rows have no room for long ones. */
const longestKey = 200;

/** What no command can take, in whichever of its fields: what PostgreSQL does not store, and an endless key. */
export function inputFaults({ idempotencyKey = null, ...fields }: { idempotencyKey?: string | null }): UserError[] {
  const keyFault: UserError = {
    field: ['idempotencyKey'],
    code: 'BAD_USER_INPUT',
    message: `idempotencyKey must be 1 to ${longestKey} characters, none of them NUL or half of one`,
  };
  return [...(isKey(idempotencyKey) ? [] : [keyFault]), ...storageFaults(fields)];
}

/** Whether the journal can hold the key. */
export const isKey = (key: string | null): boolean =>
  key === null || (key.length >= 1 && key.length <= longestKey && isStorable(key));

/** Ids are looked at by those who look them up. */
function storageFaults(fields: Readonly<Record<string, unknown>>): UserError[] {
  const message = 'must not contain NUL, nor half a character';
  return Object.entries(fields)
    .filter(([name, value]) => !name.endsWith('Id') && typeof value === 'string' && !isStorable(value))
    .map(([name]) => ({ field: [name], code: 'BAD_USER_INPUT', message: `${name} ${message}` }));
}

/** Words that a service may use and nobody can ask for. @param isNeeded null is no word either. */
export function wordFaults(
  input: object,
  fields: readonly string[],
  { isNeeded = false }: { isNeeded?: boolean } = {},
): UserError[] {
  const values = input as Readonly<Record<string, unknown>>;
  return fields
    .filter((field) => values[field] === 'UNKNOWN' || (isNeeded && values[field] === null))
    .map((field) => ({
      field: [field],
      code: 'BAD_USER_INPUT',
      message: `${field} must not be ${String(values[field])}`,
    }));
}

/** The time zone that begins a day before all others, in milliseconds ahead of UTC. Source: IANA, Pacific/Kiritimati. */
const easternmost = 14 * 3_600_000;

/**
 * Calendar dates, YYYY-MM-DD, of what has happened, where they are given. In the east the day is another one than in
 * UTC, and the gateway does not know where a plant stands: a day that has begun somewhere is taken.
 */
export function pastDateFaults(input: object, fields: readonly string[], now: Date): UserError[] {
  const values = input as Readonly<Record<string, unknown>>;
  const last = new Date(now.getTime() + easternmost).toISOString().slice(0, 10);
  const message = `must not be after ${last}, the last day that has begun anywhere`;
  return fields.flatMap((field): UserError[] => {
    const value = values[field];
    if (typeof value !== 'string' || value <= last) return [];
    return [{ field: [field], code: 'BAD_USER_INPUT', message: `${field} ${message}` }];
  });
}

/** A figure within bounds, both included, where it is given. */
export function rangeFaults(
  field: string,
  value: Big | null | undefined,
  { from, to }: { from: number; to: number },
): UserError[] {
  if (!value || (value.gte(from) && value.lte(to))) return [];
  return [
    {
      field: [field],
      code: 'BAD_USER_INPUT',
      message: `${field} must be from ${from} to ${to}, not ${value.toFixed()}`,
    },
  ];
}

/** An update that changes nothing. */
export function changeFaults(input: object, changeable: readonly string[]): UserError[] {
  const values = input as Readonly<Record<string, unknown>>;
  if (changeable.some((field) => values[field] !== undefined)) return [];
  return [{ field: [], code: 'BAD_USER_INPUT', message: `at least one of ${changeable.join(', ')} must be given` }];
}

/** Texts that must say something. */
export function textFaults(input: object, fields: readonly string[]): UserError[] {
  const values = input as Readonly<Record<string, unknown>>;
  return fields.flatMap((field): UserError[] => {
    const value = values[field];
    if (typeof value === 'string' && value.trim() !== '' && value.length <= longest) return [];
    return [
      { field: [field], code: 'BAD_USER_INPUT', message: `${field} must be a text of 1 to ${longest} characters` },
    ];
  });
}

/** What a service takes as an id. */
const longestId = 200;

/** Ids in a service's own words, which nobody here knows. */
export function foreignIdFaults(input: object, fields: readonly string[]): UserError[] {
  const values = input as Readonly<Record<string, unknown>>;
  const message = `must be a text of 1 to ${longestId} characters`;
  return fields.flatMap((field): UserError[] => {
    const value = values[field];
    const isId = typeof value === 'string' && value.trim() !== '' && value.length <= longestId && isStorable(value);
    return isId ? [] : [{ field: [field], code: 'BAD_USER_INPUT', message: `${field} ${message}` }];
  });
}

/** Whether PostgreSQL can hold the text: it has no NUL in it, and half a surrogate pair is no character. */
export const isStorable = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);

/** Before it a year is mistyped. */
const earliest = new Date('1900-01-01T00:00:00Z');

/** Moments of no plant's calendar. */
export function momentFaults(input: object, fields: readonly string[]): UserError[] {
  const values = input as Readonly<Record<string, unknown>>;
  return fields
    .filter((field) => values[field] instanceof Date && values[field] < earliest)
    .map((field) => ({ field: [field], code: 'BAD_USER_INPUT', message: `${field} must not be before the year 1900` }));
}

/** The field that a refusal is about, by its kind, for a service that names none. */
export function fieldByKind(
  { kind }: UpstreamFailure,
  fields: Readonly<Partial<Record<FailureKind, string>>>,
): string[] {
  const field = fields[kind];
  return field === undefined ? [] : [field];
}

/**
 * A service's refusal: its field errors where it names fields, else its sentence on the field given, or on the whole.
 * @param place where in the input a field of that name stands.
 */
export function refusal(
  failure: UpstreamFailure,
  field: readonly string[] = [],
  place: (name: string) => readonly string[] = (name) => [name],
): UserError[] {
  const code = errorCodeOf[failure.kind];
  if (failure.faults.length === 0) return [{ field, code, message: failure.message }];
  return failure.faults.map((fault) => ({ field: place(fault.field), code, message: fault.message }));
}
