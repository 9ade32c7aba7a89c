/** A method for each endpoint of MaintainKit's API; every one throws UpstreamFailure. */
import type { ConnectorSettings, RateAccount } from '../connector.ts';
import { HttpClient } from '../http/client.ts';
import type { ConnectorDeps, HttpAnswer, HttpRequest } from '../http/exchange.ts';
import { nothingStated, type ServiceManners, type StatedFailure } from '../http/manners.ts';
import * as conventions from './conventions.ts';
import { ErrorBody, ListEnvelope, OneEnvelope } from './wire.ts';

export type WireRecord = Record<string, unknown>;
export type ListPath = 'parts' | 'locations' | 'stock';

function readFailure(body: unknown): StatedFailure {
  const parsed = ErrorBody.safeParse(body);
  if (!parsed.success) return nothingStated;
  const { code, message } = parsed.data.error;
  const kind = conventions.kindOfCode[code] ?? null;
  const faults = kind === 'badUserInput' ? conventions.faultsOf(message) : [];
  return { code, message, kind, faults };
}

const manners: ServiceManners = {
  service: 'MAINTAINKIT',
  authorise: (apiKey) => ({ authorization: `Bearer ${apiKey}` }),
  rateHeaders: conventions.rateHeaders,
  assumedRetryAfterMs: conventions.assumedRetryAfterMs,
  readFailure,
};

export class MaintainKitClient {
  readonly #http: HttpClient;

  constructor(settings: ConnectorSettings, deps: ConnectorDeps) {
    this.#http = new HttpClient(settings, manners, deps);
  }

  get rate(): RateAccount {
    return this.#http.rate;
  }

  /** Every row there is. */
  list(path: ListPath, signal?: AbortSignal): Promise<HttpAnswer<unknown[]>> {
    return this.#rows({ method: 'GET', path: `/${path}`, signal });
  }

  /** Ledger rows from `offset` on, at most `limit` of them. */
  listMovements(limit: number, offset: number, signal?: AbortSignal): Promise<HttpAnswer<unknown[]>> {
    return this.#rows({ method: 'GET', path: '/movements', query: conventions.ledgerQuery(limit, offset), signal });
  }

  async tryKey(): Promise<void> {
    await this.#rows({ method: 'GET', path: '/locations', query: conventions.smallestQuery });
  }

  /** Answers the part's total afterwards. */
  postMovement(body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    return this.#one({ method: 'POST', path: '/movements', body });
  }

  createPart(body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    return this.#one({ method: 'POST', path: '/parts', body });
  }

  getPart(id: string): Promise<HttpAnswer<WireRecord>> {
    return this.#one({ method: 'GET', path: `/parts/${encodeURIComponent(id)}` });
  }

  patchPart(id: string, body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    return this.#one({ method: 'PATCH', path: `/parts/${encodeURIComponent(id)}`, body });
  }

  createLocation(body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    return this.#one({ method: 'POST', path: '/locations', body });
  }

  async #rows(request: HttpRequest): Promise<HttpAnswer<unknown[]>> {
    const { content, asOf } = await this.#http.send(request, ListEnvelope);
    return { content: content.data, asOf };
  }

  async #one(request: HttpRequest): Promise<HttpAnswer<WireRecord>> {
    const { content, asOf } = await this.#http.send(request, OneEnvelope);
    return { content: content.data, asOf };
  }
}
