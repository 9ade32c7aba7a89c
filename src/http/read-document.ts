/** A document as it comes over a WebSocket: what is wrong with it is an answer, where graphql-ws would close the socket. */
import { GraphQLError, parse, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { noEndlessDocument } from '../graphql/execution/written-out.ts';

/** A document of more tokens than this is refused before it is read to its end. */
export const maxTokens = 15_000;

type Read = { document: DocumentNode; errors?: undefined } | { document?: undefined; errors: readonly GraphQLError[] };

export function readDocument(schema: GraphQLSchema, text: string): Read {
  try {
    const document = parse(text, { maxTokens });
    const errors = validate(schema, document, [...specifiedRules, noEndlessDocument]);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    // What is nested too deeply for the stack is no syntax error.
    return { errors: [error instanceof GraphQLError ? error : new GraphQLError(String(error))] };
  }
}
