import type * as z from 'zod';
import { UnreadableWebhook } from './connector.ts';

/** The body of a webhook by its schema. @throws UnreadableWebhook */
export function parseWebhookBody<Body>(rawBody: Buffer, schema: z.ZodType<Body>): Body {
  let json: unknown;
  try {
    json = JSON.parse(rawBody.toString('utf8'));
  } catch {
    throw new UnreadableWebhook('the body is not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new UnreadableWebhook(
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
}
