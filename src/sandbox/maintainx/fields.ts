import { z } from 'zod';
import { invalid, type FieldFault } from './errors.ts';

/** Field schemas with messages that follow the field's name: "limit must be …". */

type Path = readonly PropertyKey[];

/** The input in the shape of the schema, or a 400 with one fault for each field at fault. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap((issue) => faultsOf(issue, input)));
}

function faultsOf(issue: z.core.$ZodIssue, input: unknown): FieldFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => fault([...issue.path, key], 'is not known', input));
  }
  const isWholeBody = issue.path.length === 0;
  return [fault(issue.path, isWholeBody ? 'must be a JSON object' : issue.message, isWholeBody ? undefined : input)];
}

function fault(path: Path, error: string, input: unknown): FieldFault {
  return { error, fieldPath: fieldPath(path), fieldValue: valueAt(path, input) ?? null };
}

function fieldPath(path: Path): string | null {
  if (path.length === 0) return null;
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .slice(1);
}

function valueAt(path: Path, input: unknown): unknown {
  return path.reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }, input);
}

const required = (wanted: string) => (issue: { input?: unknown }) =>
  issue.input === undefined || issue.input === null ? 'is required' : `must be ${wanted}`;

/** PostgreSQL has no NUL in text. */
const hasNoNul = (value: string): boolean => !value.includes('\u0000');

export const text = z
  .string({ error: required('a string') })
  .refine((value) => value.trim() !== '', 'must not be empty')
  .refine(hasNoNul, 'must not contain NUL');

export const optionalText = z
  .string({ error: 'must be a string or null' })
  .refine(hasNoNul, 'must not contain NUL')
  .nullable()
  .optional();

export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: required(`one of ${words.join(', ')}`) });

const largestId = 2_147_483_647;

const idMessage = required('an id');
const isId = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= largestId;

/** An id in digits, of a path or a query. */
export const idInText = z
  .string({ error: idMessage })
  .regex(/^\d{1,10}$/, { error: idMessage })
  .transform(Number)
  .refine(isId, { error: idMessage });

/** Both forms: the client sample's text and the OpenAPI's integer. */
export const id = z.union([z.number().refine(isId), idInText], { error: idMessage });

export const optionalId = id.nullable().optional();

const instantMessage = 'must be an ISO 8601 date and time';

/** A date alone is its first moment in UTC. */
export const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], { error: instantMessage })
  .transform((value) => new Date(value));

export const optionalInstant = instant.nullable().optional();

/** A week beyond a year: no estimate of a work order is longer. */
const longestEstimate = 32_140_800;
const secondsMessage = 'must be a whole number of seconds, 0 or more, or null';

export const optionalSeconds = z
  .int({ error: secondsMessage })
  .min(0, { error: secondsMessage })
  .max(longestEstimate, { error: secondsMessage })
  .nullable()
  .optional();
