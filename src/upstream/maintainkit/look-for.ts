/** Where a write to MaintainKit may have left its effect: in lists that come whole. Of movements the ledger tells. */
import type { Observation } from '../../domain/records.ts';
import type { Trace } from '../connector.ts';
import { readRows } from '../row-reader.ts';
import type { MaintainKitClient } from './client.ts';
import * as toDomain from './to-domain.ts';

/** @throws UpstreamFailure */
export async function lookFor(client: MaintainKitClient, currency: string, { kind }: Trace): Promise<Observation[]> {
  if (kind !== 'part' && kind !== 'location') throw new RangeError(`MaintainKit has no ${kind} to look for`);
  const [path, read] =
    kind === 'part' ? (['parts', toDomain.readPart] as const) : (['locations', toDomain.readLocation] as const);
  const { content, asOf } = await client.list(path);
  return readRows(content, read, { observedAt: asOf, currency }).observations;
}
