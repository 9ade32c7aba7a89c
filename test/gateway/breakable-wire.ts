/** The gateway's way to the services, which a test can break. */

/**
 * - `cut`: the service is given the request, and its answer never arrives; `502`: a proxy answers in its place;
 * - `swallowed`: the request is sent and lost on its way, so that the service never hears of it.
 */
type Break = 'cut' | '502' | 'swallowed' | 'unreachable' | '503';

export class BreakableWire {
  /** What the next requests that write meet; null: nothing. */
  breaks: Break | null = null;
  /** How many of them meet it. */
  breaksNext = Number.POSITIVE_INFINITY;
  /** How many requests that write get through before nothing answers any more. */
  lasts = Number.POSITIVE_INFINITY;
  /** What requests that read meet. */
  reads: 'down' | null = null;
  /** The service of which requests meet it, by how its address begins; null: every one. */
  only: string | null = null;
  /** `POST /movements` for every request that writes. */
  readonly writes: string[] = [];

  readonly fetch: typeof fetch = async (input, init) => {
    const method = init?.method ?? 'GET';
    if (method === 'GET') {
      if (this.reads === 'down') throw networkError('ECONNREFUSED');
      return fetch(input, init);
    }
    this.writes.push(`${method} ${new URL(new Request(input).url).pathname.replace(/^\/api\/v\d+/, '')}`);
    return meet(this.#next(new Request(input).url), () => fetch(input, init));
  };

  #next(url: string): Break | null {
    if (this.writes.length > this.lasts) return 'unreachable';
    if (this.breaks === null || this.breaksNext < 1 || !url.startsWith(this.only ?? '')) return null;
    this.breaksNext -= 1;
    return this.breaks;
  }
}

async function meet(breaks: Break | null, send: () => Promise<Response>): Promise<Response> {
  if (breaks === 'unreachable') throw networkError('ECONNREFUSED');
  if (breaks === 'swallowed') throw networkError('ECONNRESET');
  if (breaks === '503') return new Response('{}', { status: 503 });
  const response = await send();
  if (breaks === 'cut') {
    await response.arrayBuffer();
    throw networkError('ECONNRESET');
  }
  return breaks === '502' ? new Response('<html>Bad gateway</html>', { status: 502 }) : response;
}

/** As Node's fetch throws it. */
const networkError = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
