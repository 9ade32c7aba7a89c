/**
 * Reads MaintainX's resources. Its cursors hide offsets, so that rows shift between two pages: a work order that is
 * changed while it is read moves to the end, and the row behind a page's last one would be left out. Work orders are
 * therefore read by their time: each page begins at the last row's `updatedAt`, that row included, and a cursor is
 * followed only where a page has but one time or is out of order.
 */
import * as z from 'zod';
import type { Clock } from '../../domain/clock.ts';
import type { GoneRecord, Observation, RecordKind } from '../../domain/records.ts';
import type { Resource, ResourcePage } from '../connector.ts';
import { UpstreamFailure } from '../failure.ts';
import { readRows, type RowReader } from '../row-reader.ts';
import { rowsPerPage, type ListPath, type MaintainXClient } from './client.ts';
import { overlapMs } from './conventions.ts';
import * as toDomain from './to-domain.ts';
import { readDeleted } from './wire.ts';

const changed: Resource = { name: 'workorders', kind: 'workOrder', mode: 'delta' };
/** Finds the deletions of which the webhook was lost: the feed of changes does not tell them. */
const everyWorkOrder: Resource = {
  name: 'workorders/all',
  kind: 'workOrder',
  mode: 'sweep',
  shifts: true,
  everyMs: 3_600_000,
};

const resources: readonly Resource[] = [
  { name: 'users', kind: 'person', mode: 'sweep' },
  { name: 'locations', kind: 'location', mode: 'sweep', shifts: true },
  { name: 'assets', kind: 'asset', mode: 'sweep', shifts: true },
  changed,
  everyWorkOrder,
];

interface ListMeaning {
  path: ListPath;
  kind: RecordKind;
  read: RowReader;
}

const meaningOf: Readonly<Record<string, ListMeaning>> = {
  users: { path: 'users', kind: 'person', read: toDomain.readPerson },
  locations: { path: 'locations', kind: 'location', read: toDomain.readLocation },
  assets: { path: 'assets', kind: 'asset', read: toDomain.readAsset },
  workorders: { path: 'workorders', kind: 'workOrder', read: toDomain.readWorkOrder },
  'workorders/all': { path: 'workorders', kind: 'workOrder', read: toDomain.readWorkOrder },
};

/** A place in the feed of changes, and the newest time that its pass has met. */
const Place = z.object({
  since: z.iso.datetime().nullable(),
  newest: z.iso.datetime().nullable(),
  cursor: z.string().nullable(),
});
type Place = z.infer<typeof Place>;

function placeOf(position: string | null): Place {
  return position === null ? { since: null, newest: null, cursor: null } : Place.parse(JSON.parse(position));
}

interface Rows {
  observations: Observation[];
  gone: GoneRecord[];
}

/** The times of a page's rows; null when one has none, or when they do not ascend. */
function ascendingTimes({ observations }: Rows): number[] | null {
  const times = observations.map(({ version }) => version?.getTime() ?? Number.NaN);
  const isAscending = times.every((time, index) => index === 0 || time >= (times[index - 1] ?? Number.NaN));
  return isAscending && times.every((time) => !Number.isNaN(time)) ? times : null;
}

function newestOf({ newest }: Place, { observations }: Rows): string | null {
  const times = observations.flatMap(({ version }) => (version === null ? [] : [version.getTime()]));
  if (newest !== null) times.push(Date.parse(newest));
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}

function placeAfter(place: Place, rows: Rows, nextCursor: string): Place {
  const newest = newestOf(place, rows);
  const last = ascendingTimes(rows)?.at(-1);
  const isOnward = last !== undefined && (place.since === null || last > Date.parse(place.since));
  return isOnward
    ? { since: new Date(last).toISOString(), newest, cursor: null }
    : { since: place.since, newest, cursor: nextCursor };
}

function startAfter(place: Place, rows: Rows): string {
  const newest = newestOf(place, rows);
  const since = newest === null ? place.since : new Date(Date.parse(newest) - overlapMs).toISOString();
  return JSON.stringify({ since, newest: null, cursor: null } satisfies Place);
}

export class MaintainXReader {
  readonly resources = resources;
  readonly #client: MaintainXClient;
  readonly #currency: string;
  readonly #clock: Clock;

  constructor(client: MaintainXClient, currency: string, clock: Clock) {
    this.#client = client;
    this.#currency = currency;
    this.#clock = clock;
  }

  /** @throws UpstreamFailure */
  async read(resource: Resource, position: string | null, signal?: AbortSignal): Promise<ResourcePage> {
    const meaning = Object.hasOwn(meaningOf, resource.name) ? meaningOf[resource.name] : undefined;
    if (meaning === undefined) throw new RangeError(`MaintainX has no resource ${resource.name}`);
    if (resource.name === changed.name) return this.#readChanges(meaning, placeOf(position), signal);
    const query = { limit: rowsPerPage, ...(position === null ? {} : { cursor: position }) };
    const { content, asOf } = await this.#client.list(meaning.path, query, signal);
    const rows = this.#understand(content.rows, meaning, asOf);
    return { ...rows, next: cursorAfter(meaning.path, position, content.nextCursor), total: null, asOf };
  }

  /** @throws UpstreamFailure */
  async readOne(kind: RecordKind, externalId: string, signal?: AbortSignal): Promise<ResourcePage> {
    try {
      const { row, meaning, asOf } = await this.#get(kind, externalId, signal);
      return { ...this.#understand([row], meaning, asOf), next: null, total: null, asOf };
    } catch (error) {
      if (!(error instanceof UpstreamFailure) || error.kind !== 'notFound') throw error;
      const at = this.#clock.now();
      const gone = [{ kind, externalId, at }];
      return { observations: [], rejected: [], gone, next: null, total: null, asOf: at };
    }
  }

  async #get(kind: RecordKind, id: string, signal?: AbortSignal) {
    const name = kind === 'workOrder' ? 'workorders' : 'assets';
    const meaning = meaningOf[name];
    if (meaning?.kind !== kind) throw new RangeError(`MaintainX has no single ${kind} to read`);
    const asked = kind === 'workOrder' ? this.#client.getWorkOrder(id, signal) : this.#client.getAsset(id, signal);
    const { content, asOf } = await asked;
    return { row: content, meaning, asOf };
  }

  async #readChanges(meaning: ListMeaning, place: Place, signal?: AbortSignal): Promise<ResourcePage> {
    const query = {
      limit: rowsPerPage,
      sort: 'updatedAt',
      ...(place.since === null ? {} : { 'updatedAt[gte]': place.since }),
      ...(place.cursor === null ? {} : { cursor: place.cursor }),
    };
    const { content, asOf } = await this.#client.list(meaning.path, query, signal);
    const rows = this.#understand(content.rows, meaning, asOf);
    const cursor = cursorAfter(meaning.path, place.cursor, content.nextCursor);
    if (cursor === null) return { ...rows, next: null, resume: startAfter(place, rows), total: null, asOf };
    return { ...rows, next: JSON.stringify(placeAfter(place, rows, cursor)), total: null, asOf };
  }

  #understand(wireRows: readonly unknown[], { kind, read }: ListMeaning, asOf: Date) {
    const gone: GoneRecord[] = [];
    const present: unknown[] = [];
    for (const row of wireRows) {
      const deleted = readDeleted(row);
      if (deleted === null) present.push(row);
      else gone.push({ kind, externalId: deleted.id, at: deleted.deletedAt });
    }
    return { ...readRows(present, read, { observedAt: asOf, currency: this.#currency }), gone };
  }
}

/** A service that answers the cursor it was asked with would be read for ever. */
function cursorAfter(path: ListPath, asked: string | null, next: string | null): string | null {
  if (next === null || next !== asked) return next;
  const message = `MAINTAINX answered the cursor of ${path} that it was asked with`;
  throw new UpstreamFailure(message, { kind: 'invalid', service: 'MAINTAINX' });
}
