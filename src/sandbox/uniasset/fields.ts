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

export const optionalEmail = z
  .email({ error: 'must be an email address or null' })
  .nullish()
  .transform((value) => value ?? null);

export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: required(`one of ${words.join(', ')}`) });

/** A moment with its offset; a calendar date stands for its first one in UTC. */
export const optionalInstant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], { error: 'must be an ISO 8601 datetime or date, or null' })
  .nullish()
  .transform((value) => (value == null ? null : new Date(value)));

export const number = (lowest: number, highest: number) => {
  const error = required(`a number from ${lowest} to ${highest}`);
  return z.number({ error }).min(lowest, { error }).max(highest, { error });
};

const largestAmount = 1_000_000_000;

/** An amount of money with at most 2 decimal places. */
export const optionalAmount = z
  .number({ error: 'must be a number or null' })
  .min(0, 'must be 0 or more')
  .max(largestAmount, `must be at most ${largestAmount}`)
  .refine((value) => Number(value.toFixed(2)) === value, 'must have at most 2 decimal places')
  .nullish()
  .transform((value) => value ?? null);
