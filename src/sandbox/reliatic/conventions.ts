/**
 * Everything about Reliatic that its documentation leaves open, settled here and nowhere else, so that the truth can
 * replace it in one place. What is documented stands with the routes.
 *
 * Spread over the routes, because it is behaviour and not a value:
 * - A list is in the order of creation. A filter with a value outside its words, or an `asset_id` that is no UUID, is
 *   a validation_error; an id that is no UUID in a path is not_found; unknown parameters and fields are ignored.
 * - POST answers 201, everything else 200; DELETE answers the decommissioned asset. Deleting again changes nothing.
 * - PUT /assets/:id replaces: an optional field left out becomes null. `status` alone stays as it is when left out.
 *   A PUT that changes nothing announces nothing; one that sets `decommissioned` announces asset.decommissioned.
 * - Tag numbers need not be unique: the documentation knows no such conflict.
 * - A body that names an asset, a parent or a failure mode of nobody, or of another tenant, is a validation_error.
 * - A missing or malformed Authorization header is `unauthorized`, a key that is unknown or revoked `invalid_api_key`.
 *   Neither spends anybody's rate limit, and both show the limit untouched.
 * - A body that is no JSON, or of another content type, is a validation_error on `body`.
 */
import type { DeliveryPolicy } from '../webhook-sender.ts';
import { createHmac } from 'node:crypto';

export const apiPrefix = '/api/v1';

/** Of one API key. Documented. */
export const requestsPerMinute = 100;

const minute = 60_000;

/** Documented: 10 s, and waits of 1 min, 5 min, 30 min, 2 h. Convention: they follow a first attempt, five in all. */
export const deliveryPolicy: DeliveryPolicy = {
  timeoutMs: 10_000,
  retryDelaysMs: [minute, 5 * minute, 30 * minute, 120 * minute],
  headers: ({ body, secret }) => ({
    'x-reliatic-signature': createHmac('sha256', secret).update(body).digest('hex'),
  }),
};

export type ReliaticEvent =
  | 'asset.created'
  | 'asset.updated'
  | 'asset.decommissioned'
  | 'inspection.completed'
  | 'action.status_changed'
  | 'risk_assessment.created'
  | 'fmea.rpn_changed'
  | 'moc.status_changed'
  | 'alert.escalated';

/** The names of a delivery's fields; `before` is null for what is new. */
export function webhookBody(fields: {
  event: ReliaticEvent;
  at: Date;
  resourceId: string;
  deliveryId: string;
  before: object | null;
  after: object;
}): object {
  return {
    event: fields.event,
    timestamp: isoInstant(fields.at),
    resource_id: fields.resourceId,
    delivery_id: fields.deliveryId,
    before: fields.before,
    after: fields.after,
  };
}

/** As the documentation prints it: no fraction where there is none. */
export const isoInstant = (instant: Date): string => instant.toISOString().replace('.000Z', 'Z');

/** As the domain spells them, on the wire in lower case. */
export type Lower<Words extends readonly string[]> = { [Index in keyof Words]: Lowercase<Words[Index]> };

export function lower<const Words extends readonly string[]>(words: Words): Lower<Words>;
export function lower(words: readonly string[]): string[] {
  return words.map((word) => word.toLowerCase());
}

/** Of an action; the documentation filters by priority without naming any. */
export const actionPriorities = ['low', 'medium', 'high', 'critical'] as const;
export const defaultActionPriority: (typeof actionPriorities)[number] = 'medium';

/** Decimal places of `remaining_life_years`. */
export const remainingLifePlaces = 2;

/** The alert of an action has the action's priority as its severity and climbs the default ladder. */
export function alertState(action: EscalatedAction, level: number, escalatedTo: string, slaDueAt: Date): object {
  return {
    id: action.alertId,
    asset_id: action.assetId,
    action_id: action.id,
    title: action.title,
    severity: action.priority,
    level,
    previous_level: level > 1 ? level - 1 : null,
    escalated_to: escalatedTo,
    sla_due_at: isoInstant(slaDueAt),
  };
}

export interface EscalatedAction {
  id: string;
  /** One alert for each action, which rises from level to level. */
  alertId: string;
  assetId: string;
  title: string;
  priority: string;
}
