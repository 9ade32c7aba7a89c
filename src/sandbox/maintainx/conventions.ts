/**
 * Everything about MaintainX that its documentation leaves open, settled here and nowhere else, so that the truth can
 * replace it in one place. What is documented stands with the routes. The documentation knows two forms of some
 * requests, a client sample's and the vendor's OpenAPI: both are accepted, and the answers are always the second one's.
 *
 * Spread over the routes, because it is behaviour and not a value:
 * - A key serves one organization, or several. One that serves several must name its choice in X-Organization-Id, or
 *   is told 400; any key that names an organization it does not serve is told 403.
 * - The user of the limit is the key. The headers show the tighter of the two limits; no Retry-After is sent. A caller
 *   without a valid key spends nobody's limit and is shown it untouched. A request beyond one limit spends neither.
 * - 403, 404, 429 and 500 say `{error}`, to reads and writes alike. An id that is no number in a path is 404.
 * - Unknown query parameters and unknown body fields are 400, as are references to what the organization does not have.
 *   `fieldPath` is written as `assignees[0].id`, and null when the body as a whole is at fault; `fieldValue` is null
 *   where the field is missing.
 * - Lists: `limit` is 1 to 200, 100 by default, in all of them. A cursor is an offset and nothing else: the other
 *   parameters are given again with it. The last page has null in `nextCursor` and `nextPageUrl`; `nextPageUrl` is a
 *   whole URL, of the work orders alone. Work orders are sorted by createdAt, updatedAt or dueDate (`-createdAt` by
 *   default, equal ones by id); assets, locations and users by id.
 * - An array filter is given as `a=1&a=2`, as `a[]=1` or as `a=1,2`. Filters are combined with AND, the values of one
 *   with OR. `assignees` are ids of users.
 * - Every field is always present, null where it is empty. Instants are ISO 8601 with milliseconds, in UTC; an instant
 *   that is given as a date alone is that day's first moment.
 * - POST /workorders and PATCH /workorders/:id take, beside the fields of the client sample, `type`, `startDate`,
 *   `estimatedTime`, `categories` and `parentId`. In a PATCH, what is left out stays and null empties. `status` is
 *   changed by PATCH /workorders/:id/status alone, with `{status}`, from any status to any other. DONE sets
 *   `completedAt`, leaving DONE empties it. A PATCH that changes nothing leaves `updatedAt` and announces nothing.
 * - `assignees` are answered users first. Teams have no endpoint: any number is a team.
 * - A deleted work order is in no list and can't be changed; GET /workorders/:id still answers it, with `deletedAt`.
 * - POST /assets takes the asset's own fields; a new asset is ONLINE.
 * - Each change announces one type: WORK_ORDER_STATUS_CHANGE for a status, WORK_ORDER_CHANGE for other fields.
 *   WORK_ORDER_OVERDUE comes once in a work order's life, when a due date passes that is OPEN, IN_PROGRESS or ON_HOLD.
 * - A subscription is ACTIVE at once. Subscribing a URL to a type again answers the subscription that is there.
 */
import { createHmac } from 'node:crypto';
import type { DeliveryPolicy } from '../webhook-sender.ts';

export const apiPrefix = '/v1';

/** Documented. The user is the API key. */
export const requestsPerMinute = { user: 100, organization: 500 } as const;

export const workOrderStatuses = ['OPEN', 'IN_PROGRESS', 'ON_HOLD', 'DONE', 'CANCELED', 'SKIPPED'] as const;
export type WorkOrderStatus = (typeof workOrderStatuses)[number];
export const priorities = ['NONE', 'LOW', 'MEDIUM', 'HIGH'] as const;
export const workOrderTypes = ['PREVENTIVE', 'REACTIVE', 'CYCLE_COUNT', 'OTHER'] as const;

/** Of a work order that states none. */
export const newWorkOrderDefaults = { status: 'OPEN', priority: 'NONE', type: 'REACTIVE' } as const;

/** Work orders in these can be overdue. */
export const unfinishedStatuses: readonly WorkOrderStatus[] = ['OPEN', 'IN_PROGRESS', 'ON_HOLD'];

export const webhookTypes = [
  'NEW_WORK_ORDER',
  'WORK_ORDER_CHANGE',
  'WORK_ORDER_STATUS_CHANGE',
  'WORK_ORDER_DELETE',
  'WORK_ORDER_OVERDUE',
  'NEW_ASSET',
  'ASSET_STATUS_CHANGE',
] as const;
export type WebhookType = (typeof webhookTypes)[number];

/** The names of a webhook's fields, which the documentation does not print. */
export function webhookBody(type: WebhookType, organizationId: string, at: Date, subject: object): object {
  return { type, orgId: Number(organizationId), occurredAt: isoInstant(at), ...subject };
}

const minute = 60_000;

/**
 * Documented: 10 s, and the signature. Convention: the time is in seconds; a failure is followed by retries after
 * 1 min, 5 min, 15 min, 1 h and 6 h.
 */
export const deliveryPolicy: DeliveryPolicy = {
  timeoutMs: 10_000,
  retryDelaysMs: [minute, 5 * minute, 15 * minute, 60 * minute, 360 * minute],
  headers: ({ body, secret, at }) => {
    const time = Math.floor(at.getTime() / 1000);
    const signature = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
    return { 'x-maintainx-webhook-body-signature': `t=${time},v1=${signature}` };
  },
};

export const sortFields = ['createdAt', 'updatedAt', 'dueDate'] as const;
export const defaultSort = '-createdAt';

export const isoInstant = (instant: Date): string => instant.toISOString();

/** Behind the cursor stands an offset: what is inserted or taken away before it shifts the rows that follow. */
export const cursorOf = (offset: number): string => Buffer.from(`offset:${offset}`).toString('base64url');

/** Null when the text was never a cursor. */
export function offsetOf(cursor: string): number | null {
  const offset = /^offset:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  return offset === undefined ? null : Number(offset);
}
