/**
 * The wire shapes of Reliatic's API, as its documentation states them; unknown fields are kept, unknown words accepted.
 * What the documentation leaves open is spread in from `conventions.ts`.
 */
import * as z from 'zod';
import { actionStatuses } from '../../domain/action.ts';
import { inspectionTypes } from '../../domain/inspection.ts';
import { assetTypes } from '../../domain/records.ts';
import { CalendarDate, NativeId, Text, WordOf } from '../wire-values.ts';
import * as conventions from './conventions.ts';

const lifecycles = ['ACTIVE', 'INACTIVE', 'DECOMMISSIONED'] as const;

/** Rows are read one by one later, so that a bad one does not spoil its page. */
export const ListEnvelope = z.looseObject({
  data: z.array(z.unknown()),
  meta: z.looseObject({
    page: z.int().nullish(),
    per_page: z.int().nullish(),
    total: z.int().nullish(),
    total_pages: z.int().nullish(),
  }),
});
export type ListEnvelope = z.infer<typeof ListEnvelope>;

export const OneEnvelope = z.looseObject({ data: z.record(z.string(), z.unknown()) });

/** Error answers, other than the ones of proxies on the way. */
export const ErrorBody = z.looseObject({
  error: z.string(),
  message: Text,
  details: z
    .unknown()
    .optional()
    .transform((details): unknown[] => (Array.isArray(details) ? details : [])),
});

export const AssetWire = z.looseObject({
  ...conventions.recordConventions,
  ...conventions.assetConventions,
  tag_number: Text,
  name: z.string(),
  asset_type: WordOf(assetTypes),
  status: WordOf(lifecycles),
});

export const AssetDetailWire = z.looseObject({
  ...conventions.recordConventions,
  ...conventions.assetDetailConventions,
});

export const InspectionWire = z.looseObject({
  ...conventions.recordConventions,
  ...conventions.inspectionConventions,
  asset_id: NativeId,
  inspection_type: WordOf(inspectionTypes),
  inspection_date: CalendarDate,
  inspector_name: z.string(),
});

const Rating = z.int().min(1).max(10);

export const FailureModeWire = z.looseObject({
  ...conventions.recordConventions,
  ...conventions.failureModeConventions,
  asset_id: NativeId,
  description: z.string(),
  severity: Rating,
  occurrence: Rating,
  detection: Rating,
});

export const ActionWire = z.looseObject({
  ...conventions.recordConventions,
  ...conventions.actionConventions,
  status: WordOf(actionStatuses),
});

const Category = z.int().min(1).max(5);

export const RiskAssessmentWire = z.looseObject({
  ...conventions.recordConventions,
  ...conventions.riskAssessmentConventions,
  asset_id: NativeId,
  probability_of_failure: Category,
  consequence_of_failure: Category,
});
