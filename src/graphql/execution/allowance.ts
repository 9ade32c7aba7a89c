/** How much one operation may have in its answer: lists in lists multiply, and what takes seconds keeps others waiting. */
import { GraphQLError } from 'graphql';

/** A hundred rows, with a hundred each, of a hundred fields. */
const mostValues = 1_000_000;

export class Allowance {
  #left = mostValues;
  #fault: GraphQLError | null = null;

  /** Set once it is used up: then it is the whole answer, where every list that was not read would have an error. */
  get fault(): GraphQLError | null {
    return this.#fault;
  }

  /** @throws QUERY_TOO_COMPLEX when that is more than is left. */
  spend(rows: number, fieldsOfEach: number): void {
    this.#left -= rows * fieldsOfEach;
    if (this.#left >= 0) return;
    const message = `The answer would have more than ${mostValues} values: ask for fewer rows, fields or levels`;
    this.#fault ??= new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX' } });
    throw this.#fault;
  }

  /** An operation that is executed again begins again, unless it has failed by this already. */
  renew(): void {
    if (!this.#fault) this.#left = mostValues;
  }
}
