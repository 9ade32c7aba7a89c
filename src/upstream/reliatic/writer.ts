/**
 * Writes to Reliatic. Each write is sent exactly once. All throw UpstreamFailure; with `mayHaveHappened` the write can
 * have taken effect, and must not be sent again before its effect was looked for.
 */
import type Big from 'big.js';
import { stringify } from 'safe-stable-stringify';
import type { ActionStatus } from '../../domain/action.ts';
import type { InspectionType } from '../../domain/inspection.ts';
import type * as records from '../../domain/records.ts';
import { StaleWrite } from '../failure.ts';
import type { HttpAnswer } from '../http/exchange.ts';
import type { ObservationOf, RowReader } from '../row-reader.ts';
import { afterWrite, writtenRecord } from '../written-record.ts';
import type { ReliaticClient, WireRecord } from './client.ts';
import { computedAssetFields, wireWord } from './conventions.ts';
import type { AssetReplacement } from './overwritten.ts';
import * as toDomain from './to-domain.ts';

/** What a field left out means: nothing is said of it. Null: it is emptied. Ids are Reliatic's own. */
export interface AssetFields {
  tagNumber?: string | undefined;
  name?: string | undefined;
  type?: records.AssetType | undefined;
  description?: string | null | undefined;
  manufacturer?: string | null | undefined;
  model?: string | null | undefined;
  serialNumber?: string | null | undefined;
  location?: string | null | undefined;
  parentId?: string | null | undefined;
}

export interface NewAsset extends AssetFields {
  tagNumber: string;
  name: string;
  type: records.AssetType;
}

export interface NewInspection {
  assetId: string;
  type: InspectionType;
  /** Calendar date, YYYY-MM-DD. */
  date: string;
  inspectorName: string;
  /** 0..100 of the surface. */
  coveragePercent?: Big | null | undefined;
  thicknessMm?: Big | null | undefined;
}

export interface NewFailureMode {
  assetId: string;
  description: string;
  /** 1..10, as the two others. */
  severity: number;
  occurrence: number;
  detection: number;
  effect?: string | null | undefined;
  cause?: string | null | undefined;
}

export interface NewAction {
  assetId: string;
  title: string;
  description?: string | null | undefined;
  priority?: records.ActionPriority | undefined;
  assigneeId?: string | null | undefined;
  /** Calendar date, YYYY-MM-DD. */
  dueDate?: string | null | undefined;
  failureModeId?: string | null | undefined;
}

export interface NewRiskAssessment {
  assetId: string;
  /** 1..5, as the consequence. */
  probabilityOfFailure: number;
  consequenceOfFailure: number;
}

/** Without the fields that are undefined: JSON has none, but a merge would see them. */
function stated(fields: WireRecord): WireRecord {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function assetBody(fields: AssetFields): WireRecord {
  return stated({
    tag_number: fields.tagNumber,
    name: fields.name,
    asset_type: fields.type === undefined ? undefined : wireWord(fields.type),
    description: fields.description,
    manufacturer: fields.manufacturer,
    model: fields.model,
    serial_number: fields.serialNumber,
    location: fields.location,
    parent_id: fields.parentId,
  });
}

export class ReliaticWriter {
  readonly #client: ReliaticClient;
  readonly #currency: string;

  constructor(client: ReliaticClient, currency: string) {
    this.#client = client;
    this.#currency = currency;
  }

  async createAsset(input: NewAsset): Promise<ObservationOf<records.AssetRecord>> {
    return this.#observe(await this.#client.create('assets', assetBody(input)), toDomain.readAsset);
  }

  /**
   * Reads an asset, and says what it is to be replaced with so that the fields stated change and the others stay.
   * @param seen how it is to be when it is read, since the service counts no versions; null: however it is.
   * @throws StaleWrite when it is otherwise.
   */
  async prepareReplacement(
    id: string,
    changes: AssetFields,
    seen: records.AssetRecord | null,
  ): Promise<AssetReplacement> {
    const { content, asOf } = await this.#client.getAsset(id);
    const current = this.#observe({ content, asOf }, toDomain.readAsset);
    if (seen !== null && stringify(current.record) !== stringify(seen)) throw new StaleWrite('RELIATIC', current);
    const kept = Object.entries(content).filter(([field]) => !computedAssetFields.has(field));
    return { readAt: asOf, read: content, written: { ...Object.fromEntries(kept), ...assetBody(changes) } };
  }

  /** A change that somebody else has made since it was read is written over; `overwrittenBy` finds it. */
  async replaceAsset(id: string, { written }: AssetReplacement): Promise<ObservationOf<records.AssetRecord>> {
    return this.#observe(await this.#client.putAsset(id, written), toDomain.readAsset);
  }

  /** A soft delete: the asset stays, with lifecycle DECOMMISSIONED. */
  async decommissionAsset(id: string): Promise<ObservationOf<records.AssetRecord>> {
    const { content, asOf } = await this.#client.deleteAsset(id);
    if (content !== null) return this.#observe({ content, asOf }, toDomain.readAsset);
    return this.#observe(await afterWrite(this.#client.getAsset(id)), toDomain.readAsset);
  }

  async createInspection(input: NewInspection): Promise<ObservationOf<records.InspectionRecord>> {
    const body = stated({
      asset_id: input.assetId,
      inspection_type: wireWord(input.type),
      inspection_date: input.date,
      inspector_name: input.inspectorName,
      coverage_percent: input.coveragePercent?.toNumber(),
      thickness_mm: input.thicknessMm?.toNumber(),
    });
    return this.#observe(await this.#client.create('inspections', body), toDomain.readInspection);
  }

  async createFailureMode(input: NewFailureMode): Promise<ObservationOf<records.FailureModeRecord>> {
    const { assetId, description, severity, occurrence, detection, effect, cause } = input;
    const body = stated({ asset_id: assetId, description, severity, occurrence, detection, effect, cause });
    return this.#observe(await this.#client.create('failure-modes', body), toDomain.readFailureMode);
  }

  async createAction(input: NewAction): Promise<ObservationOf<records.ActionRecord>> {
    const body = stated({
      asset_id: input.assetId,
      title: input.title,
      description: input.description,
      priority: input.priority === undefined ? undefined : wireWord(input.priority),
      assignee_id: input.assigneeId,
      due_date: input.dueDate,
      failure_mode_id: input.failureModeId,
    });
    return this.#observe(await this.#client.create('actions', body), toDomain.readAction);
  }

  /** @throws UpstreamFailure of kind `invalidTransition` when the action's state does not allow the move. */
  async transitionAction(
    actionId: string,
    to: ActionStatus,
    comment: string | null,
  ): Promise<ObservationOf<records.ActionRecord>> {
    return this.#observe(await this.#client.putActionStatus(actionId, to, comment), toDomain.readAction);
  }

  async createRiskAssessment(input: NewRiskAssessment): Promise<ObservationOf<records.RiskAssessmentRecord>> {
    const body = {
      asset_id: input.assetId,
      probability_of_failure: input.probabilityOfFailure,
      consequence_of_failure: input.consequenceOfFailure,
    };
    return this.#observe(await this.#client.create('risk-assessments', body), toDomain.readRiskAssessment);
  }

  #observe<Meant extends records.DomainRecord>(
    { content, asOf }: HttpAnswer<WireRecord>,
    read: RowReader<Meant>,
  ): ObservationOf<Meant> {
    return writtenRecord('RELIATIC', content, read, { observedAt: asOf, currency: this.#currency });
  }
}
