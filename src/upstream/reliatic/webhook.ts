/** Reliatic's webhooks: what they are signed with, and what they say. */
import type { Observation } from '../../domain/records.ts';
import type { RejectedRow, StateChange, WebhookNotice, WebhookReader } from '../connector.ts';
import { readRows, type RowReader } from '../row-reader.ts';
import { isSignedBy, singleHeader } from '../signature.ts';
import { parseWebhookBody } from '../webhook-body.ts';
import { signatureOf, WebhookBody, wholeRecords } from './conventions.ts';
import * as toDomain from './to-domain.ts';

/**
 * How the state after an event is read. A state that lacks fields is a hint and no record: to take what it leaves out
 * for empty would lose what is known, so the sweep reads the record.
 */
const meaningOf: Readonly<Record<string, { read: RowReader; wholeWith: readonly string[] }>> = {
  'asset.created': { read: toDomain.readAsset, wholeWith: wholeRecords.asset },
  'asset.updated': { read: toDomain.readAsset, wholeWith: wholeRecords.asset },
  'asset.decommissioned': { read: toDomain.readAsset, wholeWith: wholeRecords.asset },
  'inspection.completed': { read: toDomain.readInspection, wholeWith: wholeRecords.inspection },
  'action.status_changed': { read: toDomain.readAction, wholeWith: wholeRecords.action },
  'risk_assessment.created': { read: toDomain.readRiskAssessment, wholeWith: wholeRecords.riskAssessment },
  'fmea.rpn_changed': { read: toDomain.readFailureMode, wholeWith: wholeRecords.failureMode },
  'alert.escalated': { read: toDomain.readAlert, wholeWith: wholeRecords.alert },
};

/** Of an asset alone: nothing else is replaced as a whole, and so can be written over. */
function readChange({ event, resource_id, before, after }: WebhookBody): { change?: StateChange } {
  if (!event.startsWith('asset.') || before === null || after === null || resource_id === null) return {};
  return { change: { kind: 'asset', externalId: resource_id, before, after } };
}

function readState(body: WebhookBody, currency: string): { observations: Observation[]; rejected: RejectedRow[] } {
  const { event, timestamp, resource_id, after } = body;
  const meaning = Object.hasOwn(meaningOf, event) ? meaningOf[event] : undefined;
  if (meaning === undefined || after === null || !meaning.wholeWith.every((field) => field in after)) {
    return { observations: [], rejected: [] };
  }
  // The notice itself names the record, should its state not.
  const state = 'id' in after ? after : { id: resource_id, ...after };
  return readRows([state], meaning.read, { observedAt: timestamp, currency });
}

export const reliaticWebhooks: WebhookReader = {
  verify(rawBody, headers, secret) {
    const header = singleHeader(headers, 'x-reliatic-signature');
    return header !== null && isSignedBy(rawBody, signatureOf(header), secret);
  },

  parse(rawBody, _headers, { currency }): WebhookNotice {
    const body = parseWebhookBody(rawBody, WebhookBody);
    const { event, timestamp, delivery_id } = body;
    const said = { ...readState(body, currency), ...readChange(body) };
    return { deliveryId: delivery_id, event, occurredAt: timestamp, ...said };
  },
};
