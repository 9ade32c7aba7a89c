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
  report: HealthReport,
  now: Date,
): Promise<ConnectionStatus | null> {
  const before = await prisma.connectionHealth.findUnique({ where: { connectionId: connection.id } });
  const isOther = before?.status !== report.status;
  const state = {
    status: report.status,
    since: isOther ? now : (before?.since ?? now),
    lastSweepAt: report.sweptAt ?? before?.lastSweepAt ?? null,
    lastError: report.error ?? before?.lastError ?? null,
    lastErrorAt: report.error === null ? (before?.lastErrorAt ?? null) : now,
    rateLimit: report.rate.limit,
    rateRemaining: report.rate.remaining,
    rateResetsAt: report.rate.resetsAt,
  };
  await prisma.connectionHealth.upsert({
    where: { connectionId: connection.id },
    create: { connectionId: connection.id, tenantId: connection.tenantId, ...state },
    update: state,
  });
  return isOther ? ((before?.status ?? 'CONNECTING') as ConnectionStatus) : null;
}

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
  const healthById = new Map(health.map((each) => [each.connectionId, each]));
  return connections.map((connection) => {
    const state = healthById.get(connection.id);
    return {
      ...connection,
      service: connection.service as Service,
      status: (state?.status ?? 'CONNECTING') as ConnectionStatus,
      since: state?.since ?? null,
      lastSweep: state?.lastSweepAt ?? null,
      lastError: state?.lastError ?? null,
      lastErrorAt: state?.lastErrorAt ?? null,
      limit: state?.rateLimit ?? null,
      remaining: state?.rateRemaining ?? null,
      resetsAt: state?.rateResetsAt ?? null,
    };
  });
}
