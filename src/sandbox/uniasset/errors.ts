import type { z } from 'zod';
import { statusOf, type UniassetErrorCode } from './conventions.ts';

export interface FieldFault {
  path: string;
  message: string;
}

/** A refusal in UniAsset's words. */
export class UniassetError extends Error {
  override readonly name = 'UniassetError';
  readonly code: UniassetErrorCode;
  readonly details: readonly FieldFault[];

  constructor(code: UniassetErrorCode, message: string, details: readonly FieldFault[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return statusOf[this.code];
  }

  get body(): object {
    const error = { code: this.code, message: this.message };
    return { error: this.code === 'VALIDATION_ERROR' ? { ...error, details: this.details } : error };
  }
}

export const notFound = (what: string): UniassetError => new UniassetError('NOT_FOUND', `${what} was not found.`);

export function invalid(...details: FieldFault[]): UniassetError {
  return new UniassetError('VALIDATION_ERROR', 'The request payload is invalid.', details);
}

/** The input in the shape of the schema, or a VALIDATION_ERROR with one detail for each fault. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(
    ...parsed.error.issues.map((issue) => ({ path: issue.path.join('.') || 'body', message: issue.message })),
  );
}
