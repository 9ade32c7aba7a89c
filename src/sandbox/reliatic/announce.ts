import type { Change } from '../webhook-outbox.ts';
import { webhookBody, type ReliaticEvent } from './conventions.ts';

/** Queues one of Reliatic's events with the resource before and after. */
export async function announce(
  change: Change,
  organizationId: string,
  event: ReliaticEvent,
  resourceId: string,
  before: object | null,
  after: object,
): Promise<void> {
  const at = change.now();
  await change.announce(organizationId, event, (deliveryId) => {
    return webhookBody({ event, at, resourceId, deliveryId, before, after });
  });
}
