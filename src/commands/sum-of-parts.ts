/** What a command of several services has come to, by what each of them was asked. */
import type { UserError } from './failure.ts';
import { outcomeOf, viewOf, type CommandRow, type CommandStatus, type StoredOutcome } from './command-row.ts';

export interface SumOfParts {
  status: CommandStatus;
  isQueued: boolean;
  attempts: number;
  outcome: StoredOutcome;
}

export const isEnd = (status: CommandStatus): boolean => status === 'SUCCEEDED' || status === 'REJECTED';

/** Done when all of them have done it; what one of them refused does not undo what another one did. */
export function sumOf(parts: readonly CommandRow[]): SumOfParts {
  const status = statusOf(parts);
  const done = parts.filter((part) => part.status === 'SUCCEEDED');
  const results = Object.assign({}, ...done.toReversed().map((part) => outcomeOf(part).results ?? {})) as object;
  const attempts = Math.max(...parts.map((part) => part.attempts));
  return {
    status,
    isQueued: status === 'PENDING',
    attempts,
    outcome: { results: { ...results }, userErrors: errorsOf(parts) },
  };
}

function statusOf(parts: readonly CommandRow[]): CommandStatus {
  const some = (is: (part: CommandRow) => boolean) => parts.some((part) => is(part));
  if (some(({ status, isQueued }) => status === 'SENT' || (status === 'PENDING' && !isQueued))) return 'SENT';
  if (some(({ status }) => status === 'UNCERTAIN')) return 'UNCERTAIN';
  if (some(({ status }) => status === 'PENDING')) return 'PENDING';
  return parts.every(({ status }) => status === 'SUCCEEDED') ? 'SUCCEEDED' : 'REJECTED';
}

/** Each once, though several services may find the same fault. */
function errorsOf(parts: readonly CommandRow[]): UserError[] {
  const errors = parts.flatMap((part) =>
    viewOf(part).userErrors.map((error) => ({ ...error, message: named(error.message, part.service) })),
  );
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}

const named = (message: string, service: string | null): string =>
  service === null || message.includes(service) ? message : `${service}: ${message}`;
