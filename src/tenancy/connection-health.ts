/** How the connections are doing: written by whoever speaks with a service, read by `serviceConnections`. */
import type { PrismaClient } from '../database/generated/client.ts';
import type { Service } from '../domain/records.ts';

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
  /** Set when a complete sync has just ended. */
  sweptAt?: Date;
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
}

/** @returns the status before, when this is another one: the moment to say so in the log. */
export async function recordHealth(
  prisma: PrismaClient,
  connection: { id: string; tenantId: string },
  { status, error, rate, sweptAt }: HealthReport,
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
    // What is left out stays as it was.
    ...(isOther && { since: now }),
    ...(sweptAt && { lastSweepAt: sweptAt }),
    ...(error !== null && { lastError: error, lastErrorAt: now }),
  };
  await prisma.connectionHealth.upsert({
    where: { connectionId },
    create: { connectionId, tenantId: connection.tenantId, since: now, ...state },
    update: state,
  });
  return isOther ? statusOf(before?.status) : null;
}

const statusOf = (word: string | undefined): ConnectionStatus =>
  connectionStatuses.find((status) => status === word) ?? 'CONNECTING';

/** The tenant's connections by service, without their secrets. */
export async function viewConnections(prisma: PrismaClient, tenantId: string): Promise<ConnectionView[]> {
  const [connections, health] = await Promise.all([
    prisma.serviceConnection.findMany({
      where: { tenantId },
      select: { id: true, service: true, baseUrl: true, currency: true },
      orderBy: { service: 'asc' },
    }),
    prisma.connectionHealth.findMany({ where: { tenantId } }),
  ]);
  const healthById = new Map(health.map((each) => [each.connectionId, viewOf(each)]));
  return connections.map((connection) => ({
    ...connection,
    service: connection.service as Service,
    ...(healthById.get(connection.id) ?? neverRead),
  }));
}

type HealthView = Omit<ConnectionView, 'id' | 'service' | 'baseUrl' | 'currency'>;
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
});
