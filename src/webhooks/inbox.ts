/**
 * What the services send: raw bytes, the service's verifier, then one transaction for the receipt, the records, the
 * rows and the events. A delivery is answered with success only when all of that stands.
 */
import { createHash } from 'node:crypto';
import type { Database, Transaction } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import { services } from '../domain/records.ts';
import { prefixOf } from '../replica/object-id.ts';
import type { ServiceConnection, ServiceConnections } from '../tenancy/service-connections.ts';
import type { Logger } from '../telemetry/logger.ts';
import { UnreadableWebhook, type WebhookNotice } from '../upstream/connector.ts';
import { webhookReaderOf } from '../upstream/registry.ts';

export interface Delivery {
  /** The service's name in the address, in any case. */
  service: string;
  connectionId: string;
  rawBody: Buffer;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** `accepted` and `duplicate` are successes to the sender; the rest are not stored. */
export type Receipt = 'accepted' | 'duplicate' | 'unknownConnection' | 'badSignature' | 'unreadable';

export interface InboxDeps {
  database: Database;
  connections: ServiceConnections;
  clock: Clock;
  logger: Logger;
  /** Called in the transaction that stores a notice: what it states is to be taken in, what it left out to be read. */
  onNotice: (tx: Transaction, connection: ServiceConnection, notice: WebhookNotice) => Promise<void>;
}

export class WebhookInbox {
  readonly #deps: InboxDeps;

  constructor(deps: InboxDeps) {
    this.#deps = deps;
  }

  async receive(delivery: Delivery): Promise<Receipt> {
    const connection = await this.#connectionOf(delivery);
    if (!connection) return 'unknownConnection';
    const reader = webhookReaderOf[connection.service];
    const { rawBody, headers } = delivery;
    const secret = connection.webhookSecret;
    if (secret === null || !reader.verify(rawBody, headers, secret, this.#deps.clock.now())) {
      this.#deps.logger.warn(
        { service: connection.service, connectionId: connection.id },
        'a webhook with a wrong signature was refused',
      );
      return 'badSignature';
    }
    let notice: WebhookNotice;
    try {
      notice = reader.parse(rawBody, headers, { currency: connection.currency });
    } catch (error) {
      if (error instanceof UnreadableWebhook) return 'unreadable';
      throw error;
    }
    return this.#store(connection, notice, rawBody);
  }

  async #connectionOf({ service, connectionId }: Delivery): Promise<ServiceConnection | null> {
    const name = services.find((each) => each === service.toUpperCase());
    if (!name || prefixOf(connectionId) !== 'con') return null;
    const connection = await this.#deps.connections.byId(connectionId);
    return connection?.service === name ? connection : null;
  }

  async #store(connection: ServiceConnection, notice: WebhookNotice, rawBody: Buffer): Promise<Receipt> {
    const { database, clock, onNotice } = this.#deps;
    const { id: connectionId, tenantId, service } = connection;
    const now = clock.now();
    return database.transaction(async (tx) => {
      const stored = await tx.webhookReceipt.createMany({
        data: {
          connectionId,
          tenantId,
          dedupeKey: notice.deliveryId ?? bodyKey(service, rawBody),
          event: notice.event,
          body: new Uint8Array(rawBody),
          occurredAt: notice.occurredAt,
          receivedAt: now,
        },
        skipDuplicates: true,
      });
      if (stored.count === 0) return 'duplicate';
      await onNotice(tx, connection, notice);
      return 'accepted';
    });
  }
}

/** Where a service gives its deliveries no id: SHA-256 over its name and the bytes. */
const bodyKey = (service: string, rawBody: Buffer): string =>
  createHash('sha256').update(service).update(rawBody).digest('hex');
