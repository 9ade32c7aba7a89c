/** One pass over one resource of a connection, in the way that its service lets it be read. */
import type { Resource } from '../../upstream/connector.ts';
import { followFeed } from './feed.ts';
import { followLedger } from './ledger.ts';
import type { PassContext, PassOutcome } from './steps.ts';
import { sweep } from './sweep.ts';

/** @throws UpstreamFailure; what was read until then is kept, and the next pass goes on behind it. */
export async function passOver(context: PassContext, resource: Resource): Promise<PassOutcome> {
  if (resource.mode === 'ledger') return followLedger(context, resource);
  return resource.mode === 'delta' ? followFeed(context, resource) : sweep(context, resource);
}
