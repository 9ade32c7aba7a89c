import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ServiceName } from '../../src/sandbox/service-name.ts';

/** What a service answered. */
export interface CheckedAnswer {
  method: string;
  /** Behind the server's URL, with the query. */
  path: string;
  status: number;
  headers: Headers;
  body: unknown;
}

const reference = z.looseObject({ $ref: z.string().optional() });
const response = z.looseObject({
  headers: z.record(z.string(), reference).default({}),
  content: z.looseObject({ 'application/json': z.looseObject({ schema: z.unknown() }) }).optional(),
});
const operation = z.looseObject({ responses: z.record(z.string(), reference) });
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

const folder = join(import.meta.dirname, '../../schema/rest');
const root = 'contract';

/** One service's OpenAPI description, to hold its answers against. */
class RestContract {
  readonly #document: z.output<typeof document>;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
    this.#document = document.parse(parse(readFileSync(join(folder, file), 'utf8')));
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(this.#document, root);
  }

  /** Throws what is wrong with the answer: an undocumented status, a missing header, a body of another shape. */
  check(answer: CheckedAnswer): void {
    const pointer = this.#responsePointer(answer);
    if (pointer === null) {
      // What the service does not know, it may only refuse, in the words of its other refusals.
      if (answer.status < 400) throw this.#fault(answer, 'is no documented operation, and was not refused');
      return this.#checkBody(answer, '/components/schemas/Error');
    }
    const documented = response.parse(this.#at(pointer));
    for (const [name, header] of Object.entries(documented.headers)) {
      const { required } = z.looseObject({ required: z.boolean().default(false) }).parse(this.#resolve(header));
      if (required && !answer.headers.has(name)) throw this.#fault(answer, `lacks the header ${name}`);
    }
    if (documented.content !== undefined) this.#checkBody(answer, `${pointer}/content/application~1json/schema`);
    else if (answer.body !== undefined) throw this.#fault(answer, 'has a body where none is documented');
  }

  #checkBody(answer: CheckedAnswer, pointer: string): void {
    const validate = this.#ajv.getSchema(`${root}#${pointer}`);
    if (validate === undefined) throw this.#fault(answer, `is to be held against ${pointer}, which is not there`);
    if (validate(answer.body) === true) return;
    throw this.#fault(answer, `is of another shape: ${this.#ajv.errorsText(validate.errors)}`);
  }

  /** Where the answer's response is described; null for an operation that is not. */
  #responsePointer(answer: CheckedAnswer): string | null {
    const [pathname = ''] = answer.path.split('?');
    const method = answer.method.toLowerCase();
    // A path that is spelled out goes before one with a placeholder.
    const template = Object.keys(this.#document.paths)
      .filter((path) => matches(path, pathname) && method in (this.#document.paths[path] ?? {}))
      .toSorted((left, right) => left.split('{').length - right.split('{').length)[0];
    if (template === undefined) return null;
    const { responses } = operation.parse(this.#document.paths[template]?.[method]);
    const documented = responses[String(answer.status)];
    if (documented === undefined) throw this.#fault(answer, 'has an undocumented status');
    const own = `/paths/${template.replaceAll('/', '~1')}/${method}/responses/${answer.status}`;
    return documented.$ref?.slice(1) ?? own;
  }

  #resolve(value: z.output<typeof reference>): unknown {
    return value.$ref === undefined ? value : this.#at(value.$ref.slice(1));
  }

  #at(pointer: string): unknown {
    const steps = pointer
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/'));
    return steps.reduce<unknown>((value, step) => z.record(z.string(), z.unknown()).parse(value)[step], this.#document);
  }

  #fault({ method, path, status, body }: CheckedAnswer, what: string): Error {
    return new Error(`${this.#file}: ${method} ${path} → ${status} ${what}: ${JSON.stringify(body).slice(0, 500)}`);
  }
}

/** Whether the path is one of the template's: `/parts/{id}`. */
function matches(template: string, pathname: string): boolean {
  const [wanted, given] = [template.split('/'), pathname.split('/')];
  return wanted.length === given.length && wanted.every((step, index) => step.startsWith('{') || step === given[index]);
}

const contracts = new Map<ServiceName, RestContract | null>();

/** Null for a service without a description. */
export function restContract(service: ServiceName): RestContract | null {
  const known = contracts.get(service);
  if (known !== undefined) return known;
  const file = `${service}.openapi.yaml`;
  const contract = existsSync(join(folder, file)) ? new RestContract(file) : null;
  contracts.set(service, contract);
  return contract;
}
