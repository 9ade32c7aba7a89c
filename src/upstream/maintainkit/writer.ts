/**
 * Writes to MaintainKit. Each write is sent exactly once: the service knows no idempotency key. All throw
 * UpstreamFailure; with `mayHaveHappened` the write can have taken effect, and the ledger is to be read before anything
 * is sent again.
 */
import type Big from 'big.js';
import type { Money } from '../../domain/money.ts';
import type * as records from '../../domain/records.ts';
import type { MovementInput } from '../../domain/stock.ts';
import { UpstreamFailure } from '../failure.ts';
import type { HttpAnswer } from '../http/exchange.ts';
import type { ObservationOf, RowReader } from '../row-reader.ts';
import { assertVersion, writtenRecord } from '../written-record.ts';
import type { MaintainKitClient, WireRecord } from './client.ts';
import { movementBody } from './conventions.ts';
import * as toDomain from './to-domain.ts';

/** A movement of the part with this id; its ids are MaintainKit's own. */
export type PartMovement = MovementInput & { partId: string };

export interface RecordedMovement {
  /** MaintainKit's id of the part. */
  partId: string;
  /** The part's total over its locations after the movement, in its unit. */
  onHand: Big;
  /** The total, as a record of kind `stockNotice`; the ledger row itself is not in the answer. */
  observation: ObservationOf<records.StockNoticeRecord>;
}

/** A field left out is not spoken of; null empties it. */
export interface PartFields {
  sku?: string | undefined;
  name?: string | undefined;
  description?: string | null | undefined;
  unit?: string | null | undefined;
  /** In the part's unit. */
  reorderPoint?: Big | null | undefined;
  unitCost?: Money | null | undefined;
}

export interface NewPart extends PartFields {
  sku: string;
  name: string;
}

export class MaintainKitWriter {
  readonly #client: MaintainKitClient;
  readonly #currency: string;

  constructor(client: MaintainKitClient, currency: string) {
    this.#client = client;
    this.#currency = currency;
  }

  /** @throws UpstreamFailure of kind `insufficientStock` when more would be taken than is on hand. */
  async recordMovement(input: PartMovement): Promise<RecordedMovement> {
    if (input.kind === 'RECEIVE' && input.unitCost !== undefined) this.#assertCurrency(input.unitCost);
    const answer = await this.#client.postMovement(movementBody(input.partId, input));
    const observation = this.#observe(answer, toDomain.movementNoticeReader(answer.asOf));
    const { partId, onHand } = observation.record;
    return { partId, onHand, observation };
  }

  async createPart(input: NewPart): Promise<ObservationOf<records.PartRecord>> {
    return this.#observe(await this.#client.createPart(this.#partBody(input)), toDomain.readPart);
  }

  /**
   * Changes the fields stated and keeps the others.
   * @param expected the version that it is to have; null: any. @throws StaleWrite when it has another one.
   */
  async updatePart(
    partId: string,
    changes: PartFields,
    expected: Date | null,
  ): Promise<ObservationOf<records.PartRecord>> {
    if (expected !== null) {
      const current = this.#observe(await this.#client.getPart(partId), toDomain.readPart);
      assertVersion('MAINTAINKIT', current, expected);
    }
    return this.#observe(await this.#client.patchPart(partId, this.#partBody(changes)), toDomain.readPart);
  }

  async createLocation({ name }: { name: string }): Promise<ObservationOf<records.LocationRecord>> {
    return this.#observe(await this.#client.createLocation({ name }), toDomain.readLocation);
  }

  #partBody({ unitCost, reorderPoint, ...words }: PartFields): WireRecord {
    if (unitCost) this.#assertCurrency(unitCost);
    return {
      ...words,
      ...(reorderPoint === undefined ? {} : { reorderPoint: reorderPoint?.toNumber() ?? null }),
      ...(unitCost === undefined ? {} : { unitCost: unitCost?.amountMinor ?? null }),
    };
  }

  /** The service states amounts without their currency: another one would silently become the connection's. */
  #assertCurrency(money: Money): void {
    if (money.currency === this.#currency) return;
    const message = `unitCost must be in ${this.#currency}, not ${money.currency}`;
    const faults = [{ field: 'unitCost', message }];
    throw new UpstreamFailure(message, { kind: 'badUserInput', service: 'MAINTAINKIT', faults });
  }

  #observe<Meant extends records.DomainRecord>(
    { content, asOf }: HttpAnswer<WireRecord>,
    read: RowReader<Meant>,
  ): ObservationOf<Meant> {
    return writtenRecord('MAINTAINKIT', content, read, { observedAt: asOf, currency: this.#currency });
  }
}
