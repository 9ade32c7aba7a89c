import { GraphQLScalarType } from 'graphql';

export const EventCursorScalar = new GraphQLScalarType<string, string>({
  name: 'EventCursor',
  description: "A place in the tenant's log of events. Opaque, and of no use to another tenant.",
  serialize: (value) => String(value),
  parseValue: (value) => String(value),
});

/** The log's positions are the tenant's own, so a cursor names its tenant. */
export const encodeEventCursor = (tenantId: string, position: bigint): string =>
  Buffer.from(`${tenantId}/${position}`).toString('base64url');
