import type { z } from 'zod';

/** The documented codes and their statuses. */
const statusOf = {
  validation_error: 400,
  invalid_api_key: 401,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  internal_error: 500,
} as const;
export type ReliaticErrorCode = keyof typeof statusOf;

export interface FieldFault {
  field: string;
  message: string;
}

/** A refusal in Reliatic's words. */
export class ReliaticError extends Error {
  override readonly name = 'ReliaticError';
  readonly code: ReliaticErrorCode;
  readonly details: readonly FieldFault[];

  constructor(code: ReliaticErrorCode, message: string, details: readonly FieldFault[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return statusOf[this.code];
  }

  /** The documentation prints the body for a bad key in full, and it has no details. */
  get body(): object {
    const body = { error: this.code, message: this.message };
    return this.code === 'invalid_api_key' ? body : { ...body, details: this.details };
  }
}

export const notFound = (what: string): ReliaticError => new ReliaticError('not_found', `${what} was not found.`);

export function invalid(...details: FieldFault[]): ReliaticError {
  return new ReliaticError('validation_error', 'The request is invalid.', details);
}

/** The input in the shape of the schema, or a validation_error with one detail for each fault. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(
    ...parsed.error.issues.map((issue) => ({ field: issue.path.join('.') || 'body', message: issue.message })),
  );
}
