/**
 * What to read of a connection now, and when to come again: decisions alone, no reading. A month's quota is spread over
 * the month and the last tenth of it is kept for writes; feeds of changes and ledgers come before sweeps; where webhooks
 * arrive, sweeps only make sure and come more rarely.
 */
import { endOfMonth } from '../../domain/quota.ts';
import type { RateBudget, ReadMode } from '../../upstream/connector.ts';
import { waitBeforePoll } from './pacing.ts';

export interface ResourceStanding {
  name: string;
  mode: ReadMode;
  /** Milliseconds from one pass to the next at least; null where every round may read it. */
  everyMs: number | null;
  /** When its last complete pass ended; null before the first. */
  completedAt: Date | null;
  /** A pass has begun and not ended: it goes on where it was. */
  isUnderWay: boolean;
  /** Requests that a pass is expected to take. */
  cost: number;
}

export interface MonthStanding {
  used: number;
  /** Writes to be expected until the month ends: what they will need is not spread over polls. */
  writesAhead: number;
  /** Null: none that is known. */
  quota: number | null;
  /** The service said that the quota is spent; null otherwise. */
  spentUntil: Date | null;
}

export interface Standing {
  now: Date;
  minute: RateBudget;
  month: MonthStanding;
  /** Webhooks of the connection have arrived lately. */
  hearsWebhooks: boolean;
  /** Everything was read completely once. */
  hasBaseline: boolean;
  /** In the order in which a first reading wants them: what others refer to before those. */
  resources: readonly ResourceStanding[];
  /** Between two looks at the same thing, where nothing is scarce. */
  intervalMs: number;
}

export interface Round {
  /** Names of the resources to read now, in this order. */
  reads: string[];
  /** Requests that these readings may take together; what they leave unread goes on in the next round. */
  allowance: number;
  /** Single objects to read behind that, where there is room. */
  details: number;
  /** When to look again. */
  nextAt: Date;
}

/** The share of the month's quota that polling leaves to writes. */
const monthReserve = 0.1;
/** Of what the month has left for polling, the share that expected writes never take: they may stay away. */
const leastPollShare = 0.1;
/** Of the requests that may be sent in a while, what sweeps leave to feeds and ledgers when both want more. */
const feedShare = 0.8;
/** How many times more rarely a connection is swept that tells its changes by itself. */
const heardFactor = 5;
/** Details are read in small portions, so that a sweep never waits for them. */
const detailsPerRound = 25;
/** However much there is to read, a round takes no more of the month than its share of a day. */
const dayMs = 86_400_000;
/** A month with hardly anything left gets a round of this many requests now and then, rather than none. */
const leastAllowance = 1;

/** Requests of the month that polling may still send; without end where there is no quota. */
export function spendable({ used, quota }: MonthStanding): number {
  return quota === null ? Number.POSITIVE_INFINITY : Math.max(0, quota - Math.ceil(quota * monthReserve) - used);
}

/** Those of them that are left when writes go on as they do. */
function spread(month: MonthStanding): number {
  const left = spendable(month);
  return Math.max(left * leastPollShare, left - month.writesAhead);
}

export function planRound(standing: Standing): Round {
  const { now, month } = standing;
  const closedUntil = closedFor(standing);
  if (closedUntil !== null) return { reads: [], allowance: 0, details: 0, nextAt: closedUntil };
  const intervalOf = intervals(standing);
  // A pass that was cut goes on as soon as anything is read.
  const dueAt = (resource: ResourceStanding): number =>
    resource.isUnderWay || resource.completedAt === null
      ? now.getTime()
      : resource.completedAt.getTime() + intervalOf(resource);

  const wanted = standing.resources.filter(({ everyMs }) => everyMs === null || standing.hasBaseline);
  const due = wanted.filter((resource) => dueAt(resource) <= now.getTime());
  // What is due and does not come through is tried again after its interval.
  const again = wanted.map((resource) => {
    const at = dueAt(resource);
    return at > now.getTime() ? at : now.getTime() + intervalOf(resource);
  });
  const ordered = standing.hasBaseline ? due.toSorted((left, right) => rank(left) - rank(right)) : due;
  const untilMonthEnds = endOfMonth(now).getTime() - now.getTime();
  const dayShare = Math.max(leastAllowance, Math.floor((spread(month) * dayMs) / Math.max(untilMonthEnds, dayMs)));
  return {
    reads: ordered.map(({ name }) => name),
    allowance: Math.min(spendable(month), dayShare),
    details: standing.hearsWebhooks ? detailsPerRound * heardFactor : detailsPerRound,
    nextAt: new Date(Math.min(...again, now.getTime() + longestRest)),
  };
}

/** A connection with nothing to read is looked at all the same: what it has to read may change with a version. */
const longestRest = dayMs;

/** Feeds and ledgers first: they tell the most for a request. */
const rank = ({ mode }: ResourceStanding): number => (mode === 'sweep' ? 1 : 0);

const isFeed = ({ mode }: ResourceStanding): boolean => mode !== 'sweep';

/** Until when nothing may be asked: the month is spent, or the minute, or the service named a time. */
function closedFor({ now, minute, month }: Standing): Date | null {
  if (month.spentUntil !== null && month.spentUntil > now) return month.spentUntil;
  if (spendable(month) < 1) return endOfMonth(now);
  const waitMs = waitBeforePoll(minute, 'swift', now);
  return waitMs > 0 ? new Date(now.getTime() + waitMs) : null;
}

/** From one pass over a resource to the next: as wanted, or stretched so that what is left of the month lasts. */
function intervals(standing: Standing): (resource: ResourceStanding) => number {
  const { now, month, hearsWebhooks, intervalMs, resources } = standing;
  const wanted = (resource: ResourceStanding): number => {
    if (isFeed(resource)) return Math.max(intervalMs, resource.everyMs ?? 0);
    return Math.max(hearsWebhooks ? intervalMs * heardFactor : intervalMs, resource.everyMs ?? 0);
  };
  const rateOf = (some: readonly ResourceStanding[]): number =>
    some.reduce((sum, resource) => sum + resource.cost / wanted(resource), 0);
  const allowed = spread(month) / (endOfMonth(now).getTime() - now.getTime());
  const feeds = rateOf(resources.filter(isFeed));
  const sweeps = rateOf(resources.filter((resource) => !isFeed(resource)));
  const forFeeds = sweeps === 0 ? allowed : Math.max(allowed * feedShare, allowed - sweeps);
  const feedStretch = Math.max(1, feeds / forFeeds);
  const sweepStretch = Math.max(1, sweeps / (allowed - feeds / feedStretch));
  return (resource) => wanted(resource) * (isFeed(resource) ? feedStretch : sweepStretch);
}
