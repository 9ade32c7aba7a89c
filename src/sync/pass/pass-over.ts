/** One pass over one resource of a connection: read page by page, apply each page in one transaction. */
import type { Resource } from '../../upstream/connector.ts';
import { followFeed } from './feed.ts';
import { followLedger } from './ledger.ts';
import type { PassContext, PassOutcome } from './page.ts';
import { sweep } from './sweep.ts';

/** @throws UpstreamFailure, AllowanceSpent; what was read until then is kept, and the next pass goes on behind it. */
export async function passOver(context: PassContext, resource: Resource): Promise<PassOutcome> {
  if (resource.mode === 'ledger') return followLedger(context, resource);
  return resource.mode === 'delta' ? followFeed(context, resource) : sweep(context, resource);
}
