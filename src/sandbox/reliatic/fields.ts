import { z } from 'zod';

/** Field schemas with messages a caller of the REST service can act on. */

const required = (wanted: string) => (issue: { input?: unknown }) =>
  issue.input === undefined || issue.input === null ? 'is required' : `must be ${wanted}`;

/** PostgreSQL has no NUL in text. */
const hasNoNul = (text: string): boolean => !text.includes('\u0000');

export const text = z
  .string({ error: required('a string') })
  .refine((value) => value.trim() !== '', 'must not be empty')
  .refine(hasNoNul, 'must not contain NUL');

export const optionalText = z
  .string({ error: 'must be a string or null' })
  .refine(hasNoNul, 'must not contain NUL')
  .nullish()
  .transform((value) => value ?? null);

export const uuid = z.guid({ error: required('a UUID') }).toLowerCase();

export const optionalUuid = z
  .guid({ error: 'must be a UUID or null' })
  .toLowerCase()
  .nullish()
  .transform((value) => value ?? null);

export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: required(`one of ${words.join(', ')}`) });

export const wholeNumber = (lowest: number, highest: number) => {
  const message = required(`a whole number from ${lowest} to ${highest}`);
  return z.int({ error: message }).min(lowest, { error: message }).max(highest, { error: message });
};

/** A decimal with at most 3 places, as the columns keep it. */
export const optionalDecimal = (lowest: number, highest: number) => {
  const error = `must be a number from ${lowest} to ${highest} with at most 3 decimal places, or null`;
  return z
    .number({ error })
    .min(lowest, { error })
    .max(highest, { error })
    .refine((value) => Number(value.toFixed(3)) === value, { error })
    .nullish()
    .transform((value) => value ?? null);
};

const dateMessage = 'must be an ISO 8601 date';
const calendarDate = z.iso.date({ error: required('an ISO 8601 date') });
const instant = z.iso.datetime({ offset: true, error: dateMessage }).transform((value) => {
  return new Date(value).toISOString().slice(0, 10);
});

/** A calendar date; an instant stands for the UTC day it falls on. */
export const date = z.union([calendarDate, instant], { error: required('an ISO 8601 date') });

export const optionalDate = date.nullish().transform((value) => value ?? null);

/** A whole number as a query parameter spells it. */
export const wholeNumberParameter = (lowest: number, highest: number) => {
  const error = `must be a whole number from ${lowest} to ${highest}`;
  return z
    .string({ error })
    .regex(/^-?\d{1,9}$/, { error })
    .transform(Number)
    .refine((value) => value >= lowest && value <= highest, { error });
};
