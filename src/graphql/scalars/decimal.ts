import type Big from 'big.js';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { parseQuantity } from '../../domain/quantity.ts';

function read(value: unknown): Big {
  const quantity = typeof value === 'number' || typeof value === 'string' ? parseQuantity(value) : null;
  if (quantity) return quantity;
  throw new GraphQLError(
    `a Decimal is a number or a numeric string with at most 3 decimal places, not ${JSON.stringify(value)}`,
    {
      extensions: { code: 'BAD_USER_INPUT' },
    },
  );
}

export const DecimalScalar = new GraphQLScalarType<Big, number>({
  name: 'Decimal',
  description:
    'A quantity with at most 3 decimal places. Give a number or a numeric string; the answer is a JSON number. Nothing is ever rounded through a binary float.',
  parseValue: read,
  parseLiteral: (node) =>
    node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.STRING ? read(node.value) : read(null),
  serialize: (value) => (typeof value === 'number' ? value : Number(value)),
});
