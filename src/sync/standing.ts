/** What the planner decides by: how each resource stands, what is left of the limits, and whether webhooks arrive. */
import type { Database } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import { writesAhead } from '../domain/quota.ts';
import { knownLimits } from '../tenancy/connection-health.ts';
import { monthUses } from '../tenancy/request-days.ts';
import type { ServiceConnection } from '../tenancy/service-connections.ts';
import type { Connector, Resource, ServicePlan } from '../upstream/connector.ts';
import type { MonthStanding, ResourceStanding, Standing } from './planner/round.ts';
import { readAllProgress, type ResourceProgress } from './progress.ts';

interface StandingDeps {
  database: Database;
  clock: Clock;
}

export interface ResourceState {
  resource: Resource;
  progress: ResourceProgress;
}

/** Webhooks within this time say that they arrive. */
const heardWithinMs = 3_600_000;
/** No service gives fewer rows a page, where it gives pages. */
const rowsPerPage = 100;

/** How far each resource that is read by passes has come. */
export async function resourceStates(
  { database }: StandingDeps,
  connection: ServiceConnection,
  connector: Connector,
): Promise<ResourceState[]> {
  const passes = connector.resources.filter(({ mode }) => mode !== 'detail');
  const names = passes.map(({ name }) => name);
  const progressByName = await readAllProgress(database.prisma, connection.id, names);
  return passes.flatMap((resource) => {
    const progress = progressByName.get(resource.name);
    return progress ? [{ resource, progress }] : [];
  });
}

/** The resources that every round may read: together they are what is known of the service. */
export const regular = (states: readonly ResourceState[]): ResourceState[] =>
  states.filter(({ resource }) => resource.everyMs === undefined);

/** Whether a first complete pass has been made over every one of them. */
export const haveBaseline = (states: readonly ResourceState[]): boolean =>
  regular(states).every(({ progress }) => progress.baselineAt !== null);

export async function standingOf(
  deps: StandingDeps,
  connection: ServiceConnection,
  connector: Connector,
  intervalMs: number,
): Promise<Standing> {
  const now = deps.clock.now();
  const [states, { month }, hearsWebhooks] = await Promise.all([
    resourceStates(deps, connection, connector),
    planAndMonth(deps, connection, connector),
    hasHeard(deps.database, connection, now),
  ]);
  return {
    now,
    minute: connector.rate.budget(),
    month,
    hearsWebhooks,
    hasBaseline: haveBaseline(states),
    resources: states.map(standing),
    intervalMs,
  };
}

/** The connection's plan as far as it is known, and what it has left of the month. */
export async function planAndMonth(
  { database, clock }: StandingDeps,
  { id, tenantId }: ServiceConnection,
  connector: Connector,
): Promise<{ plan: ServicePlan | null; month: MonthStanding }> {
  // Where no plan has a quota, there is nothing to look up.
  if (!connector.planOf) return { plan: null, month: { used: 0, writesAhead: 0, quota: null, spentUntil: null } };
  const now = clock.now();
  const [known, uses] = await Promise.all([
    knownLimits(database.prisma, id),
    monthUses(database.prisma, tenantId, now),
  ]);
  const use = uses.get(id);
  const used = use?.used ?? 0;
  const plan = connector.planOf(connector.rate.budget().limit ?? known.perMinute, used);
  const spentUntil = connector.rate.monthHeldUntil() ?? known.quotaSpentUntil;
  return {
    plan,
    month: { used, writesAhead: use ? writesAhead(use, now) : 0, quota: plan?.requestsPerMonth ?? null, spentUntil },
  };
}

function standing({ resource, progress }: ResourceState): ResourceStanding {
  const { name, mode, everyMs = null } = resource;
  return {
    name,
    mode,
    everyMs,
    completedAt: progress.completedAt,
    isUnderWay: progress.passStartedAt !== null,
    cost: mode === 'sweep' ? Math.max(1, Math.ceil(progress.rows / rowsPerPage)) : 1,
  };
}

async function hasHeard({ prisma }: Database, { id, tenantId }: ServiceConnection, now: Date): Promise<boolean> {
  const receivedAt = { gt: new Date(now.getTime() - heardWithinMs) };
  return (await prisma.webhookReceipt.findFirst({ where: { tenantId, connectionId: id, receivedAt } })) !== null;
}
