/** Asks a service the cheapest question there is, and tells what its answer says of the key, the plan and the limits. */
import type { Service } from '../../domain/records.ts';
import type { KeyProof, RateBudget, ServicePlan } from '../../upstream/connector.ts';
import { ConnectorPool } from '../../upstream/connector-pool.ts';
import { diagnose, type Diagnosis } from '../../upstream/diagnosis.ts';
import { UpstreamFailure } from '../../upstream/failure.ts';
import type { ConnectorDeps } from '../../upstream/http/exchange.ts';
import { nameOfSetting } from './setting-names.ts';

export interface CheckedConnection {
  service: Service;
  baseUrl: string;
  apiKey: string;
  currency: string;
  organizationId?: string;
}

export interface Check {
  service: Service;
  baseUrl: string;
  /** Null when the question failed. */
  proof: KeyProof | null;
  /** Null where the service has no plans with a quota, or did not answer. */
  plan: ServicePlan | null;
  rate: RateBudget;
  failure: (Diagnosis & { status: number | null; code: string | null }) | null;
}

export async function checkConnection(connection: CheckedConnection, deps: ConnectorDeps): Promise<Check> {
  const { service, baseUrl } = connection;
  const connector = new ConnectorPool(deps).tryOut(connection);
  try {
    const proof = await connector.ping();
    const rate = connector.rate.budget();
    return { service, baseUrl, proof, plan: connector.planOf?.(rate.limit, 0) ?? null, rate, failure: null };
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) throw error;
    const { status, code } = error;
    const failure = { ...diagnose(error, connection, nameOfSetting), status, code };
    return { service, baseUrl, proof: null, plan: null, rate: connector.rate.budget(), failure };
  }
}

/** One line for a person. */
export function describeCheck({ service, baseUrl, proof, plan, rate, failure }: Check): string {
  const name = service.padEnd(11);
  if (failure) return `${name}  FAILED  ${failure.cause}. To mend it: ${failure.remedy}.`;
  const parts = [...(proof ? abilitiesOf(proof) : []), planText(plan, proof), rateText(rate), baseUrl];
  return `${name}  ok      ${parts.filter((part) => part !== null).join(' · ')}`;
}

/** One line for a machine. */
export function jsonOfCheck({ service, baseUrl, proof, plan, rate, failure }: Check): string {
  const { may, mayNot, untold } = proof ?? nothingProved;
  const bought = { plan: planName(plan, proof), requestsPerMonth: plan?.name ? plan.requestsPerMonth : null };
  const works = failure === null;
  return JSON.stringify({ service, baseUrl, works, may, mayNot, untold, ...bought, ...rate, failure });
}

const nothingProved = { may: [], mayNot: [], untold: [] };

const planName = (plan: ServicePlan | null, proof: KeyProof | null): string | null => plan?.name ?? proof?.plan ?? null;

function abilitiesOf({ may, mayNot, untold }: KeyProof): string[] {
  return [
    ...(may.length > 0 ? [`may ${may.join(', ')}`] : []),
    ...(mayNot.length > 0 ? [`may NOT ${mayNot.join(', ')}`] : []),
    ...(untold.length > 0 ? [`whether it may ${untold.join(', ')} shows when it does`] : []),
  ];
}

function planText(plan: ServicePlan | null, proof: KeyProof | null): string | null {
  const name = planName(plan, proof);
  if (name === null) return null;
  if (!plan?.requestsPerMonth) return `plan ${name}`;
  return `plan ${name} (${plan.requestsPerMonth.toLocaleString('en')} requests a month)`;
}

function rateText({ limit, remaining }: RateBudget): string {
  if (remaining === null) return 'it tells no rate limit';
  return `${remaining}${limit === null ? '' : ` of ${limit}`} requests left in this minute`;
}
