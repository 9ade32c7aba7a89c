import type { Viewer } from '../tenancy/api-keys.ts';
import { forgetHealth } from '../tenancy/connection-health.ts';
import {
  connectionId,
  settingsChange,
  type ConnectionSettings,
  type ServiceConnection,
} from '../tenancy/service-connections.ts';
import type { ConnectorPool } from '../upstream/connector-pool.ts';
import { diagnose } from '../upstream/diagnosis.ts';
import { errorCodeOf, UpstreamFailure } from '../upstream/failure.ts';
import { requireAdminAccess, type CommandDeps, type Connecting } from './command-context.ts';
import { connectionFaults, type GivenSettings } from './connection-faults.ts';
import type { BoundCommand } from './definition.ts';
import { inputFaults } from './explain.ts';
import type { UserError } from './failure.ts';
import type { Outcome } from './command-row.ts';
import type { NewRow } from './journal.ts';

export interface ConnectServiceInput extends GivenSettings {
  idempotencyKey?: string | null;
}

/** Connects the tenant to a service, or its connection by other settings, once the service has taken the key. */
export async function connectService(
  deps: CommandDeps,
  viewer: Viewer,
  { idempotencyKey = null, ...input }: ConnectServiceInput,
): Promise<Outcome> {
  requireAdminAccess(viewer);
  const { connections, connectors, connecting, writeThrough } = deps;
  const { service } = input;
  const tenantId = viewer.tenant.id;
  const before = await connections.of(tenantId, service);
  const { settings, isAddressKnown } = settingsOf(tenantId, input, before, connecting);
  const userErrors = [...inputFaults({ idempotencyKey }), ...connectionFaults(input, isAddressKnown)];
  if (userErrors.length > 0) return { command: null, results: {}, userErrors };

  const { apiKey, webhookSecret } = input;
  const fingerprint = (secret: string) => connections.fingerprint(secret, tenantId);
  const row: NewRow = {
    tenantId,
    name: 'connectService',
    service,
    idempotencyKey,
    // The journal is no place for secrets: it keeps what tells them from others.
    input: {
      ...input,
      apiKey: fingerprint(apiKey),
      ...(typeof webhookSecret === 'string' && { webhookSecret: fingerprint(webhookSecret) }),
    },
    call: null,
    subject: null,
  };
  const bound: BoundCommand<void> = {
    send: () => tryKey(connectors, settings),
    apply: async (tx) => {
      const connection = await connections.connect(settings, tx);
      const change = settingsChange(before, settings);
      if (change !== 'rest') await forgetHealth(tx, connection.id);
      await connecting.begin(tx, connection, change);
      return { upstreamId: null, results: { connectionId: connection.id } };
    },
    // What it does stands in the transaction that says so.
    lookUp: () => Promise.resolve({ was: 'notDone' }),
    explain: (failure) => [explained(failure, settings)],
    refused: () => Promise.resolve({}),
    overwritten: null,
    complete: null,
  };
  const manner = { whenUnavailable: 'FAIL', connectionId: connectionId(tenantId, service), explainsAll: true } as const;
  return writeThrough.once(
    tenantId,
    idempotencyKey,
    async () => (await writeThrough.again(tenantId, row)) ?? writeThrough.carryOut(row, bound, manner),
  );
}

/** What is left out is as it was before; null, and what never was, is as it is for everybody. */
function settingsOf(
  tenantId: string,
  { service, apiKey, ...input }: GivenSettings,
  before: ServiceConnection | null,
  { vendorAddresses, currency }: Connecting,
): { settings: ConnectionSettings; isAddressKnown: boolean } {
  const of = (name: 'baseUrl' | 'webhookSecret' | 'organizationId' | 'currency'): string | null =>
    (input[name] === undefined ? before?.[name] : input[name]) ?? null;
  const baseUrl = of('baseUrl') ?? vendorAddresses[service];
  const organizationId = of('organizationId');
  const settings: ConnectionSettings = {
    tenantId,
    service,
    apiKey,
    baseUrl: baseUrl ?? '',
    webhookSecret: of('webhookSecret'),
    currency: of('currency') ?? currency,
    ...(organizationId !== null && { organizationId }),
  };
  return { settings, isAddressKnown: baseUrl !== undefined };
}

/** @throws UpstreamFailure, which never leaves anything behind: also a key that only a write can try changes nothing. */
async function tryKey(connectors: ConnectorPool, settings: ConnectionSettings): Promise<void> {
  try {
    await connectors.tryOut(settings).ping();
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) throw error;
    const { kind, service, status, code, retryAfterMs, network } = error;
    throw new UpstreamFailure(error.message, { kind, service, status, code, retryAfterMs, network });
  }
}

function explained(failure: UpstreamFailure, settings: ConnectionSettings): UserError {
  const { cause, remedy, setting } = diagnose(failure, settings, (name) => name);
  // To whoever gives the key, its being wrong is a fault of the input, and no outage of the service.
  const code = failure.kind === 'unauthenticated' ? 'BAD_USER_INPUT' : errorCodeOf[failure.kind];
  const message = `${settings.service}: ${cause}. To mend it: ${remedy}.`;
  // A service may quote the key that it refuses.
  return { field: setting === null ? [] : [setting], code, message: message.replaceAll(settings.apiKey, '…') };
}
