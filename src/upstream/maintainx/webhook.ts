/**
 * MaintainX's webhooks: what they are signed with, and what they say. A body is no record but a hint: the record is
 * read again. Each subscription has a secret of its own; a setting holds them all, separated by commas.
 */
import { UnreadableWebhook, type WebhookNotice, type WebhookReader } from '../connector.ts';
import { isSignedBy, singleHeader } from '../signature.ts';
import { parseWebhookBody } from '../webhook-body.ts';
import { Instant } from '../wire-values.ts';
import { WebhookBody } from './conventions.ts';

const toleranceMs = 300_000;
const header = 'x-maintainx-webhook-body-signature';

function partsOf(value: string | null): { timestamp: string; signatures: string[] } | null {
  const parts = (value ?? '').split(',').map((part) => part.trim());
  const timestamp = parts.find((part) => /^t=\d{9,15}$/.test(part))?.slice(2);
  const signatures = parts.filter((part) => part.startsWith('v1=')).map((part) => part.slice(3));
  return timestamp === undefined ? null : { timestamp, signatures };
}

/** Which record an event is about: by its type, since an event of a work order can name the asset too. */
function hintsOf(body: ReturnType<typeof readBody>): NonNullable<WebhookNotice['hints']> {
  const isAsset = body.type === 'NEW_ASSET' || body.type === 'ASSET_STATUS_CHANGE';
  const [id, record] = isAsset ? [body.assetId, body.newAsset] : [body.workOrderId, body.newWorkOrder];
  const externalId = id ?? record?.id ?? null;
  return externalId === null ? [] : [{ kind: isAsset ? 'asset' : 'workOrder', externalId }];
}

function readBody(rawBody: Buffer) {
  return parseWebhookBody(rawBody, WebhookBody);
}

export const maintainXWebhooks: WebhookReader = {
  verify(rawBody, headers, secret, now) {
    const parts = partsOf(singleHeader(headers, header));
    if (parts === null) return false;
    const sentAt = Instant.safeParse(parts.timestamp);
    if (!sentAt.success || Math.abs(now.getTime() - sentAt.data.getTime()) > toleranceMs) return false;
    const signed = Buffer.concat([Buffer.from(`${parts.timestamp}.`), rawBody]);
    const secrets = secret.split(',').map((each) => each.trim());
    return secrets.some((each) => parts.signatures.some((signature) => isSignedBy(signed, signature, each)));
  },

  parse(rawBody, headers): WebhookNotice {
    const body = readBody(rawBody);
    const sentAt = Instant.safeParse(partsOf(singleHeader(headers, header))?.timestamp);
    const occurredAt = body.occurredAt ?? sentAt.data;
    if (occurredAt === undefined) throw new UnreadableWebhook('neither the body nor the signature states a time');
    const hints = hintsOf(body);
    return { deliveryId: null, event: body.type, occurredAt, observations: [], rejected: [], hints };
  },
};
