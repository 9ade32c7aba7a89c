/** A method for each endpoint of Maint.io's API; every one throws UpstreamFailure. */
import type * as z from 'zod';
import type { ConnectorSettings, RateAccount } from '../connector.ts';
import type { FailureKind } from '../failure.ts';
import { HttpClient } from '../http/client.ts';
import type { ConnectorDeps, HttpAnswer } from '../http/exchange.ts';
import { nothingStated, type ServiceManners, type StatedFailure } from '../http/manners.ts';
import * as conventions from './conventions.ts';

/** The most rows a page of changes can have. */
export const rowsPerPage = 1000;

export type WireRecord = Record<string, unknown>;

const kindOfCode: Readonly<Record<string, FailureKind>> = {
  INVALID_API_KEY: 'unauthenticated',
  INSUFFICIENT_SCOPE: 'forbidden',
  STALE_WRITE: 'staleWrite',
  TAG_CONFLICT: 'tagConflict',
  QUOTA_EXCEEDED: 'quotaExceeded',
  RATE_LIMITED: 'rateLimited',
};

function readFailure(body: unknown): StatedFailure {
  const { data } = conventions.ErrorBody.safeParse(body);
  if (data === undefined) return nothingStated;
  const { code, message } = data.error;
  return { code, message, kind: kindOfCode[code] ?? null, faults: [] };
}

/** A month's quota is there again when the next month begins (UTC). */
function untilNextMonth({ kind }: StatedFailure, now: Date): number | null {
  if (kind !== 'quotaExceeded') return null;
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1) - now.getTime();
}

const manners: ServiceManners = {
  service: 'MAINTIO',
  authorise: (apiKey) => ({ authorization: `Bearer ${apiKey}` }),
  rateHeaders: conventions.rateHeaders,
  // The window is a minute.
  assumedRetryAfterMs: 60_000,
  readFailure,
  ownWaitMs: untilNextMonth,
};

export class MaintIoClient {
  readonly #http: HttpClient;

  constructor(settings: ConnectorSettings, deps: ConnectorDeps) {
    this.#http = new HttpClient(settings, manners, deps);
  }

  get rate(): RateAccount {
    return this.#http.rate;
  }

  /** Rows changed after `since`, that moment excluded. */
  changes(since: string, limit: number, signal?: AbortSignal): Promise<HttpAnswer<conventions.Changes>> {
    return this.#get('/v1/changes', { updated_since: since, limit }, conventions.Changes, signal);
  }

  async assets(since: string, signal?: AbortSignal): Promise<unknown[]> {
    return (await this.#get('/v1/assets', { updated_since: since }, conventions.Assets, signal)).content.assets;
  }

  async records(since: string, signal?: AbortSignal): Promise<unknown[]> {
    return (await this.#get('/v1/records', { updated_since: since }, conventions.Records, signal)).content.records;
  }

  getTag(code: string, signal?: AbortSignal): Promise<HttpAnswer<WireRecord>> {
    return this.#get(`/v1/tags/${encodeURIComponent(code)}`, {}, conventions.OneTag, signal);
  }

  /** The id in the body makes it idempotent, as of a record. */
  createAsset(body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    return this.#http.send({ method: 'POST', path: '/v1/assets', body, isIdempotent: true }, conventions.OneAsset);
  }

  createRecord(body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    return this.#http.send({ method: 'POST', path: '/v1/records', body, isIdempotent: true }, conventions.OneRecord);
  }

  async createTags(count: number): Promise<HttpAnswer<unknown[]>> {
    const request = { method: 'POST', path: '/v1/tags/batch', body: { count } } as const;
    const { content, asOf } = await this.#http.send(request, conventions.Tags);
    return { content: content.tags, asOf };
  }

  #get<Content>(
    path: string,
    query: Readonly<Record<string, string | number>>,
    schema: z.ZodType<Content>,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer<Content>> {
    return this.#http.send({ method: 'GET', path, query, signal }, schema);
  }
}
