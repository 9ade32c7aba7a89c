/** Refusals in MaintainX's words. */

export interface FieldFault {
  error: string;
  /** Null where the body as a whole is at fault. */
  fieldPath: string | null;
  fieldValue: unknown;
}

export class MaintainxError extends Error {
  override readonly name = 'MaintainxError';
  readonly status: 400 | 401 | 403 | 404 | 429 | 500;
  readonly faults: readonly FieldFault[];

  constructor(status: MaintainxError['status'], message: string, faults: readonly FieldFault[] = []) {
    super(message);
    this.status = status;
    this.faults = faults;
  }

  /** What the caller is sent: nothing at all with 401; a write is told each fault of its fields, a read the first. */
  bodyFor(method: string): object | undefined {
    if (this.status === 401) return undefined;
    const isWrite = method !== 'GET';
    return this.status === 400 && isWrite ? { errors: this.faults } : { error: this.message };
  }
}

export function invalid(faults: readonly FieldFault[]): MaintainxError {
  const first = faults[0];
  const message =
    first === undefined ? 'The request is invalid.' : [first.fieldPath ?? 'Request', first.error].join(' ');
  return new MaintainxError(400, message, faults);
}

export const notFound = (what: string): MaintainxError => new MaintainxError(404, `${what} was not found.`);
