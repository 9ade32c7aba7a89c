import { GraphQLScalarType } from 'graphql';

export const EventCursorScalar = new GraphQLScalarType<string, string>({
  name: 'EventCursor',
  description:
    "A place in the tenant's log of events and changes. Opaque, and of no use to another tenant. The word `start` is the place before everything.",
  serialize: (value) => String(value),
  parseValue: (value) => String(value),
});

/** The log's positions are the tenant's own, so a cursor names its tenant. */
export const encodeEventCursor = (tenantId: string, position: bigint): string =>
  Buffer.from(`${tenantId}/${position}`).toString('base64url');

/** The position of a cursor; null for what is none of this tenant's. */
export function decodeEventCursor(tenantId: string, cursor: string): bigint | null {
  if (cursor === 'start') return 0n;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const position = text.startsWith(`${tenantId}/`) ? text.slice(tenantId.length + 1) : '';
  return /^\d{1,18}$/.test(position) ? BigInt(position) : null;
}
