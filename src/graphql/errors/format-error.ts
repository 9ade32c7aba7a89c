/** The form in which errors leave the gateway: a code for every one, and nothing of the inside of an unexpected one. */
import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CommandFailure } from '../../commands/failure.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { ErrorCode } from './error-code.ts';

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
  const place = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  if (cause instanceof CommandFailure) {
    const { message, code, upstream } = cause;
    return { message, ...place, extensions: { code, ...(upstream && { upstream }) } };
  }
  const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
  const code = String(extensions['code'] ?? '');
  if (cause instanceof GraphQLError && code !== 'INTERNAL_SERVER_ERROR') {
    const own = codeOf[code] ?? (Object.hasOwn(ErrorCode, code) ? code : ErrorCode.BAD_USER_INPUT);
    return { message: formatted.message, ...place, extensions: { ...extensions, code: own } };
  }
  const id = randomUUID();
  logger.error({ err: cause, errorId: id, path: formatted.path }, 'a request failed unexpectedly');
  return {
    message: `Something went wrong in the gateway (error ${id})`,
    ...place,
    extensions: { code: ErrorCode.INTERNAL },
  };
}
