/** The graph's ids: opaque to clients, the same for the same upstream record for ever, never the same for two tenants. */
import { hash } from 'node:crypto';
import type { Service } from '../domain/records.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const digits = 26;

/** `ast_` and 26 letters and digits: 130 bits of SHA-256 over where the record comes from. */
export function objectId(prefix: string, tenantId: string, service: Service, externalId: string): string {
  const digest = hash('sha256', `${tenantId}\0${service}\0${prefix}\0${externalId}`, 'buffer');
  return `${prefix}_${encode(digest)}`;
}

/** The type's prefix when the text has the form of an id, else null. */
export function prefixOf(id: string): string | null {
  return /^([a-z]{3})_[0-9a-hjkmnp-tv-z]{26}$/.exec(id)?.[1] ?? null;
}

/** The first 17 bytes as one number, its lowest five bits first. */
function encode(bytes: Buffer): string {
  let text = '';
  let held = 0;
  let heldBits = 0;
  for (let index = 16; text.length < digits; index -= 1) {
    held |= (bytes[index] ?? 0) << heldBits;
    for (heldBits += 8; heldBits >= 5 && text.length < digits; heldBits -= 5) {
      text += alphabet[held & 31];
      held >>= 5;
    }
  }
  return text;
}
