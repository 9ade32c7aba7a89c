/** A method for each endpoint of MaintainX's API; every one throws UpstreamFailure. */
import type { ConnectorSettings, RateAccount } from '../connector.ts';
import { HttpClient } from '../http/client.ts';
import type { ConnectorDeps, HttpAnswer } from '../http/exchange.ts';
import { nothingStated, type ServiceManners, type StatedFailure } from '../http/manners.ts';
import { assumedRetryAfterMs } from './conventions.ts';
import { Created, ErrorBody, OneAsset, OneWorkOrder, pageSchemas, type WireRecord } from './wire.ts';

/** The most rows a page can have. */
export const rowsPerPage = 200;

export type ListPath = keyof typeof pageSchemas;

export interface ListPage {
  rows: unknown[];
  nextCursor: string | null;
}

type Query = Readonly<Record<string, string | number>>;

/** The path of a fault is `assetId`, or `assignees.0.id`: its head is the field, named as the graph names it. */
function fieldOf(path: unknown): string | null {
  const text = Array.isArray(path) ? String(path[0]) : path;
  return typeof text === 'string' && text !== '' ? (text.split(/[.[]/)[0] ?? null) : null;
}

function readFailure(body: unknown): StatedFailure {
  const { data } = ErrorBody.safeParse(body);
  if (data === undefined) return nothingStated;
  if (!('errors' in data) || !Array.isArray(data.errors)) return { ...nothingStated, message: String(data.error) };
  const faults = data.errors.flatMap(({ error, fieldPath }) => {
    const field = fieldOf(fieldPath);
    return field === null ? [] : [{ field, message: error }];
  });
  return { ...nothingStated, message: data.errors.map(({ error }) => error).join('; '), faults };
}

/** A key that is good for several organizations needs to be told which. */
function mannersFor(organizationId: string | undefined): ServiceManners {
  const organization = organizationId === undefined ? {} : { 'x-organization-id': organizationId };
  return {
    service: 'MAINTAINX',
    authorise: (apiKey) => ({ authorization: `Bearer ${apiKey}`, ...organization }),
    rateHeaders: {
      limit: 'x-rate-limit-limit',
      remaining: 'x-rate-limit-remaining',
      reset: 'x-rate-limit-reset',
      resetIs: 'secondsLeft',
    },
    assumedRetryAfterMs,
    readFailure,
  };
}

export class MaintainXClient {
  readonly #http: HttpClient;

  constructor(settings: ConnectorSettings, deps: ConnectorDeps) {
    this.#http = new HttpClient(settings, mannersFor(settings.organizationId), deps);
  }

  get rate(): RateAccount {
    return this.#http.rate;
  }

  async list(path: ListPath, query: Query, signal?: AbortSignal): Promise<HttpAnswer<ListPage>> {
    const request = { method: 'GET', path: `/${path}`, query, signal } as const;
    const { content, asOf } = await this.#http.send(request, pageOf(path));
    return { content, asOf };
  }

  async getWorkOrder(id: string, signal?: AbortSignal): Promise<HttpAnswer<WireRecord>> {
    const request = { method: 'GET', path: `/workorders/${encodeURIComponent(id)}`, signal } as const;
    const { content, asOf } = await this.#http.send(request, OneWorkOrder);
    return { content: content.workOrder, asOf };
  }

  async getAsset(id: string, signal?: AbortSignal): Promise<HttpAnswer<WireRecord>> {
    const request = { method: 'GET', path: `/assets/${encodeURIComponent(id)}`, signal } as const;
    const { content, asOf } = await this.#http.send(request, OneAsset);
    return { content: content.asset, asOf };
  }

  /** Answers the new asset's id, and nothing else of it. */
  async createAsset(body: WireRecord): Promise<string> {
    return (await this.#http.send({ method: 'POST', path: '/assets', body }, Created)).content.id;
  }

  /** Answers the new work order's id, and nothing else of it. */
  async createWorkOrder(body: WireRecord): Promise<string> {
    return (await this.#http.send({ method: 'POST', path: '/workorders', body }, Created)).content.id;
  }

  patchWorkOrder(id: string, body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    return this.#patch(`/workorders/${encodeURIComponent(id)}`, body);
  }

  patchStatus(id: string, body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    return this.#patch(`/workorders/${encodeURIComponent(id)}/status`, body);
  }

  async #patch(path: string, body: WireRecord): Promise<HttpAnswer<WireRecord>> {
    const { content, asOf } = await this.#http.send({ method: 'PATCH', path, body }, OneWorkOrder);
    return { content: content.workOrder, asOf };
  }
}

/** Every list has its rows under a name of its own. */
function pageOf(path: ListPath) {
  const listOf = {
    workorders: pageSchemas.workorders.transform(({ workOrders, nextCursor }) => ({ rows: workOrders, nextCursor })),
    assets: pageSchemas.assets.transform(({ assets, nextCursor }) => ({ rows: assets, nextCursor })),
    locations: pageSchemas.locations.transform(({ locations, nextCursor }) => ({ rows: locations, nextCursor })),
    users: pageSchemas.users.transform(({ users, nextCursor }) => ({ rows: users, nextCursor })),
  };
  return listOf[path];
}
