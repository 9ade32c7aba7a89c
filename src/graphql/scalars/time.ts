/** Times and dates: graphql-scalars reads them; what the database wrote as JSON needs no second reading on its way out. */
import { GraphQLScalarType } from 'graphql';
import { GraphQLDate, GraphQLDateTimeISO } from 'graphql-scalars';

export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment in ISO 8601, UTC: 2026-04-01T12:00:00Z.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  parseValue: (value) => GraphQLDateTimeISO.parseValue(value),
  parseLiteral: (node, variables) => GraphQLDateTimeISO.parseLiteral(node, variables),
  serialize(value) {
    if (typeof value === 'string') return value.endsWith('+00:00') ? `${value.slice(0, -6)}Z` : value;
    return (value as Date).toISOString();
  },
});

export const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar date: 2026-04-01.',
  parseValue: (value) => dateOnly(GraphQLDate.parseValue(value)),
  parseLiteral: (node, variables) => dateOnly(GraphQLDate.parseLiteral(node, variables)),
  serialize: (value) => String(value),
});

const dateOnly = (date: Date): string => date.toISOString().slice(0, 10);
