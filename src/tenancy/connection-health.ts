/** How the connections are doing: written by whoever speaks with a service, read by `serviceConnections`. */
import type { Transaction } from '../database/database.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { projectedExhaustion, type MonthUse } from '../domain/quota.ts';
import type { Service } from '../domain/records.ts';
import { monthUses } from './request-days.ts';

/**
 * CONNECTING until the first complete sync; DEGRADED: it answers, but not as it should, or asks for patience;
 * UNAUTHORIZED: it refuses the connection's key; DOWN: it does not answer.
 */
export const connectionStatuses = ['CONNECTING', 'CONNECTED', 'DEGRADED', 'UNAUTHORIZED', 'DOWN'] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];

export interface HealthReport {
  status: ConnectionStatus;
  error: string | null;
  rate: { limit: number | null; remaining: number | null; resetsAt: Date | null };
  /** Requests that the plan allows in a month; null where it has no such limit, or nobody knows. */
  monthQuota: number | null;
  quotaSpentUntil: Date | null;
  /** Both null until everything was read once. */
  lastSweep: Date | null;
  completeAsOf: Date | null;
}

export interface ConnectionView {
  id: string;
  service: Service;
  baseUrl: string;
  currency: string;
  status: ConnectionStatus;
  since: Date | null;
  lastSweep: Date | null;
  lastError: string | null;
  lastErrorAt: Date | null;
  limit: number | null;
  remaining: number | null;
  resetsAt: Date | null;
  /** Whatever changed in the service before then is known. */
  completeAsOf: Date | null;
  monthQuota: number | null;
  usedThisMonth: number;
  /** When the month's quota will be spent at the present rate of use; null when it lasts, or where there is none. */
  projectedExhaustion: Date | null;
}

/** @returns the status before, when this is another one: the moment to say so in the log. */
export async function recordHealth(
  prisma: PrismaClient,
  connection: { id: string; tenantId: string },
  { status, error, rate, ...rest }: HealthReport,
  now: Date,
): Promise<ConnectionStatus | null> {
  const connectionId = connection.id;
  const before = await prisma.connectionHealth.findUnique({ where: { connectionId } });
  const isOther = before?.status !== status;
  const state = {
    status,
    rateLimit: rate.limit,
    rateRemaining: rate.remaining,
    rateResetsAt: rate.resetsAt,
    monthQuota: rest.monthQuota,
    quotaSpentUntil: rest.quotaSpentUntil,
    lastSweepAt: rest.lastSweep,
    completeAsOf: rest.completeAsOf,
    // What is left out stays as it was.
    ...(isOther && { since: now }),
    ...(error !== null && { lastError: error, lastErrorAt: now }),
  };
  await prisma.connectionHealth.upsert({
    where: { connectionId },
    create: { connectionId, tenantId: connection.tenantId, since: now, ...state },
    update: state,
  });
  return isOther ? statusOf(before?.status) : null;
}

/** What was known was known over other settings: the connection has yet to be read over these. */
export async function forgetHealth(tx: Transaction, connectionId: string): Promise<void> {
  await tx.connectionHealth.deleteMany({ where: { connectionId } });
}

const statusOf = (word: string | undefined): ConnectionStatus =>
  connectionStatuses.find((status) => status === word) ?? 'CONNECTING';

/** The tenant's connections by service, without their secrets. */
export async function viewConnections(prisma: PrismaClient, tenantId: string, now: Date): Promise<ConnectionView[]> {
  const [connections, health, uses] = await Promise.all([
    prisma.serviceConnection.findMany({
      where: { tenantId },
      select: { id: true, service: true, baseUrl: true, currency: true },
      orderBy: { service: 'asc' },
    }),
    prisma.connectionHealth.findMany({ where: { tenantId } }),
    monthUses(prisma, tenantId, now),
  ]);
  const healthById = new Map(health.map((each) => [each.connectionId, viewOf(each)]));
  return connections.map((connection) => ({
    ...connection,
    service: connection.service as Service,
    ...withUse(healthById.get(connection.id) ?? neverRead, uses.get(connection.id), now),
  }));
}

/** The connections whose service has said that the month's quota is spent, and until when. */
export async function heldMonths(prisma: PrismaClient, now: Date): Promise<{ connectionId: string; until: Date }[]> {
  const held = await prisma.connectionHealth.findMany({ where: { quotaSpentUntil: { gt: now } } });
  return held.flatMap(({ connectionId, quotaSpentUntil: until }) => (until === null ? [] : [{ connectionId, until }]));
}

/** Of the limits, what was known when the connection was last spoken over. */
export async function knownLimits(
  prisma: PrismaClient,
  connectionId: string,
): Promise<{ perMinute: number | null; quotaSpentUntil: Date | null }> {
  const stored = await prisma.connectionHealth.findUnique({ where: { connectionId } });
  return { perMinute: stored?.rateLimit ?? null, quotaSpentUntil: stored?.quotaSpentUntil ?? null };
}

type UseView = Pick<ConnectionView, 'usedThisMonth' | 'projectedExhaustion'>;
type HealthView = Omit<ConnectionView, 'id' | 'service' | 'baseUrl' | 'currency' | keyof UseView> & {
  quotaSpentUntil: Date | null;
};

function withUse({ quotaSpentUntil: until, ...health }: HealthView, use: MonthUse | undefined, now: Date) {
  const { monthQuota } = health;
  const isSpent = until !== null && until > now;
  const projected = monthQuota === null || use === undefined ? null : projectedExhaustion(monthQuota, use, now);
  return { ...health, usedThisMonth: use?.used ?? 0, projectedExhaustion: isSpent ? now : projected };
}

type StoredHealth = Awaited<ReturnType<PrismaClient['connectionHealth']['findMany']>>[number];

const neverRead: HealthView = {
  status: 'CONNECTING',
  since: null,
  lastSweep: null,
  lastError: null,
  lastErrorAt: null,
  limit: null,
  remaining: null,
  resetsAt: null,
  completeAsOf: null,
  monthQuota: null,
  quotaSpentUntil: null,
};

const viewOf = (stored: StoredHealth): HealthView => ({
  status: statusOf(stored.status),
  since: stored.since,
  lastSweep: stored.lastSweepAt,
  lastError: stored.lastError,
  lastErrorAt: stored.lastErrorAt,
  limit: stored.rateLimit,
  remaining: stored.rateRemaining,
  resetsAt: stored.rateResetsAt,
  completeAsOf: stored.completeAsOf,
  monthQuota: stored.monthQuota,
  quotaSpentUntil: stored.quotaSpentUntil,
});
