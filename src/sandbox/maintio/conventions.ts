/**
 * Everything about Maint.io that its documentation leaves open, settled here and nowhere else, so that the truth can
 * replace it in one place. What is documented stands with the routes.
 *
 * Spread over the routes, because it is behaviour and not a value:
 * - The lists are `{assets}` and `{records}`, whole, ordered by (updated_at, id); a single resource stands bare. POST
 *   answers 201 for what is new, and 200 for what is there already.
 * - `updated_since` is exclusive, an ISO 8601 instant with its offset. An id that is no UUID, a limit outside 1..1000
 *   and a word that is none of the known are VALIDATION_ERROR; unknown parameters and fields are ignored.
 * - The ids that callers choose are the tenant's own: two tenants may use the same one.
 * - POST of an asset that exists: with `updated_at` as it is stored, the asset is replaced (200); with another
 *   `updated_at`, or with none and another body, it is STALE_WRITE and stays; with none and the same body it is
 *   answered as it stands (200). Optional fields left out are null, and a `tag_id` left out or null leaves the tags.
 * - A record is never changed through the API: the same id with the same body answers it (200), with another body it
 *   is STALE_WRITE. A record of an asset that the tenant does not have is VALIDATION_ERROR.
 * - A tag of another asset is TAG_CONFLICT; one that is unknown or retired is VALIDATION_ERROR. An asset has at most
 *   one tag: assigning another unlinks the first. A tag in a path that the tenant does not have is NOT_FOUND.
 * - The feed holds the oldest `limit` changes of the three kinds together, ordered by (updated_at, kind, id), under
 *   their kinds. `next_updated_since` is the last one's `updated_at`, and the one asked for where there is none. So
 *   rows that share a timestamp may straddle a page, and whoever goes on from there loses the rest of that timestamp.
 * - What one request writes has one timestamp: all tags of a batch, an asset and the tag it takes.
 * - Both limits count for the tenant, over all its keys. A request over the minute's limit spends nothing of the month;
 *   a month is one of the calendar, in UTC. The X-RateLimit headers tell of the minute, on every answer; a request
 *   without a valid key is shown the default plan's, untouched, and spends nothing.
 * - Checked in this order: the key, the minute, the month, the scope, the body.
 */

/** The version stands in the documented paths. */
export const apiPrefix = '';

/** Documented, but for Enterprise, whose numbers are agreed with each customer. Null is no limit. */
export const plans = {
  Solo: { requestsPerMinute: 60, requestsPerMonth: 50_000 },
  Team: { requestsPerMinute: 300, requestsPerMonth: 500_000 },
  Business: { requestsPerMinute: 1_000, requestsPerMonth: 5_000_000 },
  Enterprise: { requestsPerMinute: 5_000, requestsPerMonth: null },
} as const;
export type PlanName = keyof typeof plans;
export const planNames = Object.keys(plans) as PlanName[];

/** Of an organization that states none. */
export const defaultPlan: PlanName = 'Team';

/** What a key may do; the documentation speaks of scopes without naming any. A read-only key has those that read. */
export type Scope =
  | 'assets:read'
  | 'assets:write'
  | 'tags:read'
  | 'tags:write'
  | 'records:read'
  | 'records:write'
  | 'changes:read';

/** The first six are documented with their statuses. */
export const statusOf = {
  INVALID_API_KEY: 401,
  INSUFFICIENT_SCOPE: 403,
  STALE_WRITE: 409,
  TAG_CONFLICT: 409,
  QUOTA_EXCEEDED: 429,
  RATE_LIMITED: 429,
  NOT_FOUND: 404,
  VALIDATION_ERROR: 422,
  INTERNAL_ERROR: 500,
} as const;
export type MaintioErrorCode = keyof typeof statusOf;

/** Documented is `Inspection`. */
export const recordTypes = ['Inspection', 'Repair', 'Service', 'Calibration', 'Other'] as const;

/** Crockford's base 32: no I, L, O or U, which a reader of a worn label would take for something else. */
export const tagAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const tagLength = 10;
export const largestBatch = 1000;

/** Documented. */
export const defaultFeedLimit = 500;
export const largestFeedLimit = 1000;

/** With milliseconds, always: `next_updated_since` must say exactly what it means. */
export const isoInstant = (instant: Date): string => instant.toISOString();
