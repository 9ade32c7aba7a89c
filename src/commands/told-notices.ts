/** What a service has told by its webhooks of a time: read again from the inbox, which keeps them as they came. */
import type { Transaction } from '../database/database.ts';
import type { Service } from '../domain/records.ts';
import { UnreadableWebhook, type WebhookNotice } from '../upstream/connector.ts';
import { webhookReaderOf } from '../upstream/registry.ts';

/** By the service's clock, both ends included. */
export interface Span {
  from: Date;
  to: Date;
}

/** Each once, in the order of what they tell, whenever they came. Amounts have no currency here. */
export async function noticesOf(
  tx: Pick<Transaction, 'webhookReceipt'>,
  { id, service }: { id: string; service: Service },
  { from, to }: Span,
): Promise<WebhookNotice[]> {
  const receipts = await tx.webhookReceipt.findMany({
    where: { connectionId: id, occurredAt: { gte: from, lte: to } },
    orderBy: [{ occurredAt: 'asc' }, { dedupeKey: 'asc' }],
    select: { body: true },
  });
  return receipts.flatMap(({ body }) => readAgain(service, Buffer.from(body)));
}

/** What can not be understood without the headers it came with says nothing here. */
function readAgain(service: Service, body: Buffer): WebhookNotice[] {
  try {
    return [webhookReaderOf[service].parse(body, {}, { currency: 'XXX' })];
  } catch (error) {
    if (error instanceof UnreadableWebhook) return [];
    throw error;
  }
}
