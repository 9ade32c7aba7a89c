import { z } from 'zod';
import { offsetOf } from './conventions.ts';
import { parse } from './fields.ts';

/** Query strings: both spellings of an array, and the paging parameters of every list. */

const once = z.string({ error: 'must be given once' });

const largestLimit = 200;
const limitMessage = `must be a whole number from 1 to ${largestLimit}`;

export const pageParameters = {
  cursor: once
    .transform((value, context) => {
      const offset = offsetOf(value);
      if (offset !== null) return offset;
      context.addIssue({ code: 'custom', message: 'is not a cursor of this list' });
      return z.NEVER;
    })
    .default(0),
  limit: once
    .regex(/^\d{1,4}$/, { error: limitMessage })
    .transform(Number)
    .refine((value) => value >= 1 && value <= largestLimit, { error: limitMessage })
    .default(100),
};

/** One value, given once. */
export const single = <Schema extends z.ZodType<unknown, string>>(schema: Schema) => once.pipe(schema).optional();

/** Values given as `a=1&a=2`, `a[]=1` or `a=1,2`. */
export const several = <Element extends z.ZodType<unknown, string>>(element: Element) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((value) => [value].flat().flatMap((part) => part.split(',').map((word) => word.trim())))
    .pipe(z.array(element))
    .optional();

/** The query in the shape of the schema; `a[]` is `a`. */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  const given = new Map<string, unknown>();
  for (const [key, value] of Object.entries(z.record(z.string(), z.unknown()).parse(query))) {
    const name = key.endsWith('[]') ? key.slice(0, -2) : key;
    const earlier = given.get(name);
    given.set(name, name === key && earlier === undefined ? value : [earlier ?? [], value].flat());
  }
  return parse(schema, Object.fromEntries(given));
}
