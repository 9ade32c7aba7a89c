/** /graphql over HTTP: Apollo Server without what a gateway does not need. */
import { ApolloServer, HeaderMap, type ApolloServerPlugin, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { GraphContext } from '../graphql/context.ts';
import { formatError } from '../graphql/errors/format-error.ts';
import { compiledQueries } from '../graphql/execution/compiled-queries.ts';
import { writeAnswer } from '../graphql/execution/json-text.ts';
import { noEndlessDocument } from '../graphql/execution/written-out.ts';
import { decodeEventCursor } from '../graphql/scalars/event-cursor.ts';
import type { Authenticator } from '../tenancy/authenticator.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import type { Logger } from '../telemetry/logger.ts';
import { afterHeader, textWithNotice } from './consistency.ts';
import { maxTokens } from './read-document.ts';
import { noLimit, timeoutFault, timeoutHeader, timeoutOf } from './time-limit.ts';

export interface GraphEndpointDeps {
  schema: GraphQLSchema;
  authenticator: Authenticator;
  contextFor: (viewer: Viewer) => GraphContext;
  /** No call that the work makes to a service lasts longer than that, and none begins later. */
  withinMs: <Result>(ms: number, work: () => Promise<Result>) => Promise<Result>;
  logger: Logger;
}

export async function startApollo({ schema, logger }: GraphEndpointDeps): Promise<ApolloServer<GraphContext>> {
  const apollo = new ApolloServer<GraphContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens },
    validationRules: [noEndlessDocument],
    stringifyResult: writeAnswer,
    formatError: (formatted, error) => formatError(formatted, error, logger),
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (text) => logger.warn(text),
      error: (text) => logger.error(text),
    },
    // cacheControl alone instruments every field; the others speak with Apollo's own services.
    plugins: [
      compiledQueries(schema),
      subscriptionsElsewhere,
      withinAllowance,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}

const subscriptionsElsewhere: ApolloServerPlugin<GraphContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation }) {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return Promise.resolve();
        const message =
          'A subscription is heard over a WebSocket at this address, by the graphql-transport-ws protocol';
        throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
      },
    }),
};

const withinAllowance: ApolloServerPlugin<GraphContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ contextValue: { allowance }, response: { body } }) {
        if (allowance.fault && body.kind === 'single')
          body.singleResult = { errors: [allowance.fault.toJSON()], data: null };
        return Promise.resolve();
      },
    }),
};

export function graphRoute(server: FastifyInstance, apollo: ApolloServer<GraphContext>, deps: GraphEndpointDeps): void {
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: (request, reply) => answer(request, reply, apollo, deps),
    // A body that is too large, or of no type: refused before it is read, in the form of every other refusal.
    errorHandler: (error: Error & { statusCode?: number }, _request, reply) => {
      const { statusCode = 500, message } = error;
      void (statusCode < 500 ? badRequest(reply, message, statusCode) : reply.send(error));
    },
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  apollo: ApolloServer<GraphContext>,
  { authenticator, contextFor, withinMs }: GraphEndpointDeps,
): Promise<FastifyReply> {
  const viewer = await authenticator.viewerOf(request.headers.authorization);
  if (!viewer) return refuse(reply);
  const body = bodyOf(request);
  if (body === malformed) return badRequest(reply, 'The body must be JSON such as {"query": "{ viewer { tenant } }"}');
  const context = contextFor(viewer);
  const after = afterOf(request, viewer);
  if (after === malformed) return badRequest(reply, badToken);
  const timeoutMs = timeoutOf(request.headers[timeoutHeader]);
  if (timeoutMs === noLimit) return badRequest(reply, timeoutFault(timeoutHeader));
  const work = async () => {
    const isReached = after === null || (await context.consistency.reached(after, timeoutMs));
    return { response: await apollo.executeHTTPGraphQLRequest(operationOf(request, body, context)), isReached };
  };
  const { response, isReached } = await (timeoutMs === null ? work() : withinMs(timeoutMs, work));
  return send(reply, response, isReached);
}

const operationOf = (request: FastifyRequest, body: unknown, context: GraphContext) => ({
  httpGraphQLRequest: {
    method: request.method,
    headers: headersOf(request),
    search: request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '',
    body,
  },
  context: () => Promise.resolve(context),
});

const malformed = Symbol('malformed JSON');

function bodyOf({ body }: FastifyRequest): unknown {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return malformed;
  }
}

function headersOf({ headers }: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

/** The position that the answer is to show; null where the request names none. */
function afterOf({ headers }: FastifyRequest, { tenant }: Viewer): bigint | null | typeof malformed {
  const token = headers[afterHeader];
  if (token === undefined) return null;
  return decodeEventCursor(tenant.id, String(token)) ?? malformed;
}

async function send(
  reply: FastifyReply,
  { status, headers, body }: HTTPGraphQLResponse,
  isReached: boolean,
): Promise<FastifyReply> {
  for (const [name, value] of headers) if (isReached || name !== 'content-length') reply.header(name, value);
  reply.status(status ?? 200);
  if (body.kind === 'complete') return reply.send(isReached ? body.string : textWithNotice(body.string));
  // No directive of this schema makes an answer come in pieces.
  throw new Error('an answer in pieces');
}

function refuse(reply: FastifyReply): FastifyReply {
  const message =
    'An API key is needed: send it as "Authorization: Bearer mg_…". This one is missing, unknown, revoked or expired.';
  return reply
    .status(401)
    .header('www-authenticate', 'Bearer realm="maintgraph"')
    .send({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] });
}

const badToken = `${afterHeader} must be the consistencyToken of one of your own mutations`;

function badRequest(reply: FastifyReply, message: string, status = 400): FastifyReply {
  return reply.status(status).send({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
}
