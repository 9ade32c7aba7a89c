/** What is wrong with an input, in a form that can be shown beside the field. */
export type FaultCode = 'BAD_USER_INPUT' | 'INVALID_TRANSITION' | 'INSUFFICIENT_STOCK' | 'NOT_FOUND' | 'CONFLICT';

export interface Fault {
  /** Path to the field at fault: `['transfer', 'toLocationId']`. */
  field: readonly string[];
  code: FaultCode;
  /** Names the field and what is allowed. */
  message: string;
}
