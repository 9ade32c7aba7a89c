/** The gateway's way to the services, on which a test can answer in their place. */
export class AnsweringWire {
  /** Path and query of every request, from the API's prefix on. */
  readonly requests: string[] = [];
  /** The answer in the service's place; null: the service's own. */
  answer: (path: string) => Response | null | Promise<never> = () => null;
  /** Changes the JSON that the service answers with. */
  change: (path: string, body: unknown) => unknown = (_, body) => body;

  readonly fetch: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(new Request(input).url);
    const path = pathname.replace(/^\/api\/v\d+/, '') + search;
    this.requests.push(path);
    const instead = await this.answer(path);
    if (instead) return instead;
    const response = await fetch(input, init);
    const body = this.change(path, await response.json());
    const { status, headers } = response;
    const kept = new Headers(headers);
    kept.delete('content-length');
    return new Response(JSON.stringify(body), { status, headers: kept });
  };
}
