/** A method for each endpoint of Reliatic's API; every one throws UpstreamFailure. */
import * as z from 'zod';
import type { ConnectorSettings, RateAccount } from '../connector.ts';
import type { FailureKind } from '../failure.ts';
import { HttpClient } from '../http/client.ts';
import type { ConnectorDeps, HttpAnswer, HttpRequest } from '../http/exchange.ts';
import { nothingStated, type ServiceManners, type StatedFailure } from '../http/manners.ts';
import * as conventions from './conventions.ts';
import { ErrorBody, ListEnvelope, OneEnvelope } from './wire.ts';

/** The most rows a page can have. */
export const rowsPerPage = 100;

export type ListPath = 'assets' | 'inspections' | 'failure-modes' | 'actions' | 'risk-assessments';
export type WireRecord = Record<string, unknown>;

export interface ListFilter {
  per_page?: number;
  /** In an asset's tag number or description. */
  search?: string;
  asset_id?: string;
}

/** Codes that mean the same whatever status they come with; both words for a refused key are in use. */
const kindOfCode: Readonly<Record<string, FailureKind>> = {
  validation_error: 'badUserInput',
  unauthorized: 'unauthenticated',
  invalid_api_key: 'unauthenticated',
  forbidden: 'forbidden',
  not_found: 'notFound',
  conflict: 'conflict',
  rate_limited: 'rateLimited',
  internal_error: 'unavailable',
};

function readFailure(body: unknown): StatedFailure {
  const parsed = ErrorBody.safeParse(body);
  if (!parsed.success) return nothingStated;
  const { error, message, details } = parsed.data;
  return { code: error, message, kind: kindOfCode[error] ?? null, faults: conventions.faultsOf(details) };
}

const manners: ServiceManners = {
  service: 'RELIATIC',
  authorise: (apiKey) => ({ authorization: `Bearer ${apiKey}` }),
  rateHeaders: {
    limit: 'x-ratelimit-limit',
    remaining: 'x-ratelimit-remaining',
    reset: 'x-ratelimit-reset',
    resetIs: 'unixSeconds',
  },
  // The window is a minute.
  assumedRetryAfterMs: 60_000,
  readFailure,
};

const MaybeOne = z.union([OneEnvelope, z.undefined()]);

export class ReliaticClient {
  readonly #http: HttpClient;

  constructor(settings: ConnectorSettings, deps: ConnectorDeps) {
    this.#http = new HttpClient(settings, manners, deps);
  }

  get rate(): RateAccount {
    return this.#http.rate;
  }

  /** Pages count from 1. */
  list(path: ListPath, page: number, filter: ListFilter, signal?: AbortSignal): Promise<HttpAnswer<ListEnvelope>> {
    const query = { page, per_page: rowsPerPage, ...filter };
    return this.#http.send({ method: 'GET', path: `/${path}`, query, signal }, ListEnvelope);
  }

  getAsset(id: string, signal?: AbortSignal): Promise<HttpAnswer<WireRecord>> {
    return this.#one({ method: 'GET', path: `/assets/${encodeURIComponent(id)}`, signal });
  }

  create(path: ListPath, body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    return this.#one({ method: 'POST', path: `/${path}`, body });
  }

  /** Replaces the asset: what the body leaves out is gone. */
  putAsset(id: string, body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    return this.#one({ method: 'PUT', path: `/assets/${encodeURIComponent(id)}`, body });
  }

  /** Sets the asset's status to decommissioned; answers it, or null where the answer has no body. */
  async deleteAsset(id: string): Promise<HttpAnswer<WireRecord | null>> {
    const answer = await this.#http.send({ method: 'DELETE', path: `/assets/${encodeURIComponent(id)}` }, MaybeOne);
    return { content: answer.content?.data ?? null, asOf: answer.asOf };
  }

  putActionStatus(id: string, status: string, comment: string | null): Promise<HttpAnswer<WireRecord>> {
    const path = `/actions/${encodeURIComponent(id)}/status`;
    const body = conventions.transitionBody(status, comment);
    return this.#one({ method: 'PUT', path, body, conflictMeans: 'invalidTransition' });
  }

  async #one(request: HttpRequest): Promise<HttpAnswer<WireRecord>> {
    const answer = await this.#http.send(request, OneEnvelope);
    return { content: answer.content.data, asOf: answer.asOf };
  }
}
