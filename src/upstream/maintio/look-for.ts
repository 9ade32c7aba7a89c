/** Where a write to Maint.io may have left its effect: in its feed of changes. */
import type { Observation } from '../../domain/records.ts';
import type { Trace } from '../connector.ts';
import { readRows } from '../row-reader.ts';
import { rowsPerPage, type MaintIoClient } from './client.ts';
import * as toDomain from './to-domain.ts';

/** The service's clock may be behind the gateway's. */
const clockToleranceMs = 60_000;

/** @throws UpstreamFailure */
export async function lookFor(client: MaintIoClient, currency: string, { kind, since }: Trace): Promise<Observation[]> {
  if (kind !== 'tag') throw new RangeError(`a ${kind} of Maint.io's is sent again and not looked for`);
  const found = new Map<string, Observation>();
  let from = new Date(since.getTime() - clockToleranceMs).toISOString();
  for (;;) {
    const { content, asOf } = await client.changes(from, rowsPerPage);
    const { observations } = readRows(content.tags, toDomain.readTag, { observedAt: asOf, currency });
    for (const each of observations) found.set(each.externalId, each);
    const isStuck = Date.parse(content.next_updated_since) <= Date.parse(from);
    if (!content.has_more || isStuck) return [...found.values()];
    from = content.next_updated_since;
  }
}
