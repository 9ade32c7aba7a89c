/**
 * What Maint.io's documentation leaves open and is assumed here, all of it in this one file: when the truth is known,
 * this is what changes.
 */
import * as z from 'zod';
import { Instant, NativeId, nullable, Text, WordOf } from '../wire-values.ts';

const record = { id: NativeId, updated_at: nullable(Instant) };

export const AssetWire = z.looseObject({ ...record, name: z.string(), location: Text, description: Text });

export const TagWire = z.looseObject({
  ...record,
  state: WordOf(['ASSIGNED', 'UNLINKED', 'RETIRED']),
  asset_id: nullable(NativeId),
});

export const RecordWire = z.looseObject({
  ...record,
  asset_id: NativeId,
  record_type: WordOf(['INSPECTION', 'REPAIR', 'SERVICE', 'CALIBRATION', 'OTHER']),
  performed_at: Instant,
  description: Text,
});

/** Rows are read one by one later, so that a bad one does not spoil the others. */
const Rows = z.array(z.unknown());
const RowsOrNone = nullable(Rows).transform((rows) => rows ?? []);

export const Changes = z.looseObject({
  assets: RowsOrNone,
  tags: RowsOrNone,
  records: RowsOrNone,
  next_updated_since: z.string().refine((text) => Instant.safeParse(text).success),
  has_more: z.boolean(),
});
export type Changes = z.infer<typeof Changes>;

export const Assets = z.looseObject({ assets: Rows });
export const Records = z.looseObject({ records: Rows });
export const Tags = z.looseObject({ tags: Rows });

const Row = z.record(z.string(), z.unknown());

/** One record stands bare, or under its kind's name. */
export const OneAsset = z.union([z.looseObject({ asset: Row }).transform(({ asset }) => asset), Row]);
export const OneRecord = z.union([z.looseObject({ record: Row }).transform(({ record: one }) => one), Row]);
export const OneTag = z.union([z.looseObject({ tag: Row }).transform(({ tag }) => tag), Row]);

export const ErrorBody = z.looseObject({ error: z.looseObject({ code: z.string(), message: Text }) });

export const rateHeaders = {
  limit: 'x-ratelimit-limit',
  remaining: 'x-ratelimit-remaining',
  reset: 'x-ratelimit-reset',
  resetIs: 'unixSeconds',
} as const;
