/** Errors beside the input's fields. */
import { errorCodeOf, type UpstreamFailure } from '../upstream/failure.ts';
import type { UserError } from './failure.ts';

const longest = 10_000;

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

/** A service's refusal: its field errors where it names fields, else its sentence on the field given, or on the whole. */
export function refusal(failure: UpstreamFailure, field: readonly string[] = []): UserError[] {
  const code = errorCodeOf[failure.kind];
  if (failure.faults.length === 0) return [{ field, code, message: failure.message }];
  return failure.faults.map((fault) => ({ field: [fault.field], code, message: fault.message }));
}
