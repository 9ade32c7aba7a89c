/** The mutations' use cases, bound to what they need. */
import type { Viewer } from '../tenancy/api-keys.ts';
import type { CommandDeps } from './command-context.ts';
import { connectService, type ConnectServiceInput } from './connect-service.ts';
import { createFailureMode, type CreateFailureModeInput } from './create-failure-mode.ts';
import { linkAsset, type LinkAssetInput } from './link-asset.ts';
import { unlinkAsset, type UnlinkAssetInput } from './unlink-asset.ts';
import type { CommandView, Outcome } from './journal.ts';
import { recordStockMovement, type RecordStockMovementInput } from './record-stock-movement.ts';
import { transitionAction, type TransitionActionInput } from './transition-action.ts';

export class Commands {
  readonly #deps: CommandDeps;

  constructor(deps: CommandDeps) {
    this.#deps = deps;
  }

  recordStockMovement(viewer: Viewer, input: RecordStockMovementInput): Promise<Outcome> {
    return recordStockMovement(this.#deps, viewer, input);
  }

  createFailureMode(viewer: Viewer, input: CreateFailureModeInput): Promise<Outcome> {
    return createFailureMode(this.#deps, viewer, input);
  }

  transitionAction(viewer: Viewer, input: TransitionActionInput): Promise<Outcome> {
    return transitionAction(this.#deps, viewer, input);
  }

  linkAsset(viewer: Viewer, input: LinkAssetInput): Promise<Outcome> {
    return linkAsset(this.#deps, viewer, input);
  }

  unlinkAsset(viewer: Viewer, input: UnlinkAssetInput): Promise<Outcome> {
    return unlinkAsset(this.#deps, viewer, input);
  }

  connectService(viewer: Viewer, input: ConnectServiceInput): Promise<Outcome> {
    return connectService(this.#deps, viewer, input);
  }

  /** The journal's row of a command; null when the tenant has no such command. */
  find(viewer: Viewer, id: string): Promise<CommandView | null> {
    return this.#deps.journal.find(viewer.tenant.id, id);
  }
}
