/** The gateway's way to Reliatic, on which somebody else gets in between the reading of an asset and its replacement. */

export class CrowdedWire {
  /** Done when the gateway has read, and before its PUT is passed on. */
  beforePut: (() => Promise<unknown>) | null = null;
  /** Done when Reliatic has taken the PUT, and before its answer is passed on. */
  beforeAnswer: (() => Promise<unknown>) | null = null;
  /** Whether the answer arrives. */
  isLost = false;

  readonly fetch: typeof fetch = async (input, init) => {
    if (init?.method !== 'PUT') return fetch(input, init);
    await this.beforePut?.();
    const response = await fetch(input, init);
    const answer = new Response(await response.arrayBuffer(), response);
    await this.beforeAnswer?.();
    if (!this.isLost) return answer;
    const cause = Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET' });
    throw new TypeError('fetch failed', { cause });
  };
}
