/** Times and dates: graphql-scalars reads them; what the database wrote as JSON needs no second reading on its way out. */
import { GraphQLError, GraphQLScalarType } from 'graphql';
import { GraphQLDate, GraphQLDateTimeISO } from 'graphql-scalars';

export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment in ISO 8601, UTC: 2026-04-01T12:00:00Z.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  parseValue: (value) => held(GraphQLDateTimeISO.parseValue(value)),
  parseLiteral: (node, variables) => held(GraphQLDateTimeISO.parseLiteral(node, variables)),
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

const dateOnly = (date: Date): string => held(date).toISOString().slice(0, 10);

/** As it is where PostgreSQL takes it. */
function held(date: Date): Date {
  const year = date.getUTCFullYear();
  if (year >= 1 && year <= 9999) return date;
  throw new GraphQLError('a date or moment is from 0001-01-01 to 9999-12-31, in UTC', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
