/**
 * Everything about UniAsset that its documentation leaves open, settled here and nowhere else, so that the truth can
 * replace it in one place. What is documented stands with the routes.
 *
 * Spread over the routes, because it is behaviour and not a value:
 * - Checked in this order: the prefix of the key, the key, whether it was revoked, the requests a minute, the plan, the
 *   permission, the body. A key that is missing, of another prefix or unknown is UNAUTHORIZED. The signals' route asks
 *   for Enterprise alone, so that every lesser plan is ENTERPRISE_REQUIRED there.
 * - A key without a list of permissions has all five; a read-only one has none, because nothing can be read.
 * - Every answer to a write is 201 `{success, data: {id}}`, where `id` is that of what was written: the asset, the
 *   maintenance record, the assignment, the position, the signal. Only VALIDATION_ERROR has `details`.
 * - A method other than POST, and any other path, is NOT_FOUND. Unknown fields are ignored: a tenant in a body, too.
 * - An `assetId` of nobody, or of another organization, is a VALIDATION_ERROR at its path.
 * - An assignment names an email or a location, a signal exactly one value. Money has at most 2 decimal places.
 * - Creation through the API announces itself like creation in the application. Positions and signals announce nothing.
 * - A warranty or a document is announced once, when it is `expiringWithinDays` away or nearer.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { DeliveryPolicy } from '../webhook-sender.ts';

/** Documented. */
export const apiPrefix = '/api/integrations';

/** Documented with the endpoints. */
export type Permission =
  | 'asset:create'
  | 'maintenance:create'
  | 'assignment:update'
  | 'asset:location'
  | 'iot:signal:ingest';

/** The plans that open the API, and those that open the signals. Documented. */
export const sufficientPlans: Readonly<Record<'api' | 'signals', readonly string[]>> = {
  api: ['Business', 'Enterprise'],
  signals: ['Enterprise'],
};

/** Of an organization that states none. */
export const defaultPlan = 'Enterprise';

/** Of one API key. UniAsset documents no limit. */
export const requestsPerMinute = 100;

/** The first five are documented with their statuses. */
export const statusOf = {
  PLAN_UPGRADE_REQUIRED: 403,
  ENTERPRISE_REQUIRED: 403,
  FORBIDDEN: 403,
  KEY_REVOKED: 401,
  VALIDATION_ERROR: 422,
  UNAUTHORIZED: 401,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
} as const;
export type UniassetErrorCode = keyof typeof statusOf;

export const assetStatuses = ['Active', 'In Maintenance', 'Damaged', 'Disposed'] as const;
export const defaultAssetStatus: (typeof assetStatuses)[number] = 'Active';

/** Documented. */
export const signalSeverities = ['INFO', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

/** Of an incident. */
export const incidentSeverities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

/** The documentation names the events in words alone. */
export type UniassetEvent =
  | 'asset.created'
  | 'assignment.changed'
  | 'maintenance.created'
  | 'warranty.expiring'
  | 'document.expiring'
  | 'incident.created';

/** How far ahead an expiry is announced. */
export const expiringWithinDays = 30;

const minute = 60_000;

/** Neither timeout nor retries are documented: 10 s, and six retries from 1 min to 32 min apart. */
export const deliveryPolicy: DeliveryPolicy = {
  timeoutMs: 10_000,
  retryDelaysMs: Array.from({ length: 6 }, (_, retry) => minute * 2 ** retry),
  headers: ({ event, body, secret, at }) => ({
    'x-uniasset-event': event,
    'x-uniasset-signature': createHmac('sha256', secret).update(body).digest('hex'),
    'x-uniasset-timestamp': isoInstant(at),
  }),
};

export const isoInstant = (instant: Date): string => instant.toISOString();

/** Ids are opaque: a word nobody can read anything from. */
export const newId = (): string => `c${randomBytes(12).toString('hex')}`;
