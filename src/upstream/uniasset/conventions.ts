/**
 * What UniAsset's documentation leaves open and is assumed here, all of it in this one file: when the truth is known,
 * this is what changes. Records are what webhooks tell, and what was written with the id that answered it.
 */
import * as z from 'zod';
import { Decimal, Instant, NativeId, nullable, Text, WordOf } from '../wire-values.ts';

/** A webhook of an event tells the moment of it in the record, in the words of that event. */
const record = { id: NativeId, updatedAt: nullable(Instant) };

export const AssetWire = z.looseObject({
  ...record,
  name: z.string(),
  serialNumber: Text,
  category: Text,
  location: Text,
  status: WordOf(['ACTIVE', 'IN_MAINTENANCE', 'DAMAGED', 'DISPOSED']),
  tagNumber: Text,
});

export const AssignmentWire = z.looseObject({
  ...record,
  assetId: NativeId,
  assignedToEmail: Text,
  locationId: nullable(NativeId),
  changedAt: nullable(Instant),
});

const largestCost = 1e12;

export const MaintenanceWire = z.looseObject({
  ...record,
  assetId: NativeId,
  type: WordOf(['INSPECTION', 'REPAIR', 'SERVICE', 'CALIBRATION', 'OTHER']),
  description: Text,
  performedAt: nullable(Instant),
  /** Decimal, in the currency of the connection. */
  cost: nullable(Decimal.refine((amount) => amount.abs().lt(largestCost), 'is beyond any cost')),
});

export const PositionWire = z.looseObject({
  ...record,
  assetId: NativeId,
  latitude: Decimal,
  longitude: Decimal,
  accuracy: nullable(Decimal),
});

export const SignalWire = z.looseObject({
  ...record,
  assetId: nullable(NativeId),
  deviceId: nullable(NativeId),
  source: z.string(),
  signalType: z.string(),
  severity: WordOf(['INFO', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
  numericValue: nullable(Decimal),
  textValue: Text,
  booleanValue: nullable(z.boolean()),
});

export const WebhookBody = z.looseObject({
  event: z.string().min(1),
  timestamp: Instant,
  data: z.unknown().optional(),
});

export const Accepted = z.looseObject({ success: z.literal(true), data: z.looseObject({ id: NativeId }) });

const Detail = z.looseObject({ path: z.unknown().optional(), message: z.string() });
export const ErrorBody = z.looseObject({
  error: z.looseObject({ code: z.string(), message: Text, details: nullable(z.array(Detail)) }),
});
