/** Reads Reliatic's resources. There is no feed of changes: every list is swept, page by page. */
import type { Resource, ResourcePage } from '../connector.ts';
import { UpstreamFailure } from '../failure.ts';
import { readRows, type RowReader } from '../row-reader.ts';
import { rowsPerPage, type ListPath, type ReliaticClient } from './client.ts';
import * as toDomain from './to-domain.ts';
import type { ListEnvelope } from './wire.ts';

const assetDetails: Resource = { name: 'asset-details', kind: 'assetDetail', mode: 'detail' };

const resources = [
  { name: 'assets', kind: 'asset', mode: 'sweep' },
  { name: 'inspections', kind: 'inspection', mode: 'sweep' },
  { name: 'failure-modes', kind: 'failureMode', mode: 'sweep' },
  { name: 'actions', kind: 'action', mode: 'sweep' },
  { name: 'risk-assessments', kind: 'riskAssessment', mode: 'sweep' },
  assetDetails,
] as const satisfies readonly Resource[];

export const readRowOf: Readonly<Record<ListPath, RowReader>> = {
  assets: toDomain.readAsset,
  inspections: toDomain.readInspection,
  'failure-modes': toDomain.readFailureMode,
  actions: toDomain.readAction,
  'risk-assessments': toDomain.readRiskAssessment,
};

function isListPath(name: string): name is ListPath {
  return Object.hasOwn(readRowOf, name);
}

function pageOf(position: string | null): number {
  if (position === null) return 1;
  if (/^[1-9]\d{0,8}$/.test(position)) return Number(position);
  throw new RangeError(`Not a page of Reliatic's: ${position}`);
}

/** Null when this page was the last; an empty page always is. */
export function pageAfter(page: number, { data, meta }: ListEnvelope): string | null {
  if (data.length === 0) return null;
  const isLast = meta.total_pages == null ? data.length < (meta.per_page ?? rowsPerPage) : page >= meta.total_pages;
  return isLast ? null : String(page + 1);
}

export class ReliaticReader {
  readonly resources: readonly Resource[] = resources;
  readonly #client: ReliaticClient;
  readonly #currency: string;

  constructor(client: ReliaticClient, currency: string) {
    this.#client = client;
    this.#currency = currency;
  }

  /** @throws UpstreamFailure */
  async read(resource: Resource, position: string | null, signal?: AbortSignal): Promise<ResourcePage> {
    if (isListPath(resource.name)) return this.#readPage(resource.name, pageOf(position), signal);
    if (resource.name === assetDetails.name && position !== null) return this.#readDetail(position, signal);
    throw new RangeError(`Reliatic has no resource ${resource.name} to read at ${position ?? 'its start'}`);
  }

  /** Reliatic has no ledger. */
  ledgerPosition(): null {
    return null;
  }

  async #readPage(path: ListPath, page: number, signal?: AbortSignal): Promise<ResourcePage> {
    const { content, asOf } = await this.#client.list(path, page, {}, signal);
    const answered = content.meta.page ?? page;
    // A service that answers another page than it was asked for would be read for ever, or in part.
    if (answered !== page) {
      const message = `RELIATIC answered page ${answered} of ${path} when asked for page ${page}`;
      throw new UpstreamFailure(message, { kind: 'invalid', service: 'RELIATIC' });
    }
    const rows = readRows(content.data, readRowOf[path], { observedAt: asOf, currency: this.#currency });
    return { ...rows, next: pageAfter(page, content), total: content.meta.total ?? null, asOf };
  }

  /** One asset: itself as in the list, and what only this answer tells. */
  async #readDetail(id: string, signal?: AbortSignal): Promise<ResourcePage> {
    const { content, asOf } = await this.#client.getAsset(id, signal);
    const context = { observedAt: asOf, currency: this.#currency };
    const asset = readRows([content], toDomain.readAsset, context);
    const detail = readRows([content], toDomain.readAssetDetail, context);
    return {
      observations: [...asset.observations, ...detail.observations],
      rejected: [...asset.rejected, ...detail.rejected],
      next: null,
      total: null,
      asOf,
    };
  }
}
