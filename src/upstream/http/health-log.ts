/** Tells the log when a service's health changes: once each way, never once a request. */
import type { Logger } from 'pino';
import type { Service } from '../../domain/records.ts';
import type { FailureKind, UpstreamFailure } from '../failure.ts';

/** Failures of the service or of the connection; the others are answers to what was asked. */
const troubles: ReadonlySet<FailureKind> = new Set(['unavailable', 'unauthenticated', 'invalid']);

export class HealthLog {
  readonly #logger: Logger;
  readonly #service: Service;
  #trouble: FailureKind | null = null;
  #isOpen = false;

  constructor(logger: Logger, service: Service) {
    this.#logger = logger;
    this.#service = service;
  }

  failed(failure: UpstreamFailure): void {
    if (!troubles.has(failure.kind) || failure.kind === this.#trouble) return;
    this.#trouble = failure.kind;
    const { kind, status, code } = failure;
    this.#logger.warn({ service: this.#service, kind, status, code, reason: failure.message }, 'upstream fails');
  }

  answered(): void {
    if (this.#trouble === null) return;
    this.#logger.info({ service: this.#service, kind: this.#trouble }, 'upstream answers again');
    this.#trouble = null;
  }

  /** A test call that fails opens the breaker anew; that is no news. */
  breakerOpened(forMs: number): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#logger.warn({ service: this.#service, forMs }, 'upstream circuit open: calls are held back');
  }

  breakerClosed(): void {
    this.#isOpen = false;
    this.#logger.info({ service: this.#service }, 'upstream circuit closed');
  }
}
