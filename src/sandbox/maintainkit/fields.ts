import type Big from 'big.js';
import { z } from 'zod';
import { parseQuantity } from '../../domain/quantity.ts';
import { unprocessable } from './errors.ts';

/** Field schemas whose messages are whole sentences: the first one is the answer. */

/** The input in the shape of the schema, or an unprocessable error with the first fault. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const isWholeBody = issue === undefined || issue.path.length === 0;
  throw unprocessable(isWholeBody ? 'The request body must be a JSON object.' : issue.message);
}

const hasNoNul = (text: string): boolean => !text.includes('\u0000');

export const text = (name: string) => {
  const error = `\`${name}\` must be a text that is not empty.`;
  return z
    .string({ error })
    .refine((value) => value.trim() !== '' && hasNoNul(value), { error })
    .transform((value) => value.trim());
};

export const nullableText = (name: string) => {
  const error = `\`${name}\` must be a text or null.`;
  return z.string({ error }).refine(hasNoNul, { error }).nullable();
};

/** Integer cents, 0 or more. */
export const cents = (name: string) => {
  const error = `\`${name}\` must be a whole number of cents, 0 or more.`;
  return z.int({ error }).min(0, { error });
};

/** A quantity with at most 3 decimal places that passes the rule. */
export const quantity = (name: string, rule: string, isAllowed: (value: Big) => boolean) => {
  const error = `\`${name}\` must be a number ${rule}, with at most 3 decimal places.`;
  return z.number({ error }).transform((value, context) => {
    const parsed = parseQuantity(value);
    if (parsed !== null && isAllowed(parsed)) return parsed;
    context.addIssue({ code: 'custom', message: error });
    return z.NEVER;
  });
};

/** An id, or a text that names the same. */
export const reference = (name: string) => {
  const error = `\`${name}\` must be an id or a name.`;
  return z.union([z.int(), z.string().refine((value) => value.trim() !== '' && hasNoNul(value))], { error });
};

const parameter = (name: string, lowest: number) => {
  const error = `\`${name}\` must be a whole number from ${lowest}.`;
  return z
    .string({ error })
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((value) => value >= lowest, { error })
    .optional();
};

/** Both may be left out: then all rows are answered. */
export const windowParameters = z.object({ limit: parameter('limit', 1), offset: parameter('offset', 0) });
export type WindowParameters = z.output<typeof windowParameters>;

/** The wire's JSON number for a quantity as PostgreSQL writes it. */
export const wireQuantity = (numeric: string): number => Number(numeric);
