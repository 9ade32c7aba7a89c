import { z } from 'zod';
import type { Organization } from '../../src/sandbox/organizations.ts';
import { startSandbox, type Sandbox, type SandboxOptions, type SandboxService } from '../../src/sandbox/sandbox.ts';
import { serviceNames, type ServiceName } from '../../src/sandbox/service-name.ts';
import { FakeClock } from '../world/fake-clock.ts';
import type { Databases } from './databases.ts';
import { restContract } from './rest-contract.ts';

export interface Answer {
  status: number;
  headers: Headers;
  /** The answer's JSON, of any shape; undefined when it has no body at all. */
  body: unknown;
}

type Fields = Record<string, unknown>;
const fields = z.record(z.string(), z.unknown());

/** The `data` of an answer about one resource. */
export const dataOf = (answer: Answer): Fields => z.object({ data: fields }).parse(answer.body).data;

/** The `data` of an answer about many. */
export const rowsOf = (answer: Answer): Fields[] => z.object({ data: z.array(fields) }).parse(answer.body).data;

/** The id of the resource an answer is about, as a path or a body needs it. */
export const idOf = (answer: Answer): string => String(dataOf(answer)['id']);

/** A REST client with one key. Every answer is held against the service's OpenAPI description. */
export class RestClient {
  readonly #service: SandboxService;
  readonly #headers: Record<string, string>;

  constructor(service: SandboxService, headers: Record<string, string>) {
    this.#service = service;
    this.#headers = headers;
  }

  get = (path: string): Promise<Answer> => this.send('GET', path);
  post = (path: string, body: object): Promise<Answer> => this.send('POST', path, JSON.stringify(body));
  put = (path: string, body: object): Promise<Answer> => this.send('PUT', path, JSON.stringify(body));
  patch = (path: string, body: object): Promise<Answer> => this.send('PATCH', path, JSON.stringify(body));
  delete = (path: string): Promise<Answer> => this.send('DELETE', path);

  async send(method: string, path: string, body?: string, contentType = 'application/json'): Promise<Answer> {
    const headers = body === undefined ? this.#headers : { ...this.#headers, 'content-type': contentType };
    const { name, url } = this.#service;
    const response = await fetch(url + path, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    const answer = { status: response.status, headers: response.headers, body: json };
    restContract(name)?.check({ method, path, ...answer });
    return answer;
  }
}

interface Surroundings<Name extends ServiceName> extends AsyncDisposable {
  sandbox: Sandbox;
  clock: FakeClock;
  databaseUrl: string;
  tenants: Record<Name, Organization>;
  clientOf(service: ServiceName, key: string): RestClient;
}

/** A client of each service beside it. */
export type SandboxWorld<Name extends ServiceName = ServiceName> = Surroundings<Name> &
  Readonly<Record<Name, RestClient>>;

export interface SandboxWorldOptions<Name extends ServiceName> extends Partial<SandboxOptions> {
  /** Those that the test is about; left out, all. */
  services?: readonly Name[];
}

/** A sandbox on a database of its own, with one organization at each service. */
export async function startSandboxWorld<Name extends ServiceName = ServiceName>(
  database: Databases,
  options: SandboxWorldOptions<Name> = {},
): Promise<SandboxWorld<Name>> {
  const clock = new FakeClock();
  const databaseUrl = await database.createDatabase();
  const sandbox = await startSandbox({ databaseUrl, clock, requestsPerMinute: null, ...options });
  // Without a list of its own the world's type names all of them.
  const services = options.services ?? (serviceNames as readonly ServiceName[] as readonly Name[]);
  const clientOf = (service: ServiceName, key: string): RestClient => {
    return new RestClient(sandbox[service], { authorization: `Bearer ${key}` });
  };
  // One after the other, over one connection: five at once would each begin their own.
  const organizations: [Name, Organization][] = [];
  for (const name of services) {
    organizations.push([name, await sandbox.createOrganization(name, { name: 'Pit One' })]);
  }
  const clients = organizations.map(([name, { keys }]) => [name, clientOf(name, keys.readWrite)]);
  return {
    sandbox,
    clock,
    databaseUrl,
    tenants: Object.fromEntries(organizations) as Record<Name, Organization>,
    clientOf,
    [Symbol.asyncDispose]: () => sandbox.stop(),
    ...(Object.fromEntries(clients) as Record<Name, RestClient>),
  };
}
