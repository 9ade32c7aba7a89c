/**
 * Writes to UniAsset. Each write is sent exactly once: none is idempotent, and nothing can be read back. All throw
 * UpstreamFailure; with `mayHaveHappened` nobody but a person at UniAsset's own pages can tell.
 */
import Big from 'big.js';
import type { AssetRecord, DomainRecord } from '../../domain/records.ts';
import type {
  AssignmentRecord,
  MaintenanceRecordRecord,
  MaintenanceType,
  PositionRecord,
  SignalRecord,
  SignalSeverity,
} from '../../domain/work-records.ts';
import { minorUnits, type Money } from '../../domain/money.ts';
import { UpstreamFailure } from '../failure.ts';
import type { ObservationOf, RowReader } from '../row-reader.ts';
import { writtenRecord } from '../written-record.ts';
import type { UniAssetClient, WireRecord, WritePath } from './client.ts';
import * as toDomain from './to-domain.ts';

export interface NewAsset {
  name: string;
  serialNumber?: string | undefined;
  category?: string | undefined;
  location?: string | undefined;
  /** As UniAsset says it: `In Maintenance`. */
  status?: string | undefined;
  tagNumber?: string | undefined;
  externalId?: string | undefined;
}

export interface NewMaintenance {
  assetId: string;
  type: MaintenanceType;
  description?: string | undefined;
  performedAt?: Date | undefined;
  cost?: Money | undefined;
}

/** To a person, or to a place. */
export type NewAssignment = { assetId: string } & ({ assignedToEmail: string } | { locationId: string });

/** Degrees, WGS 84. */
export interface NewPosition {
  assetId: string;
  latitude: Big;
  longitude: Big;
  accuracyMetres?: Big | undefined;
}

export interface NewSignal {
  assetId?: string | undefined;
  deviceId?: string | undefined;
  source: string;
  signalType: string;
  severity: SignalSeverity;
  numericValue?: Big | undefined;
  textValue?: string | undefined;
  booleanValue?: boolean | undefined;
  payload?: WireRecord | undefined;
}

export class UniAssetWriter {
  readonly #client: UniAssetClient;
  readonly #currency: string;

  constructor(client: UniAssetClient, currency: string) {
    this.#client = client;
    this.#currency = currency;
  }

  createAsset(input: NewAsset): Promise<ObservationOf<AssetRecord>> {
    return this.#write('/assets/create', { ...input }, toDomain.readAsset);
  }

  async createMaintenance({
    cost,
    performedAt,
    ...input
  }: NewMaintenance): Promise<ObservationOf<MaintenanceRecordRecord>> {
    if (cost !== undefined && cost.currency !== this.#currency) {
      const message = `cost must be in ${this.#currency}, not ${cost.currency}`;
      const faults = [{ field: 'cost', message }];
      throw new UpstreamFailure(message, { kind: 'badUserInput', service: 'UNIASSET', faults });
    }
    const amount = cost && new Big(cost.amountMinor).div(new Big(10).pow(minorUnits(cost.currency))).toNumber();
    const body = { ...input, performedAt: performedAt?.toISOString(), cost: amount };
    return this.#write('/assets/maintenance', body, toDomain.readMaintenance);
  }

  assign(input: NewAssignment): Promise<ObservationOf<AssignmentRecord>> {
    return this.#write('/assets/assignment', { ...input }, toDomain.readAssignment);
  }

  reportPosition(input: NewPosition): Promise<ObservationOf<PositionRecord>> {
    const { assetId, latitude, longitude, accuracyMetres } = input;
    const degrees = { latitude: latitude.toNumber(), longitude: longitude.toNumber() };
    const body = { assetId, ...degrees, accuracy: accuracyMetres?.toNumber() };
    return this.#write('/assets/geo-position', body, toDomain.readPosition);
  }

  ingestSignal({ numericValue, ...input }: NewSignal): Promise<ObservationOf<SignalRecord>> {
    return this.#write('/iot/signals', { ...input, numericValue: numericValue?.toNumber() }, toDomain.readSignal);
  }

  async #write<Meant extends DomainRecord>(
    path: WritePath,
    body: WireRecord,
    read: RowReader<Meant>,
  ): Promise<ObservationOf<Meant>> {
    const { row, asOf } = await this.#client.write(path, body);
    return writtenRecord('UNIASSET', row, read, { observedAt: asOf, currency: this.#currency });
  }
}
