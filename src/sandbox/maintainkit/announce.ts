import type { Change } from '../webhook-outbox.ts';
import { epochMs, type MaintainkitEvent } from './conventions.ts';

/** Queues one of MaintainKit's events. */
export async function announce(
  change: Change,
  organizationId: string,
  event: MaintainkitEvent,
  data: object,
): Promise<void> {
  const createdAt = epochMs(change.now());
  await change.announce(organizationId, event, () => ({ event, orgId: Number(organizationId), createdAt, data }));
}
