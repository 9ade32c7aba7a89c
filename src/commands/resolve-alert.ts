import type { Viewer } from '../tenancy/api-keys.ts';
import type { CommandDeps } from './command-context.ts';
import { decide, type AlertInput } from './decide-alert.ts';
import type { Outcome } from './command-row.ts';

/** The cause of the alert is gone. */
export const resolveAlert = (deps: CommandDeps, viewer: Viewer, input: AlertInput): Promise<Outcome> =>
  decide(deps, viewer, input, 'RESOLVED');
