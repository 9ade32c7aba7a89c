/**
 * Writes to Maint.io. An asset and a record carry the caller's own uuid, which makes them idempotent: they are sent
 * again when the service stumbles. A batch of tags is sent once. All throw UpstreamFailure.
 */
import type { AssetRecord, Observation } from '../../domain/records.ts';
import type { MaintenanceRecordRecord, MaintenanceType } from '../../domain/work-records.ts';
import { UpstreamFailure } from '../failure.ts';
import { readRows, type ObservationOf } from '../row-reader.ts';
import { writtenRecord } from '../written-record.ts';
import type { MaintIoClient } from './client.ts';
import * as toDomain from './to-domain.ts';

export interface NewAsset {
  /** A uuid of the caller's own. */
  id: string;
  name: string;
  location?: string | undefined;
  description?: string | undefined;
  /** The code of the label to stick on it. */
  tagCode?: string | undefined;
}

export interface NewRecord {
  /** A uuid of the caller's own. */
  id: string;
  assetId: string;
  type: MaintenanceType;
  performedAt: Date;
  description?: string | undefined;
}

const wireTypeOf = {
  INSPECTION: 'Inspection',
  REPAIR: 'Repair',
  SERVICE: 'Service',
  CALIBRATION: 'Calibration',
  OTHER: 'Other',
} as const satisfies Record<MaintenanceType, string>;

export class MaintIoWriter {
  readonly #client: MaintIoClient;
  readonly #currency: string;

  constructor(client: MaintIoClient, currency: string) {
    this.#client = client;
    this.#currency = currency;
  }

  /** @throws UpstreamFailure of kind `tagConflict` when the label is on another asset. */
  async createAsset({ tagCode, ...input }: NewAsset): Promise<ObservationOf<AssetRecord>> {
    const { content, asOf } = await this.#client.createAsset({ ...input, tag_id: tagCode });
    return writtenRecord('MAINTIO', content, toDomain.readAsset, { observedAt: asOf, currency: this.#currency });
  }

  async createRecord(input: NewRecord): Promise<ObservationOf<MaintenanceRecordRecord>> {
    const { content, asOf } = await this.#client.createRecord({
      id: input.id,
      asset_id: input.assetId,
      record_type: wireTypeOf[input.type],
      performed_at: input.performedAt.toISOString(),
      description: input.description,
    });
    return writtenRecord('MAINTIO', content, toDomain.readRecord, { observedAt: asOf, currency: this.#currency });
  }

  /** New labels on no asset, 1 to 1000 of them; each one's code is its external id. */
  async generateTags(count: number): Promise<Observation[]> {
    const { content, asOf } = await this.#client.createTags(count);
    const context = { observedAt: asOf, currency: this.#currency };
    const { observations, rejected } = readRows(content, toDomain.readTag, context);
    if (rejected.length === 0) return observations;
    const message = 'MAINTIO answered tags that can not be read';
    throw new UpstreamFailure(message, { kind: 'invalid', service: 'MAINTIO', mayHaveHappened: true });
  }
}
