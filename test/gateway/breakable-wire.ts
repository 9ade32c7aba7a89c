/** The gateway's way to the services, which a test can break. */

/** - `cut`: the service is given the request, and its answer never arrives; `502`: a proxy answers in its place. */
type Break = 'cut' | '502' | 'unreachable' | '503';

export class BreakableWire {
  /** What the next requests that write meet; null: nothing. */
  breaks: Break | null = null;
  /** How many requests that write get through before nothing answers any more. */
  lasts = Infinity;
  /** `POST /movements` for every request that writes. */
  readonly writes: string[] = [];

  readonly fetch: typeof fetch = async (input, init) => {
    const method = init?.method ?? 'GET';
    if (method === 'GET') return fetch(input, init);
    this.writes.push(`${method} ${new URL(new Request(input).url).pathname.replace(/^\/api\/v\d+/, '')}`);
    if (this.breaks === 'unreachable' || this.writes.length > this.lasts) throw networkError('ECONNREFUSED');
    if (this.breaks === '503') return new Response('{}', { status: 503 });
    const response = await fetch(input, init);
    if (this.breaks === 'cut') {
      await response.arrayBuffer();
      throw networkError('ECONNRESET');
    }
    return this.breaks === '502' ? new Response('<html>Bad gateway</html>', { status: 502 }) : response;
  };
}

/** As Node's fetch throws it. */
const networkError = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
