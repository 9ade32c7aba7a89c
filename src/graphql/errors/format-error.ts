/** The form in which errors leave the gateway: a code for every one, and nothing of the inside of an unexpected one. */
import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CommandFailure } from '../../commands/failure.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { ErrorCode } from './error-code.ts';
import { messageWithoutSecrets } from './hidden-values.ts';

/** The gateway's codes for what Apollo Server and graphql-js find wrong with a request. */
const codeOf: Readonly<Record<string, ErrorCode>> = {
  GRAPHQL_PARSE_FAILED: ErrorCode.BAD_USER_INPUT,
  GRAPHQL_VALIDATION_FAILED: ErrorCode.BAD_USER_INPUT,
  OPERATION_RESOLUTION_FAILURE: ErrorCode.BAD_USER_INPUT,
  BAD_REQUEST: ErrorCode.BAD_USER_INPUT,
  PERSISTED_QUERY_NOT_FOUND: ErrorCode.NOT_FOUND,
  PERSISTED_QUERY_NOT_SUPPORTED: ErrorCode.BAD_USER_INPUT,
};

export function formatError(formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const place = placeOf(formatted);
  if (cause instanceof CommandFailure) return { message: cause.message, ...place, extensions: extensionsOf(cause) };
  const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
  const { code } = extensions;
  if (cause instanceof GraphQLError && code !== 'INTERNAL_SERVER_ERROR') {
    const message = (error instanceof GraphQLError && messageWithoutSecrets(error)) || formatted.message;
    return { message, ...place, extensions: { ...extensions, code: ownCode(cause.extensions['code'] ?? code) } };
  }
  const id = randomUUID();
  logger.error({ err: cause, errorId: id, path: formatted.path }, 'a request failed unexpectedly');
  const message = `Something went wrong in the gateway (error ${id})`;
  return { message, ...place, extensions: { code: ErrorCode.INTERNAL } };
}

/** Where a command was written down, its id leads to what became of it, and to another try. */
const extensionsOf = ({ code, upstream, commandId }: CommandFailure): Record<string, unknown> => ({
  code,
  ...(upstream && { upstream }),
  ...(commandId !== null && { commandId }),
});

function placeOf({ locations, path }: GraphQLFormattedError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return { ...(locations && { locations }), ...(path && { path }) };
}

/** A GraphQLError without a code of ours is graphql-js's own word on a request that it can't carry out. */
function ownCode(code: unknown): ErrorCode {
  if (typeof code !== 'string') return ErrorCode.BAD_USER_INPUT;
  return Object.values(ErrorCode).find((own) => own === code) ?? codeOf[code] ?? ErrorCode.BAD_USER_INPUT;
}
