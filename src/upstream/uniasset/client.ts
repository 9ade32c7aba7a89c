/** UniAsset's API, which can be written to and not read; every method throws UpstreamFailure. */
import type { ConnectorSettings, RateAccount } from '../connector.ts';
import { UpstreamFailure, type FailureKind } from '../failure.ts';
import { HttpClient } from '../http/client.ts';
import type { ConnectorDeps } from '../http/exchange.ts';
import { nothingStated, type ServiceManners, type StatedFailure } from '../http/manners.ts';
import { Accepted, ErrorBody } from './conventions.ts';

export type WireRecord = Record<string, unknown>;
export type WritePath =
  | '/assets/create'
  | '/assets/maintenance'
  | '/assets/assignment'
  | '/assets/geo-position'
  | '/iot/signals';

const kindOfCode: Readonly<Record<string, FailureKind>> = {
  PLAN_UPGRADE_REQUIRED: 'planRequired',
  ENTERPRISE_REQUIRED: 'planRequired',
  FORBIDDEN: 'forbidden',
  KEY_REVOKED: 'unauthenticated',
  VALIDATION_ERROR: 'badUserInput',
};

/** Errors that come only after the key was found good. */
const provingCodes: ReadonlySet<string> = new Set(['VALIDATION_ERROR', 'FORBIDDEN']);

function readFailure(body: unknown): StatedFailure {
  const { data } = ErrorBody.safeParse(body);
  if (data === undefined) return nothingStated;
  const { code, message, details } = data.error;
  const faults = (details ?? []).map(({ path, message: fault }) => ({
    field: Array.isArray(path) ? path.join('.') : typeof path === 'string' ? path : '',
    message: fault,
  }));
  return { code, message, kind: kindOfCode[code] ?? null, faults };
}

const manners: ServiceManners = {
  service: 'UNIASSET',
  authorise: (apiKey) => ({ authorization: `Bearer ${apiKey}` }),
  // The documentation names no limit and no headers.
  rateHeaders: {
    limit: 'x-ratelimit-limit',
    remaining: 'x-ratelimit-remaining',
    reset: 'x-ratelimit-reset',
    resetIs: 'unixSeconds',
  },
  assumedRetryAfterMs: 60_000,
  readFailure,
};

export class UniAssetClient {
  readonly #http: HttpClient;

  constructor(settings: ConnectorSettings, deps: ConnectorDeps) {
    this.#http = new HttpClient(settings, manners, deps);
  }

  get rate(): RateAccount {
    return this.#http.rate;
  }

  /** What was sent, with the id that the service gave it, is all there is to know of it. */
  async write(path: WritePath, body: WireRecord): Promise<{ row: WireRecord; asOf: Date }> {
    const { content, asOf } = await this.#http.send({ method: 'POST', path, body }, Accepted);
    const sent = Object.entries(body).filter(([, value]) => value !== undefined);
    return { row: { ...Object.fromEntries(sent), id: content.data.id }, asOf };
  }

  /**
   * An asset without a name, which is refused: the key, the plan and the permission are checked before the body, and
   * so nothing is made. That this key may not create assets proves the key as well.
   * @returns whether it may create assets.
   */
  async tryKey(): Promise<boolean> {
    try {
      await this.write('/assets/create', {});
      return true;
    } catch (error) {
      // By its code and not its status: a gateway on the way can answer 403 to any key.
      const isProof = error instanceof UpstreamFailure && error.code !== null && provingCodes.has(error.code);
      if (!isProof) throw error;
      return error.code !== 'FORBIDDEN';
    }
  }
}
