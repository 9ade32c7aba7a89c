/** One request and its answer, whatever comes of it. */
import type { Logger } from 'pino';
import type * as z from 'zod';
import type { Clock } from '../../domain/clock.ts';
import type { ConnectorSettings } from '../connector.ts';
import type { FailureKind, UpstreamFailure } from '../failure.ts';
import { readBody } from './answer.ts';
import { failureOfAnswer, failureOfContent, failureOfDeadline, failureOfNetwork } from './failures.ts';
import type { HttpLimits } from './limits.ts';
import { nothingStated, type ServiceManners } from './manners.ts';
import { readRateBudget, readRetryAfter, type RateTracker } from './rate-budget.ts';
import { clockSkewMs } from './service-clock.ts';

export interface ConnectorDeps {
  fetch: typeof fetch;
  clock: Clock;
  logger: Logger;
  /** Waits between retries; rejects with the signal's reason when it aborts. Left out: the timer's. */
  pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1). Left out: Math.random. */
  random?: () => number;
  /** What differs from `defaultLimits`. */
  limits?: Partial<HttpLimits>;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind the base URL, its parts percent-encoded: `/assets/4f…`. */
  path: string;
  query?: Readonly<Record<string, string | number>>;
  body?: unknown;
  /** A write that may be sent again, since the service takes it once. */
  isIdempotent?: true;
  /** What 409 means for this request, where it is more than a conflict. */
  conflictMeans?: FailureKind;
  /** Gives a read up; a write is never given up once it is sent. */
  signal?: AbortSignal | undefined;
}

export interface HttpAnswer<Content> {
  content: Content;
  /** The service's clock when the request was sent. */
  asOf: Date;
}

export type Outcome<Content> = { answer: HttpAnswer<Content> } | { failure: UpstreamFailure } | { gaveUp: unknown };

interface Received {
  response: Response;
  retryAfterMs: number | null;
  asOf: Date;
}

export class Exchange {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #manners: ServiceManners;
  readonly #deps: ConnectorDeps;
  readonly #limits: HttpLimits;
  readonly #rate: RateTracker;

  constructor(
    settings: ConnectorSettings,
    manners: ServiceManners,
    deps: ConnectorDeps,
    limits: HttpLimits,
    rate: RateTracker,
  ) {
    this.#base = settings.baseUrl.replace(/\/+$/, '');
    this.#headers = { accept: 'application/json', ...manners.authorise(settings.apiKey) };
    this.#manners = manners;
    this.#deps = deps;
    this.#limits = limits;
    this.#rate = rate;
  }

  /**
   * The deadline covers the whole body, not its beginning alone. Resolves whatever happens.
   * @param leftMs of the time that whoever asks has; the attempt's own deadline may be sooner.
   */
  async run<Content>(request: HttpRequest, schema: z.ZodType<Content>, leftMs: number): Promise<Outcome<Content>> {
    const isWrite = request.method !== 'GET';
    const deadlineMs = Math.ceil(Math.min(this.#limits.deadlineMs, leftMs));
    const abort = new AbortController();
    const deadline = { isPassed: false };
    const timer = setTimeout(() => {
      deadline.isPassed = true;
      abort.abort();
    }, deadlineMs);
    const onAbort = (): void => abort.abort();
    request.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.#outcomeOf(request, schema, await this.#send(request, abort.signal));
    } catch (error) {
      if (deadline.isPassed) return { failure: failureOfDeadline(this.#manners, deadlineMs, isWrite) };
      if (request.signal?.aborted === true) return { gaveUp: request.signal.reason };
      return { failure: failureOfNetwork(this.#manners, error, isWrite) };
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
    }
  }

  async #send(request: HttpRequest, signal: AbortSignal): Promise<Received> {
    const sentAt = this.#deps.clock.now();
    this.#rate.sent(request.method !== 'GET');
    const hasBody = request.body !== undefined;
    const response = await this.#deps.fetch(this.#urlOf(request), {
      method: request.method,
      headers: hasBody ? { ...this.#headers, 'content-type': 'application/json' } : this.#headers,
      ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
      redirect: 'manual',
      signal,
    });
    const skewMs = clockSkewMs(response.headers, sentAt, this.#deps.clock.now());
    return { response, retryAfterMs: this.#noteRate(response, skewMs), asOf: new Date(sentAt.getTime() + skewMs) };
  }

  #urlOf({ path, query = {} }: HttpRequest): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
    return `${this.#base}${path}${parameters.size === 0 ? '' : `?${parameters.toString()}`}`;
  }

  /** Keeps what the answer says of the rate limit; returns the pause it asks for, in milliseconds. */
  #noteRate(response: Response, skewMs: number): number | null {
    const now = this.#deps.clock.now();
    const stated = readRateBudget(response.headers, this.#manners.rateHeaders, now, skewMs);
    this.#rate.answered(stated);
    const retryAfterMs = readRetryAfter(response.headers, now, skewMs);
    if (response.status !== 429) return retryAfterMs;
    const resetsAt = stated?.resetsAt ?? null;
    const untilResetMs = resetsAt === null ? null : Math.max(0, resetsAt.getTime() - now.getTime());
    const waitMs = retryAfterMs ?? untilResetMs ?? this.#manners.assumedRetryAfterMs;
    this.#rate.refused(waitMs);
    return waitMs;
  }

  async #outcomeOf<Content>(
    request: HttpRequest,
    schema: z.ZodType<Content>,
    received: Received,
  ): Promise<Outcome<Content>> {
    const { response, retryAfterMs, asOf } = received;
    const { status } = response;
    const isWrite = request.method !== 'GET';
    const body = await readBody(response, this.#limits.maxBodyBytes);
    if (!response.ok) {
      const stated = body.form === 'json' ? this.#manners.readFailure(body.value) : nothingStated;
      const { conflictMeans } = request;
      const ownWaitMs = this.#manners.ownWaitMs?.(stated, asOf) ?? null;
      if (ownWaitMs !== null) this.#rate.holdMonth(new Date(this.#deps.clock.now().getTime() + ownWaitMs));
      const waitMs = ownWaitMs ?? retryAfterMs;
      return {
        failure: failureOfAnswer(this.#manners, { status, stated, retryAfterMs: waitMs, isWrite, conflictMeans }),
      };
    }
    if (body.form === 'unreadable') return { failure: failureOfContent(this.#manners, status, body.reason, isWrite) };
    const content = schema.safeParse(body.form === 'json' ? body.value : undefined);
    if (content.success) return { answer: { content: content.data, asOf } };
    return { failure: failureOfContent(this.#manners, status, 'the answer is not what its contract says', isWrite) };
  }
}
