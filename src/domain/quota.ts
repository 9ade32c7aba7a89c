/** The requests that a plan allows in a month, and how long they last. Months are those of the calendar, in UTC. */

/** What a connection has asked of its service. */
export interface MonthUse {
  /** Requests since the month began. */
  used: number;
  /** Those of them that were sent since `recentFrom`. */
  recent: number;
  recentFrom: Date;
  /** Requests that changed something, since yesterday began, be it in the month before. */
  recentWrites: number;
}

export const startOfMonth = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()));
export const endOfMonth = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1));

const day = 86_400_000;

/** From when on requests tell the present rate: yesterday's beginning, so that a night and a shift are both in it. */
export function recentSince(now: Date): Date {
  return new Date(Math.max(startOfYesterday(now).getTime(), startOfMonth(now).getTime()));
}

export const startOfYesterday = (now: Date): Date => new Date(Math.floor(now.getTime() / day) * day - day);

/** Writes to be expected until the month ends, when they go on as yesterday and today. */
export function writesAhead({ recentWrites }: MonthUse, now: Date): number {
  const measuredMs = now.getTime() - startOfYesterday(now).getTime();
  return Math.ceil((recentWrites * (endOfMonth(now).getTime() - now.getTime())) / measuredMs);
}

/** A burst of a few minutes is no rate yet. */
const shortestMeasure = 3_600_000;

/** When the quota will be spent at the present rate of use; null when it lasts until the month ends. */
export function projectedExhaustion(quota: number, { used, recent, recentFrom }: MonthUse, now: Date): Date | null {
  if (used >= quota) return now;
  if (recent === 0) return null;
  const measuredMs = Math.max(shortestMeasure, now.getTime() - recentFrom.getTime());
  const at = new Date(now.getTime() + ((quota - used) * measuredMs) / recent);
  return at < endOfMonth(now) ? at : null;
}
