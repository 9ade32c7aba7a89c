/**
 * Writes to MaintainX. Each write is sent exactly once: the service knows no idempotency. All throw UpstreamFailure;
 * with `mayHaveHappened` the write can have taken effect, and must not be sent again before its effect was looked for.
 */
import type { AssetRecord } from '../../domain/records.ts';
import type { WorkOrderPriority, WorkOrderRecord, WorkOrderStatus } from '../../domain/work-records.ts';
import { StaleWrite, UpstreamFailure } from '../failure.ts';
import type { HttpAnswer } from '../http/exchange.ts';
import type { ObservationOf } from '../row-reader.ts';
import { afterWrite, writtenRecord } from '../written-record.ts';
import type { MaintainXClient } from './client.ts';
import * as toDomain from './to-domain.ts';
import { readDeleted, type WireRecord } from './wire.ts';

/** A field left out is not spoken of; null empties it. Ids are MaintainX's own. */
export interface WorkOrderFields {
  title?: string | undefined;
  description?: string | null | undefined;
  /** MaintainX has no CRITICAL: it is sent as HIGH. */
  priority?: WorkOrderPriority | undefined;
  assetId?: string | null | undefined;
  locationId?: string | null | undefined;
  dueAt?: Date | null | undefined;
  /** People, and no teams. */
  assigneeIds?: readonly string[] | undefined;
}

export interface NewWorkOrder extends WorkOrderFields {
  title: string;
}

type Written = ObservationOf<WorkOrderRecord>;

/** Null: MaintainX has no such status. */
const wireStatusOf = {
  OPEN: 'OPEN',
  IN_PROGRESS: 'IN_PROGRESS',
  ON_HOLD: 'ON_HOLD',
  AWAITING_APPROVAL: null,
  DONE: 'DONE',
  CANCELLED: 'CANCELED',
  SKIPPED: 'SKIPPED',
} as const satisfies Record<WorkOrderStatus, string | null>;

function refuse(field: string, message: string): UpstreamFailure {
  return new UpstreamFailure(message, { kind: 'badUserInput', service: 'MAINTAINX', faults: [{ field, message }] });
}

function wireId(field: string, id: string): number {
  const number = Number(id);
  if (/^\d+$/.test(id) && Number.isSafeInteger(number)) return number;
  throw refuse(field, `${field} is no id of MaintainX's`);
}

function wireReference(field: string, id: string | null | undefined): number | null | undefined {
  return id === null || id === undefined ? id : wireId(field, id);
}

/** What is undefined is left out when the body becomes JSON. */
function bodyOf({ priority, assetId, locationId, dueAt, assigneeIds, ...words }: WorkOrderFields): WireRecord {
  return {
    ...words,
    priority: priority === 'CRITICAL' ? 'HIGH' : priority,
    assetId: wireReference('assetId', assetId),
    locationId: wireReference('locationId', locationId),
    dueDate: dueAt === null ? null : dueAt?.toISOString(),
    assignees: assigneeIds?.map((id) => ({ type: 'USER', id: wireId('assigneeIds', id) })),
  };
}

export interface NewAsset {
  name: string;
  description?: string | null | undefined;
  serialNumber?: string | null | undefined;
  barcode?: string | null | undefined;
  manufacturer?: string | null | undefined;
  model?: string | null | undefined;
  /** MaintainX's own id. */
  parentId?: string | null | undefined;
}

export class MaintainXWriter {
  readonly #client: MaintainXClient;
  readonly #currency: string;

  constructor(client: MaintainXClient, currency: string) {
    this.#client = client;
    this.#currency = currency;
  }

  /** The answer to the POST is an id alone: the asset is read afterwards. */
  async createAsset(input: NewAsset): Promise<ObservationOf<AssetRecord>> {
    const { name, description, serialNumber, barcode, manufacturer, model } = input;
    const parentId = wireReference('parentId', input.parentId ?? undefined);
    const id = await this.#client.createAsset({
      name,
      description,
      serialNumber,
      barcode,
      manufacturer,
      model,
      parentId,
    });
    const { content, asOf } = await afterWrite(this.#client.getAsset(id));
    const context = { observedAt: asOf, currency: this.#currency };
    return writtenRecord('MAINTAINX', content, toDomain.readAsset, context);
  }

  /** The answer to the POST is an id alone: the work order is read afterwards. */
  async createWorkOrder(input: NewWorkOrder): Promise<Written> {
    const id = await this.#client.createWorkOrder(bodyOf(input));
    return this.#observe(await afterWrite(this.#client.getWorkOrder(id)));
  }

  /**
   * Changes the fields stated and keeps the others.
   * @param seen the version that is meant; null: whichever it is. @throws StaleWrite
   */
  async updateWorkOrder(id: string, changes: WorkOrderFields, seen: Date | null = null): Promise<Written> {
    await this.#requireVersion(id, seen);
    return this.#observe(await this.#client.patchWorkOrder(id, bodyOf(changes)));
  }

  /** @param seen the version that is meant; null: whichever it is. @throws StaleWrite */
  async transitionWorkOrder(id: string, to: WorkOrderStatus, seen: Date | null = null): Promise<Written> {
    const status = wireStatusOf[to];
    if (status === null) throw refuse('to', `MaintainX has no status ${to}`);
    await this.#requireVersion(id, seen);
    return this.#observe(await this.#client.patchStatus(id, { status }));
  }

  /** MaintainX compares no versions itself: only what was written between this reading and the write is overlooked. */
  async #requireVersion(id: string, seen: Date | null): Promise<void> {
    if (seen === null) return;
    const { content, asOf } = await this.#client.getWorkOrder(id);
    const failure = { service: 'MAINTAINX' } as const;
    if (readDeleted(content) !== null) {
      throw new UpstreamFailure('MAINTAINX has it no longer', { kind: 'notFound', ...failure });
    }
    const read = toDomain.readWorkOrder(content, { observedAt: asOf, currency: this.#currency });
    if ('rejected' in read) throw new UpstreamFailure(read.rejected.reason, { kind: 'invalid', ...failure });
    const { observation } = read;
    if (observation.version?.getTime() !== seen.getTime()) throw new StaleWrite('MAINTAINX', observation);
  }

  #observe({ content, asOf }: HttpAnswer<WireRecord>): Written {
    const context = { observedAt: asOf, currency: this.#currency };
    return writtenRecord('MAINTAINX', content, toDomain.readWorkOrder, context);
  }
}
