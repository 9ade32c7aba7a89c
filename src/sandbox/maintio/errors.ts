import type { z } from 'zod';
import { statusOf, type MaintioErrorCode } from './conventions.ts';

/** A refusal in Maint.io's words. */
export class MaintioError extends Error {
  override readonly name = 'MaintioError';
  readonly code: MaintioErrorCode;

  constructor(code: MaintioErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return statusOf[this.code];
  }

  get body(): object {
    return { error: { code: this.code, message: this.message } };
  }
}

export const invalid = (message: string): MaintioError => new MaintioError('VALIDATION_ERROR', message);

export const notFound = (what: string): MaintioError => new MaintioError('NOT_FOUND', `${what} was not found.`);

/** The input in the shape of the schema, or a VALIDATION_ERROR that names every fault. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'} ${issue.message}`).join('; '));
}
