import { statusOf, type MaintainkitErrorCode } from './conventions.ts';

/** A refusal in MaintainKit's words. */
export class MaintainkitError extends Error {
  override readonly name = 'MaintainkitError';
  readonly code: MaintainkitErrorCode;

  constructor(code: MaintainkitErrorCode, message: string) {
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

export const unprocessable = (message: string): MaintainkitError => new MaintainkitError('unprocessable', message);

export const notFound = (what: string): MaintainkitError => new MaintainkitError('not_found', `${what} was not found.`);
