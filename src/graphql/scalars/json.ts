import { GraphQLScalarType } from 'graphql';
import { GraphQLJSON } from 'graphql-scalars';

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON: an object, a list, a text, a number, true, false or null.',
  serialize: (value) => value,
  parseValue: (value) => GraphQLJSON.parseValue(value),
  parseLiteral: (node, variables) => GraphQLJSON.parseLiteral(node, variables),
});
