/** UniAsset's webhooks: what they are signed with, and what they say. Their time stands in a header that is not signed. */
import type { WebhookNotice, WebhookReader } from '../connector.ts';
import { readRows, type RowReader } from '../row-reader.ts';
import { isSignedBy, singleHeader } from '../signature.ts';
import { parseWebhookBody } from '../webhook-body.ts';
import { Instant } from '../wire-values.ts';
import { WebhookBody } from './conventions.ts';
import * as toDomain from './to-domain.ts';

const toleranceMs = 300_000;

const readerOf: Readonly<Record<string, RowReader>> = {
  'asset.created': toDomain.readAsset,
  'assignment.changed': toDomain.readAssignment,
  'maintenance.created': toDomain.readMaintenance,
};

export const uniAssetWebhooks: WebhookReader = {
  verify(rawBody, headers, secret, now) {
    const signature = singleHeader(headers, 'x-uniasset-signature');
    const sentAt = Instant.safeParse(singleHeader(headers, 'x-uniasset-timestamp'));
    if (signature === null || !sentAt.success) return false;
    if (Math.abs(now.getTime() - sentAt.data.getTime()) > toleranceMs) return false;
    return isSignedBy(rawBody, signature, secret);
  },

  /** The event's name is taken from the body, which is signed, and not from its header, which is not. */
  parse(rawBody, _headers, { currency }): WebhookNotice {
    const { event, timestamp, data } = parseWebhookBody(rawBody, WebhookBody);
    const read = Object.hasOwn(readerOf, event) ? readerOf[event] : undefined;
    const context = { observedAt: timestamp, currency };
    const said = read === undefined ? { observations: [], rejected: [] } : readRows([data], read, context);
    return { deliveryId: null, event, occurredAt: timestamp, ...said };
  },
};
