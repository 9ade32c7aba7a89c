/** Credentials at rest: AES-256-GCM (NIST SP 800-38D) under the installation's sealing key. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

export class Sealer {
  readonly #key: Buffer;

  /** @param hexKey 32 bytes as 64 hex digits. */
  constructor(hexKey: string) {
    this.#key = Buffer.from(hexKey, 'hex');
    if (this.#key.length !== 32) throw new RangeError('the sealing key must be 32 bytes as 64 hex digits');
  }

  /** @param context what the secret belongs to: it opens only for the same. */
  seal(secret: string, context: string): Uint8Array<ArrayBuffer> {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed]));
  }

  /** Tells whether a secret is the same as one before, and nothing else of it to whoever lacks the sealing key. */
  fingerprint(secret: string, context: string): string {
    return createHmac('sha256', this.#key).update(`fingerprint/${context}/`).update(secret).digest('hex');
  }

  /** @throws when the key or the context is another, or a byte was changed. */
  open(sealed: Uint8Array, context: string): string {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
  }
}
