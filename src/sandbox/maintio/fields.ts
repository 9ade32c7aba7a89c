import { z } from 'zod';
import { tagAlphabet, tagLength } from './conventions.ts';

/** Field schemas whose messages follow the field's name. */

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

export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: required(`one of ${words.join(', ')}`) });

/** A moment with its offset. */
export const instant = z.iso
  .datetime({ offset: true, error: required('an ISO 8601 datetime with its offset') })
  .transform((value) => new Date(value));

export const tagId = z.string().regex(new RegExp(`^[${tagAlphabet}]{${tagLength}}$`));

export const optionalTagId = z
  .string({ error: 'must be a tag id or null' })
  .nullish()
  .transform((value) => value ?? null);

export const wholeNumber = (lowest: number, highest: number) => {
  const error = required(`a whole number from ${lowest} to ${highest}`);
  return z.int({ error }).min(lowest, { error }).max(highest, { error });
};

/** A whole number as a query parameter spells it. */
export const wholeNumberParameter = (lowest: number, highest: number) => {
  const error = `must be a whole number from ${lowest} to ${highest}`;
  return z
    .string({ error })
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((value) => value >= lowest && value <= highest, { error });
};
