/** A tenant's access to the upstream services. Credentials are sealed at rest and opened only here. */
import type { Transaction } from '../database/database.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { services, type Service } from '../domain/records.ts';
import { createHash } from 'node:crypto';
import type { Sealer } from './sealing.ts';

export interface ServiceConnection {
  id: string;
  tenantId: string;
  service: Service;
  baseUrl: string;
  apiKey: string;
  webhookSecret: string | null;
  /** ISO 4217 code of every amount the service sends without one. */
  currency: string;
  /** Which organization of the key is meant, where the service knows several. */
  organizationId?: string;
}

export type ConnectionSettings = Omit<ServiceConnection, 'id'>;

/** What new settings of a connection lead to: another place, the same one by another key, or the same in every way. */
export type SettingsChange = 'place' | 'key' | 'rest';

export function settingsChange(before: ConnectionSettings | null, after: ConnectionSettings): SettingsChange {
  if (before?.baseUrl !== after.baseUrl || before.organizationId !== after.organizationId) return 'place';
  return before.apiKey === after.apiKey ? 'rest' : 'key';
}

type StoredConnection = NonNullable<Awaited<ReturnType<PrismaClient['serviceConnection']['findUnique']>>>;

export class ServiceConnections {
  readonly #prisma: PrismaClient;
  readonly #sealer: Sealer;

  constructor(prisma: PrismaClient, sealer: Sealer) {
    this.#prisma = prisma;
    this.#sealer = sealer;
  }

  /** Makes the tenant's connection to the service, or gives it these settings. */
  async connect(
    settings: ConnectionSettings,
    tx: Transaction | PrismaClient = this.#prisma,
  ): Promise<ServiceConnection> {
    const { tenantId, service, baseUrl, apiKey, webhookSecret, currency, organizationId = null } = settings;
    const id = connectionId(tenantId, service);
    const before = await this.of(tenantId, service);
    const stored = {
      baseUrl,
      currency,
      organizationId,
      sealedApiKey: this.#sealer.seal(apiKey, `${id}/key`),
      sealedWebhookSecret: webhookSecret === null ? null : this.#sealer.seal(webhookSecret, `${id}/webhook`),
    };
    await tx.serviceConnection.upsert({
      where: { tenantId_service: { tenantId, service } },
      create: { id, tenantId, service, ...stored },
      update: stored,
    });
    // Another key may have another plan, with a quota of its own.
    if (before && before.apiKey !== apiKey) {
      await tx.connectionHealth.updateMany({ where: { connectionId: id }, data: { quotaSpentUntil: null } });
    }
    return { ...settings, id };
  }

  /** Takes the connection out, with its sealed credentials. */
  async disconnect({ id }: ServiceConnection, tx: Transaction): Promise<void> {
    await tx.serviceConnection.deleteMany({ where: { id } });
  }

  /** What a journal may keep of a secret: enough to tell it from another one. */
  fingerprint(secret: string, tenantId: string): string {
    return this.#sealer.fingerprint(secret, tenantId);
  }

  async byId(id: string): Promise<ServiceConnection | null> {
    const stored = await this.#prisma.serviceConnection.findUnique({ where: { id } });
    return stored && this.#open(stored);
  }

  async of(tenantId: string, service: Service): Promise<ServiceConnection | null> {
    const stored = await this.#prisma.serviceConnection.findUnique({
      where: { tenantId_service: { tenantId, service } },
    });
    return stored && this.#open(stored);
  }

  async all(): Promise<ServiceConnection[]> {
    const stored = await this.#prisma.serviceConnection.findMany({ orderBy: { id: 'asc' } });
    return stored.flatMap((each) => this.#open(each) ?? []);
  }

  /** Null for a service that this version does not speak with. */
  #open(stored: StoredConnection): ServiceConnection | null {
    const service = services.find((name) => name === stored.service);
    if (!service) return null;
    const { id, tenantId, baseUrl, currency, organizationId, sealedApiKey, sealedWebhookSecret } = stored;
    const webhookSecret = sealedWebhookSecret && this.#sealer.open(sealedWebhookSecret, `${id}/webhook`);
    return {
      id,
      tenantId,
      service,
      baseUrl,
      currency,
      webhookSecret,
      apiKey: this.#sealer.open(sealedApiKey, `${id}/key`),
      ...(organizationId !== null && { organizationId }),
    };
  }
}

/** A tenant has one connection to a service, and its id, part of the webhook's address, stays the same for ever. */
export const connectionId = (tenantId: string, service: Service): string =>
  `con_${createHash('sha256').update(`${tenantId}/${service}`).digest('hex').slice(0, 26)}`;
