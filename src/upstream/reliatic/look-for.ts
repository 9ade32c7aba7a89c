/** Where a write to Reliatic may have left its effect. */
import type { Observation, RecordKind } from '../../domain/records.ts';
import type { Trace } from '../connector.ts';
import { UpstreamFailure } from '../failure.ts';
import { readRows } from '../row-reader.ts';
import type { ListFilter, ListPath, ReliaticClient } from './client.ts';
import { pageAfter, readRowOf } from './reader.ts';
import * as toDomain from './to-domain.ts';

const pathOf: Readonly<Partial<Record<RecordKind, ListPath>>> = {
  asset: 'assets',
  inspection: 'inspections',
  failureMode: 'failure-modes',
  action: 'actions',
  riskAssessment: 'risk-assessments',
};

/** @throws UpstreamFailure */
export async function lookFor(client: ReliaticClient, currency: string, trace: Trace): Promise<Observation[]> {
  const { kind, externalId, assetId, name } = trace;
  const path = pathOf[kind];
  if (path === undefined) throw new RangeError(`Reliatic has no list of ${kind}`);
  if (kind === 'asset' && externalId !== undefined) return oneAsset(client, currency, externalId);
  const filter: ListFilter = {
    ...(assetId !== undefined && { asset_id: assetId }),
    ...(kind === 'asset' && name !== undefined && { search: name }),
  };
  const found: Observation[] = [];
  for (let page: number | null = 1; page !== null;) {
    const { content, asOf } = await client.list(path, page, filter);
    found.push(...readRows(content.data, readRowOf[path], { observedAt: asOf, currency }).observations);
    const next = pageAfter(page, content);
    page = next === null ? null : Number(next);
  }
  return found;
}

async function oneAsset(client: ReliaticClient, currency: string, id: string): Promise<Observation[]> {
  try {
    const { content, asOf } = await client.getAsset(id);
    return readRows([content], toDomain.readAsset, { observedAt: asOf, currency }).observations;
  } catch (error) {
    if (error instanceof UpstreamFailure && error.kind === 'notFound') return [];
    throw error;
  }
}
