/** The graph's ids: opaque to clients, the same for the same upstream record for ever, never the same for two tenants. */
import { createHash } from 'node:crypto';
import type { Service } from '../domain/records.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const digits = 26;

/** `ast_` and 26 letters and digits: 130 bits of SHA-256 over where the record comes from. */
export function objectId(prefix: string, tenantId: string, service: Service, externalId: string): string {
  const hash = createHash('sha256').update(`${tenantId}\0${service}\0${prefix}\0${externalId}`).digest();
  return `${prefix}_${encode(hash)}`;
}

/** The type's prefix when the text has the form of an id, else null. */
export function prefixOf(id: string): string | null {
  return /^([a-z]{3})_[0-9a-hjkmnp-tv-z]{26}$/.exec(id)?.[1] ?? null;
}

function encode(bytes: Buffer): string {
  let bits = 0n;
  for (let index = 0; index < 17; index += 1) bits = (bits << 8n) | BigInt(bytes[index] ?? 0);
  let out = '';
  for (let index = 0; index < digits; index += 1) {
    out += alphabet[Number(bits & 31n)];
    bits >>= 5n;
  }
  return out;
}
