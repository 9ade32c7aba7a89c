/**
 * The wire shapes of MaintainKit's API, as its documentation states them; unknown fields are kept, unknown words
 * accepted. What the documentation leaves open is spread in from `conventions.ts`.
 */
import * as z from 'zod';
import { movementKinds } from '../../domain/stock.ts';
import { Instant, nullable, Text, WordOf } from '../wire-values.ts';
import * as conventions from './conventions.ts';

/** Rows are read one by one later, so that a bad one does not spoil the others. */
export const ListEnvelope = z.looseObject({ data: z.array(z.unknown()) });

export const OneEnvelope = z.looseObject({ data: z.record(z.string(), z.unknown()) });

export const ErrorBody = z.looseObject({ error: z.looseObject({ code: z.string(), message: Text }) });

/** Integer cents: 18500 is 185.00. */
const Cents = nullable(z.int());

export const PartWire = z.looseObject({
  ...conventions.partConventions,
  sku: z.string().min(1),
  name: z.string(),
  unitCost: Cents,
});

export const LocationWire = z.looseObject(conventions.locationConventions);

export const StockWire = z.looseObject(conventions.stockConventions);

export const MovementWire = z.looseObject({
  ...conventions.movementConventions,
  kind: WordOf(movementKinds),
  unitCost: Cents,
});

export const WebhookBody = z.looseObject({
  event: z.string().min(1),
  createdAt: Instant,
  data: z.unknown().optional(),
});
