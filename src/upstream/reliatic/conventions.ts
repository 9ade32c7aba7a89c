/**
 * What Reliatic's documentation leaves open and is assumed here, all of it in this one file: when the truth is known,
 * this is what changes.
 */
import * as z from 'zod';
import { priorityClasses } from '../../domain/fmea.ts';
import { effectivenessLevels } from '../../domain/inspection.ts';
import { riskLevels, type RiskLevel } from '../../domain/rbi.ts';
import type { FieldFault } from '../failure.ts';
import { CalendarDate, Decimal, Instant, knownWord, NativeId, nullable, Text, WordOf } from '../wire-values.ts';

/** Ids are uuids, in `id`; any non-empty string will do. A record can carry its version in `updated_at`. */
export const recordConventions = { id: NativeId, updated_at: nullable(Instant), created_at: nullable(Instant) };

export const assetConventions = {
  description: Text,
  manufacturer: Text,
  model: Text,
  serial_number: Text,
  location: Text,
  parent_id: nullable(NativeId),
};

export const assetDetailConventions = { remaining_life_years: nullable(Decimal) };

/** Fields of an asset that the service computes: they are left out when an asset that was read is put back. */
export const computedAssetFields: ReadonlySet<string> = new Set([
  'id',
  'created_at',
  'updated_at',
  'current_risk_ranking',
  'last_inspection_date',
  'remaining_life_years',
]);

export const inspectionConventions = {
  effectiveness: WordOf(effectivenessLevels),
  coverage_percent: nullable(Decimal),
  thickness_mm: nullable(Decimal),
};

export const failureModeConventions = {
  effect: Text,
  cause: Text,
  rpn: nullable(z.number()),
  priority: WordOf(priorityClasses),
};

const actionPriorities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

export const actionConventions = {
  asset_id: NativeId,
  failure_mode_id: nullable(NativeId),
  title: z.string(),
  description: Text,
  priority: WordOf(actionPriorities),
  assignee_id: nullable(NativeId),
  due_date: nullable(CalendarDate),
};

/** The ranking is a level's word (`medium_high`, `Medium High`) or a cell (`4C`), which is no level by itself. */
export const riskAssessmentConventions = {
  risk_ranking: z
    .unknown()
    .optional()
    .transform((raw): RiskLevel | null => knownWord(riskLevels, raw)),
  assessed_at: nullable(Instant),
};

const State = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((state) => state ?? null);

/** The body of a webhook. */
export const WebhookBody = z.looseObject({
  event: z.string().min(1),
  timestamp: Instant,
  resource_id: nullable(NativeId),
  delivery_id: nullable(NativeId),
  before: State,
  after: State,
});
export type WebhookBody = z.infer<typeof WebhookBody>;

/** The fields by which a webhook's state is known for a whole record, and no mere part of one. */
export const wholeRecords = {
  asset: ['tag_number', 'name', 'asset_type', 'status'],
  inspection: ['asset_id', 'inspection_type', 'inspection_date', 'inspector_name'],
  action: ['asset_id', 'title', 'status', 'priority', 'assignee_id', 'due_date'],
  riskAssessment: ['asset_id', 'probability_of_failure', 'consequence_of_failure'],
  failureMode: ['asset_id', 'description', 'severity', 'occurrence', 'detection'],
  alert: ['title', 'level'],
} as const;

/** State after `alert.escalated`. */
export const AlertState = z.looseObject({
  id: NativeId,
  asset_id: nullable(NativeId),
  action_id: nullable(NativeId),
  title: z.string(),
  severity: WordOf(actionPriorities),
  level: z.int().min(1).max(4),
  escalated_to: Text,
  sla_due_at: nullable(Instant),
});

/** The signature is lower-case hex, perhaps behind `sha256=`. */
export function signatureOf(header: string): string {
  return header.startsWith('sha256=') ? header.slice('sha256='.length) : header;
}

/** Words are sent in lower case: `IN_PROGRESS` is `in_progress`. */
export function wireWord(word: string): string {
  return word.toLowerCase();
}

/** The body that moves an action. */
export function transitionBody(status: string, comment: string | null): Record<string, unknown> {
  return { status: wireWord(status), comment };
}

/** One entry of an error's `details`. */
const Detail = z.union([
  z.looseObject({ field: z.string(), message: z.string() }),
  z.looseObject({ path: z.string(), message: z.string() }).transform(({ path, message }) => ({ field: path, message })),
]);

/** A field of an asset by the graph's name, whether the graph has it or not. */
export const graphFieldOfAsset = (wireField: string): string =>
  wireField === 'status' ? 'lifecycle' : graphField(wireField);

const graphFieldOf: Readonly<Record<string, string>> = {
  asset_type: 'type',
  inspection_type: 'type',
  inspection_date: 'date',
  status: 'to',
};

function graphField(wireField: string): string {
  return graphFieldOf[wireField] ?? wireField.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The fields an error's details name, by the graph's names; details in another form say nothing. */
export function faultsOf(details: readonly unknown[]): FieldFault[] {
  return details.flatMap((detail) => {
    const parsed = Detail.safeParse(detail);
    return parsed.success ? [{ field: graphField(parsed.data.field), message: parsed.data.message }] : [];
  });
}
