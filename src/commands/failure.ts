import type { Service } from '../domain/records.ts';
import { errorCodeOf, type FailureKind, type UpstreamFailure } from '../upstream/failure.ts';

/** The codes of the graph that a command can end with. */
export type CommandErrorCode = (typeof errorCodeOf)[FailureKind];

/** What the user can mend stands beside its field; the codes are the graph's. */
export interface UserError {
  /** Path of the input's field at fault; empty for the whole. */
  field: readonly string[];
  code: CommandErrorCode;
  message: string;
}

/** Why a command was not carried out, when no change of its input would help. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
  readonly code: CommandErrorCode;
  readonly upstream: { service: Service; status: number | null; code: string | null } | null;
  /** The journal's id of it, by which it can be tried again; null where it never came to that. */
  readonly commandId: string | null;

  constructor(
    message: string,
    code: CommandErrorCode,
    upstream: CommandFailure['upstream'] = null,
    commandId: string | null = null,
  ) {
    super(message);
    this.code = code;
    this.upstream = upstream;
    this.commandId = commandId;
  }

  static of(failure: UpstreamFailure): CommandFailure {
    const { service, status, code, kind } = failure;
    return new CommandFailure(failure.message, errorCodeOf[kind], { service, status, code });
  }
}
