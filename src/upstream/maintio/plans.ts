/** Maint.io's plans, as it documents them. Its headers tell of the minute alone, and that tells the plan. */
import type { ServicePlan } from '../connector.ts';

const plans = [
  { name: 'Solo', requestsPerMinute: 60, requestsPerMonth: 50_000 },
  { name: 'Team', requestsPerMinute: 300, requestsPerMonth: 500_000 },
  { name: 'Business', requestsPerMinute: 1_000, requestsPerMonth: 5_000_000 },
] as const;

/** Whose numbers are agreed with each customer, and told by nothing. */
const enterprise: ServicePlan = { name: 'Enterprise', requestsPerMonth: null };

/** As long as the service does not say, the smallest plan that allows what it took this month already. */
export function planOf(perMinute: number | null, usedThisMonth: number): ServicePlan {
  if (perMinute !== null) {
    const plan = plans.find(({ requestsPerMinute }) => requestsPerMinute === perMinute) ?? enterprise;
    return { name: plan.name, requestsPerMonth: plan.requestsPerMonth };
  }
  const smallest = plans.find(({ requestsPerMonth }) => usedThisMonth < requestsPerMonth);
  return { name: null, requestsPerMonth: smallest?.requestsPerMonth ?? null };
}
