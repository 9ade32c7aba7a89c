import { registerEnumType } from 'type-graphql';

export const ErrorCode = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  PLAN_REQUIRED: 'PLAN_REQUIRED',
  NOT_FOUND: 'NOT_FOUND',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  CONFLICT: 'CONFLICT',
  STALE_WRITE: 'STALE_WRITE',
  TAG_CONFLICT: 'TAG_CONFLICT',
  INVALID_TRANSITION: 'INVALID_TRANSITION',
  INSUFFICIENT_STOCK: 'INSUFFICIENT_STOCK',
  RATE_LIMITED: 'RATE_LIMITED',
  QUOTA_EXCEEDED: 'QUOTA_EXCEEDED',
  UPSTREAM_UNAVAILABLE: 'UPSTREAM_UNAVAILABLE',
  UPSTREAM_INVALID: 'UPSTREAM_INVALID',
  QUERY_TOO_COMPLEX: 'QUERY_TOO_COMPLEX',
  INTERNAL: 'INTERNAL',
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

registerEnumType(ErrorCode, {
  name: 'ErrorCode',
  description:
    'Why something was not done. In `userErrors` of a mutation when the input can be mended; else in `extensions.code` of an error.',
  valuesConfig: {
    UNAUTHENTICATED: { description: 'The request has no API key, or one that is unknown, revoked or expired.' },
    FORBIDDEN: { description: 'The key, or the connection to the service, may not do this.' },
    PLAN_REQUIRED: { description: 'The plan with the service does not contain this.' },
    NOT_FOUND: { description: 'What the input names does not exist, or belongs to another tenant.' },
    BAD_USER_INPUT: { description: 'A value is not allowed; the message names the field and what is.' },
    CONFLICT: { description: 'It contradicts something that is already there, such as a taken key.' },
    STALE_WRITE: { description: 'The object has changed since it was read: read it again and repeat.' },
    TAG_CONFLICT: { description: 'The tag is already on another asset.' },
    INVALID_TRANSITION: { description: 'The lifecycle does not lead from the present status to the one asked for.' },
    INSUFFICIENT_STOCK: { description: 'There is less on hand at the location than the movement would take.' },
    RATE_LIMITED: { description: 'The service asks for patience; try again in a minute.' },
    QUOTA_EXCEEDED: { description: "The plan's requests for this month are used up." },
    UPSTREAM_UNAVAILABLE: { description: 'The service that owns the data does not answer, or refuses the connection.' },
    UPSTREAM_INVALID: { description: 'The service answered something that can not be understood.' },
    QUERY_TOO_COMPLEX: { description: 'The query asks for more than one request may: ask for fewer rows or levels.' },
    INTERNAL: { description: 'A fault of the gateway; its id in the message finds it in the log.' },
  },
});
