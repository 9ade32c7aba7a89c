/** What went wrong between the gateway and a service, and what a person can do about it. */
import type { Service } from '../../domain/records.ts';
import type { FailureKind, UpstreamFailure } from '../../upstream/failure.ts';

export interface Diagnosis {
  cause: string;
  remedy: string;
}

interface Place {
  service: Service;
  baseUrl: string;
}

type Diagnose = (failure: UpstreamFailure, place: Place) => Diagnosis;

/** What the address of each service is like, as its documentation states it. */
const addressLike: Readonly<Record<Service, string>> = {
  RELIATIC: 'https://plant.reliatic.example/api/v1',
  MAINTAINKIT: 'https://maintainkit.app/api/v1',
  MAINTIO: 'https://api.maint.io',
  MAINTAINX: 'https://api.getmaintainx.com/v1',
  UNIASSET: 'https://uniasset.example/api/integrations',
};

const checkAddress = ({ service, baseUrl }: Place): string =>
  `check ${service}_BASE_URL: it is ${baseUrl}, and should be like ${addressLike[service]}`;

function answered({ status, code, message }: UpstreamFailure): string {
  const numbers = [status, code].filter((each) => each !== null).join(' ');
  return numbers === '' ? message : `${numbers}: ${message}`;
}

const atFault: Diagnose = (failure) => ({
  cause: `it fails (${answered(failure)})`,
  remedy: 'try again later; when it goes on, ask the vendor',
});

const patience: Diagnose = (failure) => ({
  cause: `its rate limit is spent (${answered(failure)})`,
  remedy: `try again in ${failure.retryAfterMs === null ? 'a minute' : `${Math.ceil(failure.retryAfterMs / 1000)} s`}`,
});

const refusedRequest: Diagnose = (failure, { service }) => ({
  cause: `it does not take the question (${answered(failure)})`,
  remedy:
    service === 'MAINTAINX'
      ? 'when the key is good for several organizations, set MAINTAINX_ORG_ID to the one that is meant'
      : 'the service may have changed: compare its documentation',
});

const diagnoseOf = {
  unauthenticated: (failure, { service }) => ({
    cause: `it refuses the key (${answered(failure)})`,
    remedy: `make a new key in ${service} and set ${service}_API_KEY`,
  }),
  forbidden: (failure, { service }) => ({
    cause: `the key works, but may not do this (${answered(failure)})`,
    remedy: `give the key that scope in ${service}, or make one that has it and set ${service}_API_KEY`,
  }),
  planRequired: (failure, { service }) => ({
    cause: `the plan does not include this (${answered(failure)})`,
    remedy: `upgrade the plan at ${service}`,
  }),
  notFound: (failure, place) => ({
    cause: `it is not at this address (${answered(failure)})`,
    remedy: checkAddress(place),
  }),
  rateLimited: patience,
  quotaExceeded: (failure, { service }) => ({
    cause: `the month's requests are used up (${answered(failure)})`,
    remedy: `wait for the next month (UTC), or upgrade the plan at ${service}`,
  }),
  unavailable: (failure, place) =>
    failure.network === null ? atFault(failure, place) : networkFault(failure.network, place),
  invalid: (failure, place) => ({
    cause: `what answers is not the service (${answered(failure)})`,
    remedy: checkAddress(place),
  }),
  badUserInput: refusedRequest,
  conflict: refusedRequest,
  staleWrite: refusedRequest,
  tagConflict: refusedRequest,
  invalidTransition: refusedRequest,
  insufficientStock: refusedRequest,
} as const satisfies Record<FailureKind, Diagnose>;

function networkFault(code: string, { service, baseUrl }: Place): Diagnosis {
  const { hostname, port, protocol } = new URL(baseUrl);
  const at = `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
  const setting = `${service}_BASE_URL`;
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

export const diagnose: Diagnose = (failure, place) => diagnoseOf[failure.kind](failure, place);
