/** What a service has told by its webhooks of a time: read again from the inbox, which keeps them as they came. */
import type { Transaction } from '../database/database.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import { UnreadableWebhook, type WebhookNotice } from '../upstream/connector.ts';
import { webhookReaderOf } from '../upstream/registry.ts';
import type { Span } from './flight.ts';

/** Each once, in the order of what they tell, whenever they came. */
export async function noticesOf(
  tx: Pick<Transaction, 'webhookReceipt'>,
  teller: Pick<ServiceConnection, 'id' | 'service' | 'currency'>,
  { from, to }: Span,
): Promise<WebhookNotice[]> {
  const receipts = await tx.webhookReceipt.findMany({
    where: { connectionId: teller.id, occurredAt: { gte: from, lte: to } },
    orderBy: [{ occurredAt: 'asc' }, { dedupeKey: 'asc' }],
    select: { body: true },
  });
  return receipts.flatMap(({ body }) => readAgain(teller, Buffer.from(body)));
}

/** What can not be understood without the headers it came with says nothing here. */
function readAgain(
  { service, currency }: Pick<ServiceConnection, 'service' | 'currency'>,
  body: Buffer,
): WebhookNotice[] {
  try {
    return [webhookReaderOf[service].parse(body, {}, { currency })];
  } catch (error) {
    if (error instanceof UnreadableWebhook) return [];
    throw error;
  }
}
