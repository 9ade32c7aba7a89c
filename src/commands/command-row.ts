/** A command as the journal has it. */
import type { PrismaClient } from '../database/generated/client.ts';
import type { Service } from '../domain/records.ts';
import type { OverwrittenValue } from '../upstream/connector.ts';
import type { Results } from './definition.ts';
import type { CommandErrorCode, CommandFailure, UserError } from './failure.ts';

export const commandStatuses = ['PENDING', 'SENT', 'SUCCEEDED', 'REJECTED', 'UNCERTAIN'] as const;
export type CommandStatus = (typeof commandStatuses)[number];

export interface CommandView {
  id: string;
  name: string;
  status: CommandStatus;
  /** Null for a command that is the sum of its parts. */
  service: Service | null;
  attempts: number;
  isQueued: boolean;
  createdAt: Date;
  settledAt: Date | null;
  upstreamId: string | null;
  userErrors: readonly UserError[];
  overwritten: readonly OverwrittenValue[];
}

export interface Outcome {
  command: CommandView | null;
  results: Results;
  userErrors: readonly UserError[];
}

/** What the journal keeps of a command's end. */
export interface StoredOutcome {
  results?: Results;
  /** What the service's answer left out is being read: the results are not all of them yet. */
  isIncomplete?: true;
  userErrors?: readonly UserError[];
  /** What somebody else had changed while it was under way, and it has written over; left out: nothing is known of it. */
  overwritten?: readonly OverwrittenValue[];
  /** Why it was not carried out, where no change of the input would help. */
  failure?: { message: string; code: CommandErrorCode; upstream: CommandFailure['upstream'] };
}

export type CommandRow = NonNullable<Awaited<ReturnType<PrismaClient['command']['findUnique']>>>;

export const outcomeOf = ({ outcome }: Pick<CommandRow, 'outcome'>): StoredOutcome => (outcome ?? {}) as StoredOutcome;

/** Why it was not done, whoever could mend it. */
function errorsOf(row: CommandRow): readonly UserError[] {
  const { userErrors = [], failure } = outcomeOf(row);
  return failure ? [{ field: [], code: failure.code, message: failure.message }] : userErrors;
}

export function viewOf(row: CommandRow): CommandView {
  const { id, name, attempts, isQueued, createdAt, settledAt, upstreamId } = row;
  return {
    id,
    name,
    attempts,
    isQueued,
    createdAt,
    settledAt,
    upstreamId,
    status: row.status as CommandStatus,
    service: row.service as Service | null,
    userErrors: errorsOf(row),
    overwritten: outcomeOf(row).overwritten ?? [],
  };
}
