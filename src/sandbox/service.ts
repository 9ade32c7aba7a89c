import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Clock } from '../domain/clock.ts';
import type { SandboxLogger } from './logger.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { Change, RunChange } from './webhook-outbox.ts';
import type { DeliveryPolicy } from './webhook-sender.ts';

/** What a service's routes work with. */
export interface ServiceContext {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly logger: SandboxLogger;
  readonly change: RunChange;
  /**
   * @param documented requests a minute by the service's own word; the sandbox's options may state another number.
   * @param ofOneKey what is documented for one key, where the limit is that of several together: it keeps its size
   * beside whatever the options state for a key.
   */
  limiter(documented: number, ofOneKey?: number): RateLimiter;
}

/** One service, as the sandbox puts it up: its room states this, and the registry lists it. */
export interface ServiceDefinition {
  /** Every key starts with it. */
  readonly keyPrefix: string;
  /** Random bytes behind the prefix, written as two hex digits each. */
  readonly keyBytes: number;
  /** Prefix of every route: /api/v1, or nothing. */
  readonly apiPrefix: string;
  /** DDL of its own tables, idempotent, in the schema `sandbox`. */
  readonly tables: string;
  /** `uuid`: made from the name, so that it stays from load to load; `number`: counted. */
  readonly organizationIds: 'uuid' | 'number';
  /** Null where the service sends no webhooks. */
  readonly delivery: DeliveryPolicy | null;
  readonly build: (context: ServiceContext) => FastifyInstance;
  /** What comes with time alone, such as escalations; answers how much that was. */
  readonly round?: (change: Change) => Promise<number>;
}
