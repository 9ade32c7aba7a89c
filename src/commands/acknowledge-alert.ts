import type { Viewer } from '../tenancy/api-keys.ts';
import type { CommandDeps } from './command-context.ts';
import { decide, type AlertInput } from './decide-alert.ts';
import type { Outcome } from './command-row.ts';

/** Somebody has taken the alert on: it climbs no further. */
export const acknowledgeAlert = (deps: CommandDeps, viewer: Viewer, input: AlertInput): Promise<Outcome> =>
  decide(deps, viewer, input, 'ACKNOWLEDGED');
