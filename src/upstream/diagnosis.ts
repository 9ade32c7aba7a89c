/** What went wrong between the gateway and a service, and what a person can do about it. */
import type { Service } from '../domain/records.ts';
import type { FailureKind, UpstreamFailure } from './failure.ts';

/** What a person gives of a connection, and can have given wrongly. */
export type Setting = 'apiKey' | 'baseUrl' | 'organizationId';

export interface Diagnosis {
  cause: string;
  remedy: string;
  /** The setting at fault; null when none is: the service asks for patience, or fails. */
  setting: Setting | null;
}

export interface Place {
  service: Service;
  baseUrl: string;
  organizationId?: string | undefined;
}

/** What a setting is called where the person gives it: a field of an input, a variable of the environment. */
export type SettingName = (setting: Setting, service: Service) => string;

type Diagnose = (failure: UpstreamFailure, place: Place, nameOf: SettingName) => Diagnosis;

/** What the address of each service is like, as its documentation states it. */
export const addressLike: Readonly<Record<Service, string>> = {
  RELIATIC: 'https://plant.reliatic.example/api/v1',
  MAINTAINKIT: 'https://maintainkit.app/api/v1',
  MAINTIO: 'https://api.maint.io',
  MAINTAINX: 'https://api.getmaintainx.com/v1',
  UNIASSET: 'https://uniasset.example/api/integrations',
};

const checkAddress = ({ service, baseUrl }: Place, nameOf: SettingName): string =>
  `check ${nameOf('baseUrl', service)}: it is ${baseUrl}, and should be like ${addressLike[service]}`;

function answered({ status, code, message }: UpstreamFailure): string {
  const numbers = [status, code].filter((each) => each !== null).join(' ');
  return numbers === '' ? message : `${numbers}: ${message}`;
}

const atFault: Diagnose = (failure) => ({
  cause: `it fails (${answered(failure)})`,
  remedy: 'try again later; when it goes on, ask the vendor',
  setting: null,
});

const patience: Diagnose = (failure) => ({
  cause: `its rate limit is spent (${answered(failure)})`,
  remedy: `try again in ${failure.retryAfterMs === null ? 'a minute' : `${Math.ceil(failure.retryAfterMs / 1000)} s`}`,
  setting: null,
});

const refusedRequest: Diagnose = (failure, { service }, nameOf) => ({
  cause: `it does not take the question (${answered(failure)})`,
  ...(service === 'MAINTAINX'
    ? {
        remedy: `when the key is good for several organizations, set ${nameOf('organizationId', service)} to the one that is meant`,
        setting: 'organizationId',
      }
    : { remedy: 'the service may have changed: compare its documentation', setting: null }),
});

const forbidden: Diagnose = (failure, { service, organizationId }, nameOf) => {
  const scope = `give the key that scope in ${service}, or make one that has it and set ${nameOf('apiKey', service)}`;
  const cause = `the key works, but may not do this (${answered(failure)})`;
  if (organizationId === undefined) return { cause, remedy: scope, setting: 'apiKey' };
  const name = nameOf('organizationId', service);
  return {
    cause,
    remedy: `check that ${name} is an organization of the key; else ${scope}`,
    setting: 'organizationId',
  };
};

const diagnoseOf = {
  unauthenticated: (failure, { service }, nameOf) => ({
    cause: `it refuses the key (${answered(failure)})`,
    remedy: `make a new key in ${service} and set ${nameOf('apiKey', service)}`,
    setting: 'apiKey',
  }),
  forbidden,
  planRequired: (failure, { service }) => ({
    cause: `the plan does not include this (${answered(failure)})`,
    remedy: `upgrade the plan at ${service}`,
    setting: 'apiKey',
  }),
  notFound: (failure, place, nameOf) => ({
    cause: `it is not at this address (${answered(failure)})`,
    remedy: checkAddress(place, nameOf),
    setting: 'baseUrl',
  }),
  rateLimited: patience,
  quotaExceeded: (failure, { service }) => ({
    cause: `the month's requests are used up (${answered(failure)})`,
    remedy: `wait for the next month (UTC), or upgrade the plan at ${service}`,
    setting: null,
  }),
  unavailable: (failure, place, nameOf) =>
    failure.network === null
      ? atFault(failure, place, nameOf)
      : { ...networkFault(failure.network, place, nameOf), setting: 'baseUrl' },
  invalid: (failure, place, nameOf) => ({
    cause: `what answers is not the service (${answered(failure)})`,
    remedy: checkAddress(place, nameOf),
    setting: 'baseUrl',
  }),
  badUserInput: refusedRequest,
  conflict: refusedRequest,
  staleWrite: refusedRequest,
  tagConflict: refusedRequest,
  invalidTransition: refusedRequest,
  insufficientStock: refusedRequest,
} as const satisfies Record<FailureKind, Diagnose>;

function networkFault(code: string, { service, baseUrl }: Place, nameOf: SettingName): Omit<Diagnosis, 'setting'> {
  const { hostname, port, protocol } = new URL(baseUrl);
  const at = `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
  const setting = nameOf('baseUrl', service);
  const letThrough = `check that a firewall or proxy lets this machine reach ${at}`;
  switch (code) {
    case 'ECONNREFUSED':
      return {
        cause: `nothing listens at ${at}`,
        remedy: `check host and port in ${setting}, and that the service runs`,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        cause: `no address is known for ${hostname} (${code})`,
        remedy: `check the host in ${setting}, and the DNS`,
      };
    case 'TIMEOUT':
      return { cause: `${at} does not answer in time`, remedy: letThrough };
    default:
      return {
        cause: `the connection to ${at} breaks (${code})`,
        remedy: `check the protocol in ${setting}; ${letThrough}`,
      };
  }
}

export const diagnose: Diagnose = (failure, place, nameOf) => diagnoseOf[failure.kind](failure, place, nameOf);
