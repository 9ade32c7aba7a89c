/**
 * Everything about MaintainKit that its documentation leaves open, settled here and nowhere else, so that the truth
 * can replace it in one place. What is documented stands with the routes.
 *
 * Spread over the routes, because it is behaviour and not a value:
 * - POST answers 201, everything else 200. PATCH changes the fields it names; null empties an optional one.
 * - A part in a path is found by its id first, then by its sku. A movement names it by `sku`, by `partId`, or by
 *   `part` (either); a location by `location`, `from` and `to` (a number is an id; text is a name first, then an id),
 *   or by `locationId`, `fromId`, `toId`.
 * - GET /stock and GET /movements filter by `part`, `partId`, `sku`, `location`, `locationId` in the same way; a filter
 *   that fits nothing answers an empty list. Lists are in ascending order of id, /stock by part and location.
 * - `limit` and `offset` are whole numbers; without `limit` all rows are answered.
 * - Stock that a consume, a transfer or an adjustment takes below zero is insufficient_stock. `unitCost` of a receipt
 *   stays with its ledger row.
 * - What cannot be read at all (no JSON, another content type) is unprocessable.
 * - A transfer writes two ledger rows and announces both; `onHand` is the part's total after the whole movement.
 */
import { createHmac } from 'node:crypto';
import type { DeliveryPolicy } from '../webhook-sender.ts';

export const apiPrefix = '/api/v1';

/** Of one API key. MaintainKit documents no limit. */
export const requestsPerMinute = 100;

/** Every status goes with these codes; only `unprocessable` is documented. */
export const statusOf = {
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unprocessable: 422,
  insufficient_stock: 422,
  rate_limited: 429,
  internal_error: 500,
} as const;
export type MaintainkitErrorCode = keyof typeof statusOf;

const minute = 60_000;

/** "Exponential backoff for several hours": eight retries, 1 min to 128 min apart, over four and a quarter hours. */
export const deliveryPolicy: DeliveryPolicy = {
  timeoutMs: 10_000,
  retryDelaysMs: Array.from({ length: 8 }, (_, retry) => minute * 2 ** retry),
  headers: ({ event, body, secret }) => ({
    'x-mk-event': event,
    'x-mk-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }),
};

export type MaintainkitEvent = 'stock.movement.created' | 'stock.low' | 'part.created' | 'part.updated';

/** Of a part that states none. */
export const defaultUnit = 'ea';

/** Timestamps of records are those of the documented webhook: milliseconds since 1970. */
export const epochMs = (instant: Date): number => instant.getTime();
