import type pg from 'pg';
import type { Clock } from '../domain/clock.ts';
import type { SandboxLogger } from './logger.ts';
import type { ServiceName } from './service-name.ts';

/** How one service signs, times out and retries. */
export interface DeliveryPolicy {
  timeoutMs: number;
  /** The wait after the first failure, the second, and so on; after one more the delivery has failed. */
  retryDelaysMs: readonly number[];
  /** @param delivery `at`: when this attempt is made. */
  headers(delivery: { event: string; body: Buffer; secret: string; at: Date }): Record<string, string>;
}

interface DueDelivery {
  position: number;
  service: ServiceName;
  url: string;
  secret: string;
  event: string;
  body: Buffer;
  attempts: number;
}

type Answer = { status: number; error: null } | { status: null; error: string };

const parallelAttempts = 8;
/** A delivery claimed by a process that died is attempted again after this long. */
const claimMs = 30_000;

const claimNextDue = `
  update sandbox.webhook_delivery d
  set claimed_until = $2, attempts = d.attempts + 1
  from sandbox.webhook_endpoint e
  where e.id = d.endpoint_id and d.position = (
    select position from sandbox.webhook_delivery
    where status = 'pending' and next_attempt_at <= $1 and (claimed_until is null or claimed_until <= $1)
      and position <> all ($3)
    order by next_attempt_at, position limit 1 for update skip locked)
  returning d.position, d.service, e.url, e.secret, d.event, d.body, d.attempts`;

/**
 * Sends what stands in the outbox. Any number of senders may share one database: each delivery is claimed by one of
 * them. A delivery whose process died after sending may be sent again, as with any at-least-once sender.
 */
export class WebhookSender {
  readonly #pool: pg.Pool;
  readonly #clock: Clock;
  readonly #fetch: typeof fetch;
  readonly #policies: (service: ServiceName) => DeliveryPolicy;
  readonly #logger: SandboxLogger;
  readonly #stopping = new AbortController();
  readonly #workers = new Set<Promise<void>>();
  /** Under way in this process: not to be claimed again, however far the clock is moved meanwhile. */
  readonly #underWay = new Set<number>();
  #working = 0;
  #wakeUps = 0;
  #attempts = 0;

  constructor(options: {
    pool: pg.Pool;
    clock: Clock;
    fetch: typeof fetch;
    policies: (service: ServiceName) => DeliveryPolicy;
    logger: SandboxLogger;
  }) {
    this.#pool = options.pool;
    this.#clock = options.clock;
    this.#fetch = options.fetch;
    this.#policies = options.policies;
    this.#logger = options.logger;
  }

  /** Says that something may be due; the attempts run in the background. */
  wake(): void {
    this.#wakeUps += 1;
    if (this.#stopping.signal.aborted || this.#working >= parallelAttempts) return;
    this.#working += 1;
    const worker = this.#work().catch((error: unknown) => {
      this.#logger.error({ error }, 'webhook deliveries were interrupted');
    });
    this.#workers.add(worker);
    void worker.finally(() => this.#workers.delete(worker));
  }

  /** Attempts everything due now, and waits for the attempts under way; answers how many were made meanwhile. */
  async deliverDue(): Promise<number> {
    const before = this.#attempts;
    for (let worker = 0; worker < parallelAttempts; worker += 1) this.wake();
    await this.#settled();
    return this.#attempts - before;
  }

  /** Gives up the attempts under way: they stay pending and will be claimed by a later sandbox. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#settled();
  }

  async #settled(): Promise<void> {
    while (this.#workers.size > 0) await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    try {
      while (!this.#stopping.signal.aborted) {
        const seen = this.#wakeUps;
        const delivery = await this.#claim();
        if (delivery !== undefined) await this.#attempt(delivery);
        else if (seen === this.#wakeUps) return;
      }
    } finally {
      // In the same turn as the last look at the wake-ups, so that none falls between.
      this.#working -= 1;
    }
  }

  async #claim(): Promise<DueDelivery | undefined> {
    const now = this.#clock.now();
    const claimedUntil = new Date(now.getTime() + claimMs);
    const claimed = await this.#pool.query<DueDelivery>(claimNextDue, [now, claimedUntil, [...this.#underWay]]);
    return claimed.rows[0];
  }

  async #attempt(delivery: DueDelivery): Promise<void> {
    this.#underWay.add(delivery.position);
    try {
      await this.#attemptOnce(delivery);
    } finally {
      this.#underWay.delete(delivery.position);
    }
  }

  async #attemptOnce(delivery: DueDelivery): Promise<void> {
    const policy = this.#policies(delivery.service);
    const answer = await this.#send(delivery, policy);
    if (answer.status === null && this.#stopping.signal.aborted) return this.#unclaim(delivery);
    this.#attempts += 1;
    const isDelivered = answer.status !== null && answer.status >= 200 && answer.status < 300;
    const delay = isDelivered ? undefined : policy.retryDelaysMs[delivery.attempts - 1];
    const nextAttemptAt = delay === undefined ? null : new Date(this.#clock.now().getTime() + delay);
    const status = isDelivered ? 'delivered' : nextAttemptAt === null ? 'failed' : 'pending';
    await this.#pool.query(
      `update sandbox.webhook_delivery
       set status = $2, next_attempt_at = $3, claimed_until = null, response_status = $4, error = $5 where position = $1`,
      [delivery.position, status, nextAttemptAt, answer.status, answer.error],
    );
    const { service, event, url, attempts } = delivery;
    this.#logger.debug({ service, event, url, attempts, status, answer }, 'webhook attempted');
  }

  async #send(delivery: DueDelivery, policy: DeliveryPolicy): Promise<Answer> {
    try {
      const response = await this.#fetch(delivery.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...policy.headers({ ...delivery, at: this.#clock.now() }) },
        body: new Uint8Array(delivery.body),
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(policy.timeoutMs), this.#stopping.signal]),
      });
      await response.body?.cancel();
      return { status: response.status, error: null };
    } catch (error) {
      return { status: null, error: error instanceof Error ? error.message : String(error) };
    }
  }

  async #unclaim(delivery: DueDelivery): Promise<void> {
    await this.#pool.query(
      `update sandbox.webhook_delivery set claimed_until = null, attempts = attempts - 1 where position = $1`,
      [delivery.position],
    );
  }
}
