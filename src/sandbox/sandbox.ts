import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Clock } from '../domain/clock.ts';
import { openPool } from './database.ts';
import {
  createOrganization,
  createRestrictedKey,
  revokeKey,
  type Organization,
  type OrganizationOptions,
} from './organizations.ts';
import { RateLimiter } from './rate-limit.ts';
import { silentLogger, type SandboxLogger } from './logger.ts';
import type { ServiceContext } from './service.ts';
import { serviceNames, type ServiceName } from './service-name.ts';
import { serviceDefinitions } from './services.ts';
import { createTables } from './tables.ts';
import {
  addWebhookEndpoint,
  changeRunner,
  forgetOldDeliveries,
  webhookDeliveries,
  type Change,
  type RunChange,
  type WebhookDelivery,
  type WebhookEndpointOptions,
} from './webhook-outbox.ts';
import { WebhookSender, type DeliveryPolicy } from './webhook-sender.ts';

/** Connections the kernel holds until they are accepted: a thousand callers may come at one moment. */
const backlog = 4096;

export interface SandboxOptions {
  databaseUrl: string;
  clock: Clock;
  /** Those that are served; default all. Each more takes its time to start. */
  services?: readonly ServiceName[];
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  ports?: Partial<Record<ServiceName, number>>;
  /** Of one key; by default what the service documents. Null lifts the limit: of one service, or of all. */
  requestsPerMinute?: Partial<Record<ServiceName, number | null>> | null;
  logger?: SandboxLogger;
  /** For webhook deliveries. */
  fetch?: typeof fetch;
  /** How often due deliveries and what comes with time are looked for; null: only when asked. Default null. */
  tickMs?: number | null;
}

export interface SandboxService {
  readonly name: ServiceName;
  /** With the API's prefix: http://127.0.0.1:41234/api/v1 */
  readonly url: string;
}

/** The REST services as stand-ins over real HTTP, durable in the schema `sandbox` of a PostgreSQL database. */
export interface Sandbox extends AsyncDisposable, Readonly<Record<ServiceName, SandboxService>> {
  /** For the demo plant, which loads its history past the REST services. */
  readonly pool: pg.Pool;
  readonly clock: Clock;
  /** Idempotent by name at each service. */
  createOrganization(service: ServiceName, options: OrganizationOptions): Promise<Organization>;
  /** One more key, which may do just this. */
  createRestrictedKey(service: ServiceName, organizationId: string, permissions: readonly string[]): Promise<string>;
  /** Idempotent by URL: a second call changes the events and the secret. http is allowed on loopback only. */
  addWebhookEndpoint(
    service: ServiceName,
    organizationId: string,
    options: WebhookEndpointOptions,
  ): Promise<{ id: string }>;
  /** Takes effect with the next request. */
  revokeKey(service: ServiceName, key: string): Promise<void>;
  /** Attempts every delivery due now and waits for those under way; answers how many attempts that were. */
  deliverDueWebhooks(): Promise<number>;
  /** Does what comes with time alone at a service, such as escalations; answers how much that was. */
  round(service: ServiceName): Promise<number>;
  /** What people do inside a service where no endpoint is documented for it, with the webhooks that tell of it. */
  change<Result>(service: ServiceName, work: (change: Change) => Promise<Result>): Promise<Result>;
  /** The delivery log, oldest first. */
  webhookDeliveries(service: ServiceName, organizationId: string): Promise<WebhookDelivery[]>;
  stop(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const logger = options.logger ?? silentLogger;
  const pool = openPool(options.databaseUrl, (error) => logger.warn({ error }, 'an idle connection broke'));
  const sender = new WebhookSender({
    pool,
    clock: options.clock,
    fetch: options.fetch ?? fetch,
    policies: deliveryPolicyOf,
    logger,
  });
  const running = new RunningSandbox(options, pool, sender, logger);
  try {
    await createTables(pool);
    await running.listen();
    return running;
  } catch (error) {
    await running.stop();
    throw error;
  }
}

function deliveryPolicyOf(service: ServiceName): DeliveryPolicy {
  const { delivery } = serviceDefinitions[service];
  if (delivery === null) throw new Error(`${service} sends no webhooks.`);
  return delivery;
}

class RunningSandbox implements Sandbox {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly #options: SandboxOptions;
  readonly #sender: WebhookSender;
  readonly #logger: SandboxLogger;
  readonly #changes = new Map<ServiceName, RunChange>();
  readonly #apps = new Map<ServiceName, FastifyInstance>();
  readonly #urls = new Map<ServiceName, string>();
  #ticking: NodeJS.Timeout | undefined;
  #tick: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(options: SandboxOptions, pool: pg.Pool, sender: WebhookSender, logger: SandboxLogger) {
    this.pool = pool;
    this.clock = options.clock;
    this.#options = options;
    this.#sender = sender;
    this.#logger = logger;
    for (const name of options.services ?? serviceNames) {
      const context = this.#contextOf(name);
      this.#changes.set(name, context.change);
      this.#apps.set(name, serviceDefinitions[name].build(context));
    }
  }

  #contextOf(service: ServiceName): ServiceContext {
    const { clock, requestsPerMinute } = this.#options;
    const stated = requestsPerMinute === null ? null : requestsPerMinute?.[service];
    const limitOf = (documented: number, ofOneKey: number): number | null =>
      stated === null ? null : Math.ceil(((stated ?? ofOneKey) * documented) / ofOneKey);
    return {
      pool: this.pool,
      clock,
      logger: this.#logger,
      change: changeRunner(this.pool, service, clock, () => this.#sender.wake()),
      limiter: (documented, ofOneKey = documented) => new RateLimiter(clock, limitOf(documented, ofOneKey)),
    };
  }

  async listen(): Promise<void> {
    const { host = '127.0.0.1', ports = {}, tickMs = null } = this.#options;
    for (const [name, app] of this.#apps) {
      const origin = await app.listen({ host, port: ports[name] ?? 0, backlog });
      this.#urls.set(name, origin + serviceDefinitions[name].apiPrefix);
    }
    if (tickMs !== null) this.#scheduleTick(tickMs);
  }

  get reliatic(): SandboxService {
    return this.#serviceOf('reliatic');
  }

  get maintainkit(): SandboxService {
    return this.#serviceOf('maintainkit');
  }

  get maintainx(): SandboxService {
    return this.#serviceOf('maintainx');
  }

  get maintio(): SandboxService {
    return this.#serviceOf('maintio');
  }

  get uniasset(): SandboxService {
    return this.#serviceOf('uniasset');
  }

  #serviceOf(name: ServiceName): SandboxService {
    const url = this.#urls.get(name);
    if (url === undefined) throw new Error(`This sandbox does not serve ${name}.`);
    return { name, url };
  }

  createOrganization(service: ServiceName, options: OrganizationOptions): Promise<Organization> {
    return createOrganization(this.pool, service, options);
  }

  createRestrictedKey(service: ServiceName, organizationId: string, permissions: readonly string[]): Promise<string> {
    return createRestrictedKey(this.pool, service, organizationId, permissions);
  }

  addWebhookEndpoint(
    service: ServiceName,
    organizationId: string,
    options: WebhookEndpointOptions,
  ): Promise<{ id: string }> {
    return addWebhookEndpoint(this.pool, service, organizationId, options);
  }

  revokeKey(service: ServiceName, key: string): Promise<void> {
    return revokeKey(this.pool, service, key, this.clock.now());
  }

  async deliverDueWebhooks(): Promise<number> {
    await forgetOldDeliveries(this.pool, this.clock.now());
    return this.#sender.deliverDue();
  }

  async round(service: ServiceName): Promise<number> {
    const { round } = serviceDefinitions[service];
    return round === undefined ? 0 : this.change(service, round);
  }

  change<Result>(service: ServiceName, work: (change: Change) => Promise<Result>): Promise<Result> {
    const run = this.#changes.get(service);
    if (run === undefined) throw new Error(`This sandbox does not serve ${service}.`);
    return run(work);
  }

  webhookDeliveries(service: ServiceName, organizationId: string): Promise<WebhookDelivery[]> {
    return webhookDeliveries(this.pool, service, organizationId, this.clock.now());
  }

  #scheduleTick(tickMs: number): void {
    this.#ticking = setTimeout(() => {
      this.#tick = this.#doRounds()
        .catch((error: unknown) => this.#logger.error({ error }, 'the sandbox could not do its rounds'))
        .finally(() => {
          if (this.#stopped === undefined) this.#scheduleTick(tickMs);
        });
    }, tickMs);
  }

  async #doRounds(): Promise<void> {
    for (const name of this.#apps.keys()) await this.round(name);
    await this.deliverDueWebhooks();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#ticking);
    await Promise.all([...this.#apps.values()].map((app) => app.close()));
    await this.#sender.stop();
    await this.#tick;
    await this.pool.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
