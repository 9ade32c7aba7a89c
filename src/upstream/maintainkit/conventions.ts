/**
 * What MaintainKit's documentation leaves open and is assumed here, all of it in this one file: when the truth is
 * known, this is what changes.
 */
import * as z from 'zod';
import type { MovementInput } from '../../domain/stock.ts';
import type { FailureKind, FieldFault } from '../failure.ts';
import type { RateHeaders } from '../http/rate-budget.ts';
import { Instant, NativeId, nullable, Quantity, Text } from '../wire-values.ts';

/** Shapes of the records, beside the fields that the documentation names. */
export const partConventions = {
  id: NativeId,
  description: Text,
  unit: Text,
  reorderPoint: nullable(Quantity),
  updatedAt: nullable(Instant),
};

export const locationConventions = { id: NativeId, name: z.string().min(1) };

export const stockConventions = { partId: NativeId, locationId: NativeId, onHand: Quantity };

export const movementConventions = {
  id: NativeId,
  partId: NativeId,
  locationId: NativeId,
  qtyDelta: Quantity,
  createdAt: Instant,
};

/** Data of `part.created` and `part.updated`: a part, whose id can be called `partId` as in the other events. */
export const PartEventData = z
  .looseObject({ id: z.unknown().optional(), partId: z.unknown().optional() })
  .transform((data): Record<string, unknown> => ({ ...data, id: data.id ?? data.partId }));

/** An updated part is taken over only when these stand in the notice: one left out would empty what is known. */
export const wholePart = ['sku', 'name', 'unit', 'reorderPoint', 'unitCost'] as const;

/** A part's total: the data of `stock.low` and `stock.movement.created`, and the answer to a movement. */
export const StockEventData = z.looseObject({
  partId: NativeId,
  locationId: nullable(NativeId),
  onHand: Quantity,
});

/** By what a row of stock, and a notice of it, is known even where the rest of it can't be understood. */
export const PlaceOfStock = z.looseObject({ partId: NativeId, locationId: NativeId });
export const PartOfNotice = z.looseObject({ partId: NativeId });

/** Parameters of `GET /movements`: no paging is documented. */
export function ledgerQuery(limit: number, offset: number): Record<string, number> {
  return { limit, offset };
}

/** No service caps its pages below this: a shorter page of the ledger is its last. */
export const smallestPageCap = 20;

/** A key is tried with a single location: there are few. */
export const smallestQuery = { limit: 1 };

/** No rate limit is documented; where these headers come all the same, they mean what they mean elsewhere. */
export const rateHeaders: RateHeaders = {
  limit: 'x-ratelimit-limit',
  remaining: 'x-ratelimit-remaining',
  reset: 'x-ratelimit-reset',
  resetIs: 'unixSeconds',
};

/** Milliseconds to wait after a 429 that does not say how long. */
export const assumedRetryAfterMs = 60_000;

export const kindOfCode: Readonly<Record<string, FailureKind>> = {
  unauthorized: 'unauthenticated',
  forbidden: 'forbidden',
  not_found: 'notFound',
  conflict: 'conflict',
  unprocessable: 'badUserInput',
  insufficient_stock: 'insufficientStock',
  rate_limited: 'rateLimited',
};

/** An id as it is sent: a number where it is one, so that it is not taken for a sku or a name. */
function wireId(id: string): number | string {
  return /^\d{1,15}$/.test(id) ? Number(id) : id;
}

/**
 * The body of a movement, its part and locations given by id: `partId` as the answers call it, and `location`, `from`
 * and `to`, which are documented to take an id or a name.
 */
export function movementBody(partId: string, input: MovementInput): Record<string, unknown> {
  const part = { kind: input.kind.toLowerCase(), partId: wireId(partId) };
  switch (input.kind) {
    case 'RECEIVE': {
      const unitCost = input.unitCost === undefined ? {} : { unitCost: input.unitCost.amountMinor };
      return { ...part, location: wireId(input.locationId), qty: input.quantity.toNumber(), ...unitCost };
    }
    case 'CONSUME':
      return { ...part, location: wireId(input.locationId), qty: input.quantity.toNumber() };
    case 'ADJUST':
      return { ...part, location: wireId(input.locationId), qtyDelta: input.quantityDelta.toNumber() };
    case 'COUNT':
      return { ...part, location: wireId(input.locationId), target: input.counted.toNumber() };
    case 'TRANSFER':
      return {
        ...part,
        from: wireId(input.fromLocationId),
        to: wireId(input.toLocationId),
        qty: input.quantity.toNumber(),
      };
  }
}

const graphFieldOf: Readonly<Record<string, string>> = {
  qty: 'quantity',
  qtyDelta: 'quantityDelta',
  target: 'counted',
  location: 'locationId',
  from: 'fromLocationId',
  to: 'toLocationId',
};

/** The fields that an error's sentence names between backticks, as in the documented example, by the graph's names. */
export function faultsOf(message: string | null): FieldFault[] {
  if (message === null) return [];
  const names = [...message.matchAll(/`(\w+)`/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
  return [...new Set(names)].map((name) => ({ field: graphFieldOf[name] ?? name, message }));
}
