/** Webhook signatures: HMAC-SHA256 of the raw body, in lower-case hex. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export type WebhookHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A header that stands once (names are lower case, as Node gives them); null when it is missing or repeated. */
export function singleHeader(headers: WebhookHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

/**
 * True when `given` is the hex HMAC-SHA256 of the bytes under the secret. Compares in constant time; a signature of the
 * wrong length, or under an empty secret, is none.
 */
export function isSignedBy(rawBody: Buffer, given: string, secret: string): boolean {
  if (secret === '') return false;
  const expected = Buffer.from(createHmac('sha256', secret).update(rawBody).digest('hex'));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
