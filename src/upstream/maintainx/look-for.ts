/** Where a write to MaintainX may have left its effect: in the record itself, or among those made since. */
import type { Observation } from '../../domain/records.ts';
import type { Trace } from '../connector.ts';
import { UpstreamFailure } from '../failure.ts';
import { readRows } from '../row-reader.ts';
import { rowsPerPage, type MaintainXClient } from './client.ts';
import { overlapMs } from './conventions.ts';
import * as toDomain from './to-domain.ts';
import { readDeleted } from './wire.ts';

/** @throws UpstreamFailure */
export function lookFor(client: MaintainXClient, currency: string, trace: Trace): Promise<Observation[]> {
  const { kind, externalId, since } = trace;
  if (kind === 'asset') return madeSince(client, currency, 'assets', {});
  if (kind !== 'workOrder') throw new RangeError(`MaintainX has no ${kind} to look for`);
  if (externalId !== undefined) return oneWorkOrder(client, currency, externalId);
  const from = new Date(since.getTime() - overlapMs).toISOString();
  return madeSince(client, currency, 'workorders', { 'createdAt[gte]': from });
}

async function madeSince(
  client: MaintainXClient,
  currency: string,
  path: 'assets' | 'workorders',
  filter: Readonly<Record<string, string>>,
): Promise<Observation[]> {
  const read = path === 'assets' ? toDomain.readAsset : toDomain.readWorkOrder;
  const found: Observation[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = { limit: rowsPerPage, ...filter, ...(cursor !== '' && { cursor }) };
    const { content, asOf } = await client.list(path, query);
    const present = content.rows.filter((row) => readDeleted(row) === null);
    found.push(...readRows(present, read, { observedAt: asOf, currency }).observations);
    cursor = content.nextCursor === cursor ? null : content.nextCursor;
  }
  return found;
}

async function oneWorkOrder(client: MaintainXClient, currency: string, id: string): Promise<Observation[]> {
  try {
    const { content, asOf } = await client.getWorkOrder(id);
    if (readDeleted(content) !== null) return [];
    return readRows([content], toDomain.readWorkOrder, { observedAt: asOf, currency }).observations;
  } catch (error) {
    if (error instanceof UpstreamFailure && error.kind === 'notFound') return [];
    throw error;
  }
}
