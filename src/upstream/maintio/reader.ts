/**
 * Reads Maint.io's feed of changes. `updated_since` excludes its own moment, and rows that share one timestamp can
 * straddle a page; so each page begins a millisecond before the last one's end, and its rows come twice. When more rows
 * share ONE timestamp than a page holds, that makes no way: then the lists of assets and records, which come whole, are
 * read from just before it, and the timestamp is stepped over. What cannot be had: tags beyond the page's limit on one
 * timestamp, since tags have no list.
 */
import type { Clock } from '../../domain/clock.ts';
import type { RecordKind } from '../../domain/records.ts';
import type { Resource, ResourcePage } from '../connector.ts';
import { UpstreamFailure } from '../failure.ts';
import { readRows, type ReadingContext } from '../row-reader.ts';
import { rowsPerPage, type MaintIoClient } from './client.ts';
import type { Changes } from './conventions.ts';
import * as toDomain from './to-domain.ts';

const changes: Resource = { name: 'changes', kind: null, mode: 'delta' };
const beginning = '1970-01-01T00:00:00.000Z';
const overlapMs = 1;

type ChangedRows = Pick<Changes, 'assets' | 'tags' | 'records'>;

function understand({ assets, tags, records }: ChangedRows, context: ReadingContext) {
  const read = [
    readRows(assets, toDomain.readAsset, context),
    readRows(tags, toDomain.readTag, context),
    readRows(records, toDomain.readRecord, context),
  ];
  return {
    observations: read.flatMap(({ observations }) => observations),
    rejected: read.flatMap(({ rejected }) => rejected),
  };
}

/** A little before the moment, so that rows on it are met again. */
function before(moment: string): string {
  return new Date(Date.parse(moment) - overlapMs).toISOString();
}

export class MaintIoReader {
  readonly resources: readonly Resource[] = [changes];
  readonly #client: MaintIoClient;
  readonly #currency: string;
  readonly #clock: Clock;

  constructor(client: MaintIoClient, currency: string, clock: Clock) {
    this.#client = client;
    this.#currency = currency;
    this.#clock = clock;
  }

  /** @throws UpstreamFailure */
  async read(resource: Resource, position: string | null, signal?: AbortSignal): Promise<ResourcePage> {
    if (resource.name !== changes.name) throw new RangeError(`Maint.io has no resource ${resource.name}`);
    const since = position ?? beginning;
    const { content, asOf } = await this.#client.changes(since, rowsPerPage, signal);
    const context = { observedAt: asOf, currency: this.#currency };
    const page = { ...understand(content, context), total: null, asOf };
    const end = content.next_updated_since;
    if (!content.has_more) {
      // After a timestamp was stepped over, an empty page must not lead back to it.
      const isEmpty = content.assets.length + content.tags.length + content.records.length === 0;
      return { ...page, next: null, resume: isEmpty ? since : before(end) };
    }
    if (Date.parse(before(end)) > Date.parse(since)) return { ...page, next: before(end) };
    if (end === since || Date.parse(end) < Date.parse(since)) {
      const message = `MAINTIO has more changes, but leads back from ${since} to ${end}`;
      throw new UpstreamFailure(message, { kind: 'invalid', service: 'MAINTIO' });
    }
    const assets = await this.#client.assets(since, signal);
    const records = await this.#client.records(since, signal);
    return { ...page, ...understand({ assets, tags: content.tags, records }, context), next: end };
  }

  /** A tag by its code. @throws UpstreamFailure */
  async readOne(kind: RecordKind, externalId: string, signal?: AbortSignal): Promise<ResourcePage> {
    if (kind !== 'tag') throw new RangeError(`Maint.io has no single ${kind} to read`);
    try {
      const { content, asOf } = await this.#client.getTag(externalId, signal);
      const rows = readRows([content], toDomain.readTag, { observedAt: asOf, currency: this.#currency });
      return { ...rows, next: null, total: null, asOf };
    } catch (error) {
      if (!(error instanceof UpstreamFailure) || error.kind !== 'notFound') throw error;
      const at = this.#clock.now();
      return { observations: [], rejected: [], gone: [{ kind, externalId, at }], next: null, total: null, asOf: at };
    }
  }
}
