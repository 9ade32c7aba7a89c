import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { inTransaction, onlyRow, type Queryable } from './database.ts';
import type { Clock } from '../domain/clock.ts';
import type { ServiceName } from './service-name.ts';

export interface WebhookEndpointOptions {
  url: string;
  /** All events of the service when absent. */
  events?: readonly string[];
  secret: string;
}

export interface WebhookDelivery {
  deliveryId: string;
  url: string;
  event: string;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  /** Null once the delivery is settled. */
  nextAttemptAt: Date | null;
  /** Of the last attempt; null when it got no answer. */
  responseStatus: number | null;
  body: string;
  createdAt: Date;
}

/** Reliatic keeps its delivery log for 30 days; MaintainKit says nothing, and is given the same. */
const deliveryLogDays = 30;
const dayMs = 86_400_000;

/** One change to a service's data: its statements and its webhooks commit together or not at all. */
export interface Change {
  readonly client: pg.PoolClient;
  now(): Date;
  /** Queues the event for every subscribed endpoint of the organization; the body may carry the delivery's id. */
  announce(organizationId: string, event: string, body: (deliveryId: string) => object): Promise<void>;
}

export type RunChange = <Result>(work: (change: Change) => Promise<Result>) => Promise<Result>;

/** Runs changes of one service, and tells the sender once one that queued webhooks has committed. */
export function changeRunner(pool: pg.Pool, service: ServiceName, clock: Clock, onQueued: () => void): RunChange {
  return async (work) => {
    let queued = 0;
    const result = await inTransaction(pool, (client) =>
      work({
        client,
        now: () => clock.now(),
        announce: async (organizationId, event, body) => {
          queued += await queueDeliveries(client, service, organizationId, event, clock.now(), body);
        },
      }),
    );
    if (queued > 0) onQueued();
    return result;
  };
}

async function queueDeliveries(
  client: pg.PoolClient,
  service: ServiceName,
  organizationId: string,
  event: string,
  at: Date,
  body: (deliveryId: string) => object,
): Promise<number> {
  const endpoints = await client.query<{ id: string }>(
    `select id from sandbox.webhook_endpoint
     where service = $1 and organization_id = $2 and (events is null or $3 = any (events)) order by url`,
    [service, organizationId, event],
  );
  for (const endpoint of endpoints.rows) {
    const deliveryId = randomUUID();
    // The bytes are kept as they were first made, so that a retry repeats them and their signature exactly.
    const bytes = Buffer.from(JSON.stringify(body(deliveryId)));
    await client.query(
      `insert into sandbox.webhook_delivery
         (delivery_id, service, organization_id, endpoint_id, event, body, next_attempt_at, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [deliveryId, service, organizationId, endpoint.id, event, bytes, at],
    );
  }
  return endpoints.rows.length;
}

/** Adds the endpoint, or gives the one with that URL the events and the secret stated. */
export async function addWebhookEndpoint(
  database: Queryable,
  service: ServiceName,
  organizationId: string,
  options: WebhookEndpointOptions,
): Promise<{ id: string }> {
  const fault = webhookUrlFault(options.url);
  if (fault !== null) throw new Error(fault);
  const stored = await database.query<{ id: string }>(
    `insert into sandbox.webhook_endpoint (service, organization_id, url, events, secret) values ($1, $2, $3, $4, $5)
     on conflict (service, organization_id, url, topic) do update set events = excluded.events, secret = excluded.secret
     returning id`,
    [service, organizationId, options.url, options.events ?? null, options.secret],
  );
  return onlyRow(stored);
}

/**
 * The endpoint of one URL and one topic, where a service's subscriptions name one event each. The topic is the event.
 * An endpoint that is there already keeps its secret.
 */
export async function subscribeToTopic(
  database: Queryable,
  service: ServiceName,
  organizationId: string,
  options: { url: string; topic: string; secret: string },
): Promise<{ id: string; secret: string }> {
  const stored = await database.query<{ id: string; secret: string }>(
    `insert into sandbox.webhook_endpoint (service, organization_id, url, topic, events, secret)
     values ($1, $2, $3, $4, array[$4], $5)
     on conflict (service, organization_id, url, topic) do update set events = excluded.events
     returning id, secret`,
    [service, organizationId, options.url, options.topic, options.secret],
  );
  return onlyRow(stored);
}

/** What is wrong with an endpoint's URL; null when nothing is. On this very machine a receiver may do without HTTPS. */
export function webhookUrlFault(text: string): string | null {
  if (!URL.canParse(text)) return 'Invalid URL';
  const url = new URL(text);
  const isLoopback = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)) return null;
  return 'A webhook URL must be https, or http on the loopback interface.';
}

/** The delivery log, oldest first, as far back as it is kept. */
export async function webhookDeliveries(
  database: Queryable,
  service: ServiceName,
  organizationId: string,
  now: Date,
): Promise<WebhookDelivery[]> {
  const found = await database.query<Omit<WebhookDelivery, 'body'> & { body: Buffer }>(
    `select d.delivery_id as "deliveryId", e.url, d.event, d.status, d.attempts, d.next_attempt_at as "nextAttemptAt",
            d.response_status as "responseStatus", d.body, d.created_at as "createdAt"
     from sandbox.webhook_delivery d join sandbox.webhook_endpoint e on e.id = d.endpoint_id
     where d.service = $1 and d.organization_id = $2 and d.created_at > $3 order by d.position`,
    [service, organizationId, logStart(now)],
  );
  return found.rows.map((row) => ({ ...row, body: row.body.toString() }));
}

/** Forgets deliveries that were settled and are older than the log reaches. */
export async function forgetOldDeliveries(database: Queryable, now: Date): Promise<void> {
  await database.query(`delete from sandbox.webhook_delivery where status <> 'pending' and created_at <= $1`, [
    logStart(now),
  ]);
}

const logStart = (now: Date): Date => new Date(now.getTime() - deliveryLogDays * dayMs);
