import type pg from 'pg';
import type { Clock } from '../domain/clock.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { RunChange } from './webhook-outbox.ts';

/** The part of a pino logger that the sandbox uses. */
export interface SandboxLogger {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silentLogger: SandboxLogger = { debug: () => {}, warn: () => {}, error: () => {} };

/** What a service's routes work with. */
export interface ServiceContext {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly limiter: RateLimiter;
  readonly logger: SandboxLogger;
  readonly change: RunChange;
}
