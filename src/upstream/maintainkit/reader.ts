/** Reads MaintainKit's resources: three lists that come whole, and the ledger of movements. */
import type { Resource, ResourcePage } from '../connector.ts';
import { readRows, type ReadingContext, type RowReader } from '../row-reader.ts';
import type { ListPath, MaintainKitClient } from './client.ts';
import * as ledger from './ledger.ts';
import * as toDomain from './to-domain.ts';

const movements: Resource = { name: 'movements', kind: 'stockMovement', mode: 'ledger' };

const resources = [
  { name: 'parts', kind: 'part', mode: 'sweep' },
  { name: 'locations', kind: 'location', mode: 'sweep' },
  { name: 'stock', kind: 'stockLevel', mode: 'sweep' },
  movements,
] as const satisfies readonly Resource[];

const readRowOf: Readonly<Record<ListPath, RowReader>> = {
  parts: toDomain.readPart,
  locations: toDomain.readLocation,
  stock: toDomain.readStockLevel,
};

function isListPath(name: string): name is ListPath {
  return Object.hasOwn(readRowOf, name);
}

export class MaintainKitReader {
  readonly resources: readonly Resource[] = resources;
  readonly #client: MaintainKitClient;
  readonly #currency: string;

  constructor(client: MaintainKitClient, currency: string) {
    this.#client = client;
    this.#currency = currency;
  }

  /** @throws UpstreamFailure; LedgerShifted */
  async read(resource: Resource, position: string | null, signal?: AbortSignal): Promise<ResourcePage> {
    if (isListPath(resource.name)) return this.#readAll(resource.name, signal);
    if (resource.name === movements.name) return this.#readLedger(ledger.ledgerPlace(position), signal);
    throw new RangeError(`MaintainKit has no resource ${resource.name}`);
  }

  ledgerPosition(count: number, lastExternalId: string | null): string | null {
    return ledger.ledgerPosition(count, lastExternalId);
  }

  /** Without limit and offset the service answers all rows, which can't shift between two pages. */
  async #readAll(path: ListPath, signal?: AbortSignal): Promise<ResourcePage> {
    const { content, asOf } = await this.#client.list(path, signal);
    const rows = readRows(content, readRowOf[path], this.#context(asOf));
    return { ...rows, next: null, total: null, asOf };
  }

  async #readLedger(place: ledger.LedgerPlace, signal?: AbortSignal): Promise<ResourcePage> {
    const { content, asOf } = await this.#client.listMovements(ledger.rowsPerPage, place.offset, signal);
    ledger.assertPlace(place, content);
    const rows = readRows(content, toDomain.readMovement, this.#context(asOf));
    return { ...rows, next: ledger.placeAfter(place, content), total: null, asOf };
  }

  #context(asOf: Date): ReadingContext {
    return { observedAt: asOf, currency: this.#currency };
  }
}
