/** What people and machines at the plant do in the services themselves: their REST APIs, as they are documented. */
import type { FakeClock } from './fake-clock.ts';

type Json = Record<string, unknown>;

class RestClient {
  readonly #url: string;
  readonly #key: string;
  readonly #clock: FakeClock;

  constructor(url: string, key: string, clock: FakeClock) {
    this.#url = url;
    this.#key = key;
    this.#clock = clock;
  }

  /** The whole answer. A second passes before: no two things happen at once. @throws when the service refuses. */
  async ask<Answer = Json>(method: string, path: string, body?: object): Promise<Answer> {
    this.#clock.advance({ seconds: 1 });
    const response = await fetch(this.#url + path, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** The answer's `data`. */
  async send<Data = Json>(method: string, path: string, body?: object): Promise<Data> {
    return (await this.ask<{ data: Data }>(method, path, body)).data;
  }
}

type WithId = Json & { id: string };

export class ReliaticClient extends RestClient {
  createAsset = (asset: { tag_number: string } & Json): Promise<WithId> =>
    this.send('POST', '/assets', { name: asset.tag_number, asset_type: 'rotating', ...asset });

  createFailureMode = (assetId: string, ratings: [number, number, number], fields: Json = {}): Promise<WithId> =>
    this.send('POST', '/failure-modes', {
      asset_id: assetId,
      description: 'Seal leaks',
      severity: ratings[0],
      occurrence: ratings[1],
      detection: ratings[2],
      ...fields,
    });

  createInspection = (assetId: string, fields: Json = {}): Promise<WithId> =>
    this.send('POST', '/inspections', {
      asset_id: assetId,
      inspection_type: 'ultrasonic_manual',
      inspection_date: '2026-03-01',
      inspector_name: 'Alice Rojas',
      ...fields,
    });

  createAction = (assetId: string, fields: Json = {}): Promise<WithId> =>
    this.send('POST', '/actions', { asset_id: assetId, title: 'Replace the seal', priority: 'high', ...fields });

  transition = (actionId: string, status: string): Promise<WithId> =>
    this.send('PUT', `/actions/${actionId}/status`, { status });

  assess = (assetId: string, probability: number, consequence: number): Promise<WithId> =>
    this.send('POST', '/risk-assessments', {
      asset_id: assetId,
      probability_of_failure: probability,
      consequence_of_failure: consequence,
    });
}

export interface MovementAnswer {
  partId: number;
  sku: string;
  onHand: number;
}

export class MaintainKitClient extends RestClient {
  createPart = (sku: string, fields: Json = {}): Promise<Json & { id: number }> =>
    this.send('POST', '/parts', { sku, name: sku, unit: 'L', ...fields });

  createLocation = (name: string): Promise<Json & { id: number }> => this.send('POST', '/locations', { name });

  move = (movement: Json): Promise<MovementAnswer> => this.send('POST', '/movements', movement);

  receive = (sku: string, qty: number, location = 'Store'): Promise<MovementAnswer> =>
    this.move({ kind: 'receive', sku, location, qty });

  consume = (sku: string, qty: number, location = 'Store'): Promise<MovementAnswer> =>
    this.move({ kind: 'consume', sku, location, qty });
}

interface MaintIoRow extends Json {
  id: string;
  updated_at: string;
}

export class MaintIoClient extends RestClient {
  /** What exists is replaced when `updated_at` is the one that is stored. */
  writeAsset = (asset: { id: string; name: string } & Json): Promise<MaintIoRow> =>
    this.ask('POST', '/v1/assets', asset);

  createRecord = (id: string, assetId: string, fields: Json = {}): Promise<MaintIoRow> =>
    this.ask('POST', '/v1/records', {
      id,
      asset_id: assetId,
      record_type: 'Inspection',
      performed_at: '2026-03-01T08:00:00Z',
      ...fields,
    });

  async generateTags(count: number): Promise<string[]> {
    const { tags } = await this.ask<{ tags: { id: string }[] }>('POST', '/v1/tags/batch', { count });
    return tags.map(({ id }) => id);
  }
}

export class MaintainXClient extends RestClient {
  async createWorkOrder(title: string, fields: Json = {}): Promise<number> {
    return (await this.ask<{ id: number }>('POST', '/workorders', { title, ...fields })).id;
  }

  changeWorkOrder = (id: number, fields: Json): Promise<Json> => this.ask('PATCH', `/workorders/${id}`, fields);

  transition = (id: number, status: string): Promise<Json> => this.ask('PATCH', `/workorders/${id}/status`, { status });

  async createAsset(name: string, fields: Json = {}): Promise<number> {
    return (await this.ask<{ id: number }>('POST', '/assets', { name, ...fields })).id;
  }
}

/** Each write answers the id of what was written, and nothing can be read. */
export class UniAssetClient extends RestClient {
  createAsset = (name: string, fields: Json = {}): Promise<string> =>
    this.#write('/assets/create', { name, ...fields });

  createMaintenance = (assetId: string, fields: Json = {}): Promise<string> =>
    this.#write('/assets/maintenance', { assetId, type: 'Service', ...fields });

  assign = (assetId: string, to: { assignedToEmail: string } | { locationId: string }): Promise<string> =>
    this.#write('/assets/assignment', { assetId, ...to });

  async #write(path: string, body: object): Promise<string> {
    return (await this.send<{ id: string }>('POST', path, body)).id;
  }
}

/** By each service, a key of its form that it has given to nobody. */
export const nobodysKeys = [
  ['reliatic', `rl_live_${'0'.repeat(32)}`],
  ['maintainkit', `mk_live_${'0'.repeat(32)}`],
  ['maintio', `maintio_${'0'.repeat(32)}`],
  ['maintainx', 'nobody'],
  ['uniasset', `ua_live_${'0'.repeat(64)}`],
] as const;
