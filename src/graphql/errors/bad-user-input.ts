import { GraphQLError } from 'graphql';

/** An argument that can't be taken: the message names it and says what is allowed. */
export const badUserInput = (argument: string, message: string): GraphQLError =>
  new GraphQLError(`${argument} ${message}`, { extensions: { code: 'BAD_USER_INPUT', argument } });
