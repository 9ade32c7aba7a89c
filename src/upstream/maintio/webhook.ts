import { UnreadableWebhook, type WebhookReader } from '../connector.ts';

/** Maint.io sends no webhooks: whatever comes in its name is refused. */
export const maintIoWebhooks: WebhookReader = {
  verify: () => false,
  parse: () => {
    throw new UnreadableWebhook('Maint.io sends no webhooks');
  },
};
