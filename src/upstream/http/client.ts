/**
 * The one way to speak HTTP with a service: a deadline for each attempt, the rate limit respected before it is hit,
 * reads asked again when the service stumbles, writes sent once, so many at once and no more, and calls held back while it
 * is down.
 */
import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhenResult,
} from 'cockatiel';
import type { BulkheadPolicy, CircuitBreakerPolicy } from 'cockatiel';
import type * as z from 'zod';
import type { ConnectorSettings } from '../connector.ts';
import { UpstreamFailure } from '../failure.ts';
import { deadline, leftMs } from './deadline.ts';
import { Exchange, type ConnectorDeps, type HttpAnswer, type HttpRequest, type Outcome } from './exchange.ts';
import { failureOfBreaker, failureOfBudget, failureOfCrowd, failureOfLateness } from './failures.ts';
import { HealthLog } from './health-log.ts';
import { defaultLimits, type HttpLimits } from './limits.ts';
import type { ServiceManners } from './manners.ts';
import { pause } from './pause.ts';
import { RateTracker } from './rate-budget.ts';

/** Only what says that the service is down opens the breaker: a refusal is an answer. */
function isDown(outcome: unknown): boolean {
  if (typeof outcome !== 'object' || outcome === null || !('failure' in outcome)) return false;
  return outcome.failure instanceof UpstreamFailure && outcome.failure.kind === 'unavailable';
}

function isGivenUp(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'gaveUp' in outcome;
}

export class HttpClient {
  readonly #manners: ServiceManners;
  readonly #deps: ConnectorDeps;
  readonly #limits: HttpLimits;
  readonly rate: RateTracker;
  readonly #exchange: Exchange;
  readonly #health: HealthLog;
  readonly #breaker: CircuitBreakerPolicy;
  readonly #bulkhead: BulkheadPolicy;
  /** When an open breaker lets a test call through. */
  #testAt = new Date(0);

  constructor(settings: ConnectorSettings, manners: ServiceManners, deps: ConnectorDeps) {
    this.#manners = manners;
    this.#deps = deps;
    this.#limits = { ...defaultLimits, ...deps.limits };
    this.rate = new RateTracker(deps.clock);
    this.#exchange = new Exchange(settings, manners, deps, this.#limits, this.rate);
    this.#health = new HealthLog(deps.logger, manners.service);
    this.#breaker = this.#openBreaker();
    this.#bulkhead = bulkhead(this.#limits.callsAtOnce, this.#limits.callsWaiting);
  }

  /**
   * A GET, or a write that says it is idempotent, is sent again while the service is down, as often as the limits allow;
   * anything else is sent once.
   * @throws UpstreamFailure; the signal's reason when the caller gave a read up.
   */
  async send<Content>(request: HttpRequest, schema: z.ZodType<Content>): Promise<HttpAnswer<Content>> {
    for (let retry = 1; ; retry += 1) {
      const outcome = await this.#attempt(request, schema);
      if ('answer' in outcome) return outcome.answer;
      if ('gaveUp' in outcome) throw outcome.gaveUp;
      const pauseMs = this.#pauseBefore(retry, request, outcome.failure);
      if (pauseMs === null || pauseMs >= leftMs()) throw outcome.failure;
      await (this.#deps.pause ?? pause)(pauseMs, request.signal);
    }
  }

  /** Milliseconds until the request may be sent again; null when it may not. */
  #pauseBefore(retry: number, request: HttpRequest, failure: UpstreamFailure): number | null {
    const isRepeatable = request.method === 'GET' || request.isIdempotent === true;
    if (!isRepeatable || failure.kind !== 'unavailable' || retry > this.#limits.retries) return null;
    if (this.#breaker.state === CircuitState.Open) return null;
    const { firstPauseMs, longestPauseMs } = this.#limits;
    if (failure.retryAfterMs !== null) return failure.retryAfterMs > longestPauseMs ? null : failure.retryAfterMs;
    return (this.#deps.random ?? Math.random)() * Math.min(longestPauseMs, firstPauseMs * 2 ** (retry - 1));
  }

  /** In its turn: calls that wait lose the work they are made for, but not its deadline. */
  async #attempt<Content>(request: HttpRequest, schema: z.ZodType<Content>): Promise<Outcome<Content>> {
    const until = deadline();
    try {
      return await this.#bulkhead.execute(() => this.#call(request, schema, until));
    } catch (error) {
      if (error instanceof BulkheadRejectedError) return { failure: failureOfCrowd(this.#manners) };
      throw error;
    }
  }

  async #call<Content>(
    request: HttpRequest,
    schema: z.ZodType<Content>,
    until: number | null,
  ): Promise<Outcome<Content>> {
    if (request.signal?.aborted === true) return { gaveUp: request.signal.reason };
    const remainingMs = until === null ? Number.POSITIVE_INFINITY : until - performance.now();
    if (remainingMs <= 0) return { failure: failureOfLateness(this.#manners) };
    const hold = this.rate.hold();
    if (hold !== null) return { failure: failureOfBudget(this.#manners, hold) };
    try {
      const outcome = await this.#breaker.execute(() => this.#exchange.run(request, schema, remainingMs));
      if ('failure' in outcome) this.#health.failed(outcome.failure);
      if ('answer' in outcome) this.#health.answered();
      return outcome;
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      const waitMs = Math.max(0, this.#testAt.getTime() - this.#deps.clock.now().getTime());
      return { failure: failureOfBreaker(this.#manners, waitMs) };
    }
  }

  #openBreaker(): CircuitBreakerPolicy {
    const { breakerThreshold, breakerPauseMs } = this.#limits;
    // A test call that its caller gave up proves nothing: the breaker must stay open then.
    const policy = handleWhenResult((outcome) => isDown(outcome) || (this.#isTesting() && isGivenUp(outcome)));
    const breaker = circuitBreaker(policy, {
      breaker: new ConsecutiveBreaker(breakerThreshold),
      halfOpenAfter: breakerPauseMs,
    });
    breaker.onBreak(() => {
      this.#testAt = new Date(this.#deps.clock.now().getTime() + breakerPauseMs);
      this.#health.breakerOpened(breakerPauseMs);
    });
    breaker.onReset(() => this.#health.breakerClosed());
    return breaker;
  }

  #isTesting(): boolean {
    return this.#breaker.state === CircuitState.HalfOpen;
  }
}
