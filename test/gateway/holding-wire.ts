/** The gateway's way to the services, on which answers are held back until they are let go, or the gateway gives them up. */

export class HoldingWire {
  /** `GET /movements`: the requests whose answers are held back; the service does what they ask. */
  holds: readonly string[] = [];
  readonly asked: string[] = [];
  #held: (() => void)[] = [];

  letGo(): void {
    this.holds = [];
    for (const go of this.#held.splice(0)) go();
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const path = new URL(new Request(input).url).pathname.replace(/^\/(?:api\/)?v\d+/, '');
    const call = `${init?.method ?? 'GET'} ${path}`;
    this.asked.push(call);
    const response = await fetch(input, { ...init, signal: null });
    if (this.holds.includes(call)) await this.#letGoOf(init?.signal);
    return response;
  };

  #letGoOf(signal: AbortSignal | null | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#held.push(resolve);
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }
}
