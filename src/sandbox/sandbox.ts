import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Clock } from '../domain/clock.ts';
import type { Ratings } from '../domain/fmea.ts';
import { createTables } from './tables.ts';
import { openPool } from './database.ts';
import { buildMaintainkit } from './maintainkit/app.ts';
import * as maintainkit from './maintainkit/conventions.ts';
import { createOrganization, revokeKey, type Organization, type OrganizationOptions } from './organizations.ts';
import { RateLimiter } from './rate-limit.ts';
import { buildReliatic } from './reliatic/app.ts';
import * as reliatic from './reliatic/conventions.ts';
import { escalateOverdueActions } from './reliatic/escalation.ts';
import { changeRatings } from './reliatic/failure-modes.ts';
import { changeManagementOfChange, type ManagementOfChange } from './reliatic/management-of-change.ts';
import { silentLogger, type SandboxLogger, type ServiceContext } from './service.ts';
import type { ServiceName } from './service-name.ts';
import {
  addWebhookEndpoint,
  changeRunner,
  forgetOldDeliveries,
  webhookDeliveries,
  type RunChange,
  type WebhookDelivery,
  type WebhookEndpointOptions,
} from './webhook-outbox.ts';
import { WebhookSender } from './webhook-sender.ts';

export interface SandboxOptions {
  databaseUrl: string;
  clock: Clock;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  ports?: { reliatic?: number; maintainkit?: number };
  /** Default 100 each, as documented; null lifts the limit. */
  requestsPerMinute?: { reliatic: number | null; maintainkit: number | null };
  logger?: SandboxLogger;
  /** For webhook deliveries. */
  fetch?: typeof fetch;
  /** How often due deliveries and escalations are looked for; null: only when asked. Default null. */
  tickMs?: number | null;
}

export interface SandboxService {
  readonly name: ServiceName;
  /** With the API's prefix: http://127.0.0.1:41234/api/v1 */
  readonly url: string;
}

/** The REST services as stand-ins over real HTTP, durable in the schema `sandbox` of a PostgreSQL database. */
export interface Sandbox extends AsyncDisposable {
  readonly reliatic: SandboxService;
  readonly maintainkit: SandboxService;
  /** For the demo plant, which loads its history past the REST services. */
  readonly pool: pg.Pool;
  readonly clock: Clock;
  /** Idempotent by name at each service. */
  createOrganization(service: ServiceName, options: OrganizationOptions): Promise<Organization>;
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
  /** Answers how many levels were climbed. */
  escalateOverdueActions(): Promise<number>;
  /** Reliatic's FMEA worksheet, for which no endpoint is documented; the source of fmea.rpn_changed. */
  changeRatings(failureModeId: string, ratings: Ratings): Promise<void>;
  /** Reliatic's MOC workflow, for which no endpoint is documented; the source of moc.status_changed. */
  changeManagementOfChange(organizationId: string, change: ManagementOfChange): Promise<{ id: string }>;
  /** The delivery log, oldest first. */
  webhookDeliveries(service: ServiceName, organizationId: string): Promise<WebhookDelivery[]>;
  stop(): Promise<void>;
}

const defaultRequestsPerMinute = 100;

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const logger = options.logger ?? silentLogger;
  const pool = openPool(options.databaseUrl, (error) => logger.warn({ error }, 'an idle connection broke'));
  const sender = new WebhookSender({
    pool,
    clock: options.clock,
    fetch: options.fetch ?? fetch,
    policies: { reliatic: reliatic.deliveryPolicy, maintainkit: maintainkit.deliveryPolicy },
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

class RunningSandbox implements Sandbox {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly #options: SandboxOptions;
  readonly #sender: WebhookSender;
  readonly #logger: SandboxLogger;
  readonly #apps: Readonly<Record<ServiceName, FastifyInstance>>;
  readonly #changeReliatic: RunChange;
  readonly #urls: Record<ServiceName, string> = { reliatic: '', maintainkit: '' };
  #ticking: NodeJS.Timeout | undefined;
  #tick: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(options: SandboxOptions, pool: pg.Pool, sender: WebhookSender, logger: SandboxLogger) {
    this.pool = pool;
    this.clock = options.clock;
    this.#options = options;
    this.#sender = sender;
    this.#logger = logger;
    this.#changeReliatic = this.#contextOf('reliatic').change;
    this.#apps = {
      reliatic: buildReliatic(this.#contextOf('reliatic')),
      maintainkit: buildMaintainkit(this.#contextOf('maintainkit')),
    };
  }

  #contextOf(service: ServiceName): ServiceContext {
    const { clock, requestsPerMinute } = this.#options;
    const limit = requestsPerMinute === undefined ? defaultRequestsPerMinute : requestsPerMinute[service];
    return {
      pool: this.pool,
      clock,
      limiter: new RateLimiter(clock, limit),
      logger: this.#logger,
      change: changeRunner(this.pool, service, clock, () => this.#sender.wake()),
    };
  }

  async listen(): Promise<void> {
    const { host = '127.0.0.1', ports = {}, tickMs = null } = this.#options;
    const origins = {
      reliatic: await this.#apps.reliatic.listen({ host, port: ports.reliatic ?? 0 }),
      maintainkit: await this.#apps.maintainkit.listen({ host, port: ports.maintainkit ?? 0 }),
    };
    this.#urls.reliatic = origins.reliatic + reliatic.apiPrefix;
    this.#urls.maintainkit = origins.maintainkit + maintainkit.apiPrefix;
    if (tickMs !== null) this.#scheduleTick(tickMs);
  }

  get reliatic(): SandboxService {
    return { name: 'reliatic', url: this.#urls.reliatic };
  }

  get maintainkit(): SandboxService {
    return { name: 'maintainkit', url: this.#urls.maintainkit };
  }

  createOrganization(service: ServiceName, options: OrganizationOptions): Promise<Organization> {
    return createOrganization(this.pool, service, options);
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

  escalateOverdueActions(): Promise<number> {
    return this.#changeReliatic((change) => escalateOverdueActions(change, { isHistoric: false }));
  }

  changeRatings(failureModeId: string, ratings: Ratings): Promise<void> {
    return this.#changeReliatic((change) => changeRatings(change, failureModeId, ratings));
  }

  changeManagementOfChange(organizationId: string, request: ManagementOfChange): Promise<{ id: string }> {
    return this.#changeReliatic((change) => changeManagementOfChange(change, organizationId, request));
  }

  webhookDeliveries(service: ServiceName, organizationId: string): Promise<WebhookDelivery[]> {
    return webhookDeliveries(this.pool, service, organizationId, this.clock.now());
  }

  #scheduleTick(tickMs: number): void {
    this.#ticking = setTimeout(() => {
      this.#tick = this.escalateOverdueActions()
        .then(() => this.deliverDueWebhooks())
        .catch((error: unknown) => this.#logger.error({ error }, 'the sandbox could not do its rounds'))
        .finally(() => {
          if (this.#stopped === undefined) this.#scheduleTick(tickMs);
        });
    }, tickMs);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#ticking);
    await Promise.all(Object.values(this.#apps).map((app) => app.close()));
    await this.#sender.stop();
    await this.#tick;
    await this.pool.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
