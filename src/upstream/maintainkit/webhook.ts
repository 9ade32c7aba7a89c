/** MaintainKit's webhooks: what they are signed with, and what they say. */
import type * as z from 'zod';
import type { Observation } from '../../domain/records.ts';
import type { RejectedRow, WebhookNotice, WebhookReader } from '../connector.ts';
import { readRows, type ReadingContext } from '../row-reader.ts';
import { isSignedBy, singleHeader } from '../signature.ts';
import { parseWebhookBody } from '../webhook-body.ts';
import { PartEventData, wholePart } from './conventions.ts';
import * as toDomain from './to-domain.ts';
import { WebhookBody } from './wire.ts';

interface Said {
  observations: Observation[];
  rejected: RejectedRow[];
}

const nothing: Said = { observations: [], rejected: [] };

/** A part in a notice is the version of the moment the notice was made, where it does not state its own. */
function readPart(body: z.infer<typeof WebhookBody>, fields: readonly string[], context: ReadingContext): Said {
  const { data } = PartEventData.safeParse(body.data);
  if (data === undefined || !fields.every((field) => data[field] !== undefined)) return nothing;
  const { observations, rejected } = readRows([data], toDomain.readPart, context);
  return {
    observations: observations.map((part) => ({ ...part, version: part.version ?? body.createdAt })),
    rejected,
  };
}

function readData(body: z.infer<typeof WebhookBody>, context: ReadingContext): Said {
  switch (body.event) {
    case 'stock.movement.created':
      return readRows([body.data], toDomain.movementNoticeReader(body.createdAt), context);
    case 'stock.low':
      return readRows([body.data], toDomain.lowNoticeReader(body.createdAt), context);
    case 'part.created':
      return readPart(body, ['sku', 'name'], context);
    case 'part.updated':
      return readPart(body, wholePart, context);
    default:
      return nothing;
  }
}

export const maintainKitWebhooks: WebhookReader = {
  verify(rawBody, headers, secret) {
    const header = singleHeader(headers, 'x-mk-signature');
    if (header === null || !header.startsWith('sha256=')) return false;
    return isSignedBy(rawBody, header.slice('sha256='.length), secret);
  },

  /** The event's name is taken from the body, which is signed, and not from its header, which is not. */
  parse(rawBody, _headers, { currency }): WebhookNotice {
    const body = parseWebhookBody(rawBody, WebhookBody);
    const { event, createdAt } = body;
    return { deliveryId: null, event, occurredAt: createdAt, ...readData(body, { observedAt: createdAt, currency }) };
  },
};
