import type { Clock } from '../domain/clock.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { authenticate, type Viewer } from './api-keys.ts';

/** How long a key that was found is trusted without another look, in milliseconds: the delay of a revocation. */
const trustFor = 5_000;
const mostKeys = 10_000;

/** Finds the viewer of a key without a statement for every request. */
export class Authenticator {
  readonly #prisma: PrismaClient;
  readonly #clock: Clock;
  readonly #known = new Map<string, { viewer: Viewer; until: number }>();
  #forgotten = 0;

  constructor(prisma: PrismaClient, clock: Clock) {
    this.#prisma = prisma;
    this.#clock = clock;
  }

  /** @param authorization `Bearer mg_…`, as the header or the socket's connection parameters have it. */
  async viewerOf(authorization: string | null | undefined): Promise<Viewer | null> {
    const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    if (key === undefined) return null;
    const now = this.#clock.now();
    const known = this.#known.get(key);
    if (known && known.until > now.getTime()) return known.viewer;
    const forgotten = this.#forgotten;
    const viewer = await authenticate(this.#prisma, key, now);
    // A look that began before a key was revoked may have found it good: this request is let in, and no later one.
    if (forgotten !== this.#forgotten) return viewer;
    if (this.#known.size >= mostKeys) this.#known.clear();
    if (viewer) this.#known.set(key, { viewer, until: Math.min(now.getTime() + trustFor, expiryOf(viewer)) });
    else this.#known.delete(key);
    return viewer;
  }

  /** A key that was revoked is good for nothing from now on; other processes find out when they look again. */
  forget(keyId: string): void {
    this.#forgotten += 1;
    for (const [key, { viewer }] of this.#known) if (viewer.key.id === keyId) this.#known.delete(key);
  }
}

const expiryOf = ({ key }: Viewer): number => key.expiresAt?.getTime() ?? Infinity;
