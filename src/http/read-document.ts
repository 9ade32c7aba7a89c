/** A document as it comes over a WebSocket: what is wrong with it is an answer, where graphql-ws would close the socket. */
import { GraphQLError, parse, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { noEndlessDocument } from '../graphql/execution/written-out.ts';

/** A document of more tokens than this is refused before it is read to its end. */
export const maxTokens = 15_000;

/** How many documents are remembered, and how long one may be for that, in characters. */
const mostKnown = 1_000;
const longestKnown = 10_000;

type ReadDocument = { document: DocumentNode; errors?: undefined };
type Read = ReadDocument | { document?: undefined; errors: readonly GraphQLError[] };

/** The boards of a plant all send the same few documents, and all at once when they come back: each is read once. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #known = new Map<string, ReadDocument>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  read(text: string): Read {
    const known = this.#known.get(text);
    if (known) return known;
    const read = readDocument(this.#schema, text);
    if (read.document && text.length <= longestKnown) {
      if (this.#known.size >= mostKnown) this.#known.clear();
      this.#known.set(text, read);
    }
    return read;
  }
}

function readDocument(schema: GraphQLSchema, text: string): Read {
  try {
    const document = parse(text, { maxTokens });
    const errors = validate(schema, document, [...specifiedRules, noEndlessDocument]);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    // What is nested too deeply for the stack is no syntax error.
    return { errors: [error instanceof GraphQLError ? error : new GraphQLError(String(error))] };
  }
}
