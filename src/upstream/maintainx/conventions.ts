/**
 * What MaintainX's documentation leaves open and is assumed here, all of it in this one file: when the truth is known,
 * this is what changes.
 */
import * as z from 'zod';
import { Instant, NativeId, nullable } from '../wire-values.ts';

/** Milliseconds to hold requests after a 429 that names no time: the window is a minute. */
export const assumedRetryAfterMs = 60_000;

/** How far back a pass begins before the newest row of the last one: rows can become visible after later ones. */
export const overlapMs = 120_000;

const Subject = nullable(z.looseObject({ id: NativeId }));

/** The body of a webhook: which record it is about stands by its id, or in the record itself. */
export const WebhookBody = z.looseObject({
  type: z.string().min(1),
  occurredAt: nullable(Instant),
  workOrderId: nullable(NativeId),
  newWorkOrder: Subject,
  assetId: nullable(NativeId),
  newAsset: Subject,
});
