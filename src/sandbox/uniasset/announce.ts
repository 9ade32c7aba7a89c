import type { Change } from '../webhook-outbox.ts';
import { isoInstant, type UniassetEvent } from './conventions.ts';

/** Queues one of UniAsset's events. */
export async function announce(
  change: Change,
  organizationId: string,
  event: UniassetEvent,
  happenedAt: Date,
  data: object,
): Promise<void> {
  const timestamp = isoInstant(happenedAt);
  await change.announce(organizationId, event, () => ({ event, timestamp, data }));
}
