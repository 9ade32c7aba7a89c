import { createHash } from 'node:crypto';

/**
 * A UUID that is always the same for the same name (RFC 9562, version 8: SHA-256 of the name), so that demo records
 * keep their ids from one load to the next.
 */
export function deterministicUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
