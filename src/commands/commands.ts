/** The mutations' use cases, bound to what they need. */
import type { Service } from '../domain/records.ts';
import type { LoggedEvent } from '../events/catalogue.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import { acknowledgeAlert } from './acknowledge-alert.ts';
import { cancelCommand } from './cancel-command.ts';
import { placeAt, requireWriteAccess, type CommandDeps } from './command-context.ts';
import { connectService, type ConnectServiceInput } from './connect-service.ts';
import { createApiKey, type CreateApiKeyInput } from './create-api-key.ts';
import { createAsset, type CreateAssetInput } from './create-asset.ts';
import {
  createMaintenanceRecordInMaintIo,
  createMaintenanceRecordInUniAsset,
  type CreateMaintenanceRecordInput,
} from './create-maintenance-record.ts';
import type { AlertInput } from './decide-alert.ts';
import { bind, type CommandDefinition, type CommandInput } from './definition.ts';
import { disconnectService, type DisconnectServiceInput } from './disconnect-service.ts';
import { isKey } from './explain.ts';
import { viewOf, type CommandView, type Outcome } from './command-row.ts';
import { ingestSignals, type IngestSignalsInput, type SignalsOutcome } from './ingest-signals.ts';
import { linkAsset, type LinkAssetInput } from './link-asset.ts';
import { resolveAlert } from './resolve-alert.ts';
import { retryCommand } from './retry-command.ts';
import { revokeApiKey, type RevokeApiKeyInput } from './revoke-api-key.ts';
import { settlementsOf } from './settlements.ts';
import { syncService, type SyncServiceInput } from './sync-service.ts';
import { unlinkAsset, type UnlinkAssetInput } from './unlink-asset.ts';

export class Commands {
  readonly #deps: CommandDeps;
  readonly #onWrite: () => void;

  /** @param onWrite called before anything is written: what comes of it is to be read where it is written. */
  constructor(deps: CommandDeps, onWrite: () => void) {
    this.#deps = deps;
    this.#onWrite = onWrite;
  }

  /** A command that a service carries out. @throws CommandFailure when no change of its input would help. */
  async carryOut<Name extends Service, Input extends CommandInput, Call extends object, Answer>(
    viewer: Viewer,
    definition: CommandDefinition<Name, Input, Call, Answer>,
    input: Input,
  ): Promise<Outcome> {
    requireWriteAccess(viewer);
    const deps = this.#writing();
    const { writeThrough } = deps;
    const { name, service } = definition;
    const tenantId = viewer.tenant.id;
    const { idempotencyKey = null, whenUnavailable, ...fields } = input;
    return writeThrough.once(tenantId, idempotencyKey, async () => {
      const known =
        isKey(idempotencyKey) && (await writeThrough.again(tenantId, { name, idempotencyKey, input: fields }));
      if (known) return known;
      const place = await placeAt(deps, tenantId, service);
      const prepared = await definition.prepare(place, input);
      if ('userErrors' in prepared) return { command: null, results: {}, ...prepared };
      const row = { tenantId, name, service, idempotencyKey, input: fields, ...prepared };
      const manner = { whenUnavailable: whenUnavailable ?? 'FAIL', connectionId: place.connection.id } as const;
      return writeThrough.carryOut(row, bind(definition, place, prepared.call), manner);
    });
  }

  createAsset(viewer: Viewer, input: CreateAssetInput): Promise<Outcome> {
    return createAsset(this.#writing(), viewer, input);
  }

  createMaintenanceRecord(viewer: Viewer, input: CreateMaintenanceRecordInput): Promise<Outcome> {
    return input.service === 'UNIASSET'
      ? this.carryOut(viewer, createMaintenanceRecordInUniAsset, input)
      : this.carryOut(viewer, createMaintenanceRecordInMaintIo, input);
  }

  ingestSignals(viewer: Viewer, input: IngestSignalsInput): Promise<SignalsOutcome> {
    return ingestSignals(this.#writing(), viewer, input);
  }

  linkAsset(viewer: Viewer, input: LinkAssetInput): Promise<Outcome> {
    return linkAsset(this.#writing(), viewer, input);
  }

  unlinkAsset(viewer: Viewer, input: UnlinkAssetInput): Promise<Outcome> {
    return unlinkAsset(this.#writing(), viewer, input);
  }

  acknowledgeAlert(viewer: Viewer, input: AlertInput): Promise<Outcome> {
    return acknowledgeAlert(this.#writing(), viewer, input);
  }

  resolveAlert(viewer: Viewer, input: AlertInput): Promise<Outcome> {
    return resolveAlert(this.#writing(), viewer, input);
  }

  connectService(viewer: Viewer, input: ConnectServiceInput): Promise<Outcome> {
    return connectService(this.#writing(), viewer, input);
  }

  disconnectService(viewer: Viewer, input: DisconnectServiceInput): Promise<Outcome> {
    return disconnectService(this.#writing(), viewer, input);
  }

  syncService(viewer: Viewer, input: SyncServiceInput): Promise<Outcome> {
    return syncService(this.#writing(), viewer, input);
  }

  createApiKey(viewer: Viewer, input: CreateApiKeyInput): Promise<Outcome> {
    return createApiKey(this.#writing(), viewer, input);
  }

  revokeApiKey(viewer: Viewer, input: RevokeApiKeyInput): Promise<Outcome> {
    return revokeApiKey(this.#writing(), viewer, input);
  }

  retryCommand(viewer: Viewer, commandId: string): Promise<Outcome> {
    return retryCommand(this.#writing(), viewer, commandId);
  }

  cancelCommand(viewer: Viewer, commandId: string): Promise<Outcome> {
    return cancelCommand(this.#writing(), viewer, commandId);
  }

  /** The ends that these commands have come to so far. */
  settlementsOf({ tenant }: Viewer, ids: readonly string[]): Promise<LoggedEvent<'command.settled'>[]> {
    return settlementsOf(this.#deps.database.prisma, tenant.id, ids);
  }

  /** The parts of a command that several services carry out, in their order; none for any other. */
  async partsOf(id: string): Promise<CommandView[]> {
    return (await this.#deps.journal.partsOf(id)).map(viewOf);
  }

  /** The journal's row of a command; null when the tenant has no such command. */
  async find(viewer: Viewer, id: string): Promise<CommandView | null> {
    const row = await this.#deps.journal.find(viewer.tenant.id, id);
    return row && viewOf(row);
  }

  #writing(): CommandDeps {
    this.#onWrite();
    return this.#deps;
  }
}
