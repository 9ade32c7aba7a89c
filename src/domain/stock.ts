import Big from 'big.js';
import type { Fault, FaultCode } from './fault.ts';
import type { Money } from './money.ts';
import { isPositive, isQuantity } from './quantity.ts';

/** The ways stock moves. */
export const movementKinds = ['RECEIVE', 'CONSUME', 'ADJUST', 'COUNT', 'TRANSFER'] as const;
export type MovementKind = (typeof movementKinds)[number];

/** A movement as it is asked for. Quantities are in the part's unit, with at most 3 decimal places. */
export type MovementInput =
  | { kind: 'RECEIVE'; locationId: string; quantity: Big; unitCost?: Money | undefined }
  | { kind: 'CONSUME'; locationId: string; quantity: Big }
  | { kind: 'ADJUST'; locationId: string; quantityDelta: Big }
  | { kind: 'COUNT'; locationId: string; counted: Big }
  | { kind: 'TRANSFER'; fromLocationId: string; toLocationId: string; quantity: Big };

/** One row to append to the ledger. */
export interface LedgerEntry {
  locationId: string;
  /** Signed; 0 only for a count that found what the ledger says. */
  quantityDelta: Big;
}

export type LedgerOutcome = { ok: true; entries: LedgerEntry[] } | { ok: false; faults: Fault[] };

/**
 * Checks what can be said of a movement without knowing the stock: quantities received, consumed or transferred are
 * above 0, an adjustment is not 0, a count and a unit cost are not negative, a transfer leads elsewhere, and quantities
 * have at most 3 decimal places. Each fault has the path of its field: `['transfer', 'toLocationId']`.
 * Source: house rule (domain rules, Inventory).
 */
export function movementFaults(input: MovementInput): Fault[] {
  switch (input.kind) {
    case 'RECEIVE':
      return [...amountFaults(['receive', 'quantity'], input.quantity), ...unitCostFaults(input.unitCost)];
    case 'CONSUME':
      return amountFaults(['consume', 'quantity'], input.quantity);
    case 'ADJUST':
      return quantityFaults(['adjust', 'quantityDelta'], input.quantityDelta, !input.quantityDelta.eq(0), 'not be 0');
    case 'COUNT':
      return quantityFaults(['count', 'counted'], input.counted, input.counted.gte(0), 'not be negative');
    case 'TRANSFER':
      return transferFaults(input);
  }
}

function transferFaults(input: MovementInput & { kind: 'TRANSFER' }): Fault[] {
  const faults = amountFaults(['transfer', 'quantity'], input.quantity);
  if (input.fromLocationId === input.toLocationId) {
    const message = 'toLocationId must be another location than fromLocationId';
    faults.push(fault(['transfer', 'toLocationId'], 'BAD_USER_INPUT', message));
  }
  return faults;
}

function unitCostFaults(unitCost: Money | undefined): Fault[] {
  if (unitCost === undefined || (Number.isSafeInteger(unitCost.amountMinor) && unitCost.amountMinor >= 0)) return [];
  const message = `unitCost must be a whole number of minor units, 0 or more, not ${unitCost.amountMinor}`;
  return [fault(['receive', 'unitCost'], 'BAD_USER_INPUT', message)];
}

function amountFaults(field: readonly string[], quantity: Big): Fault[] {
  return quantityFaults(field, quantity, isPositive(quantity), 'be above 0');
}

function quantityFaults(field: readonly string[], quantity: Big, isAllowed: boolean, rule: string): Fault[] {
  const name = field.at(-1);
  const shown = quantity.toString();
  const faults: Fault[] = [];
  if (!isAllowed) faults.push(fault(field, 'BAD_USER_INPUT', `${name} must ${rule}; it is ${shown}`));
  if (!isQuantity(quantity)) {
    const message = `${name} must have at most 3 decimal places and be below 1000000000000 in size, not ${shown}`;
    faults.push(fault(field, 'BAD_USER_INPUT', message));
  }
  return faults;
}

function fault(field: readonly string[], code: FaultCode, message: string): Fault {
  return { field, code, message };
}

/**
 * The ledger rows of a movement, to be appended together or not at all. What is on hand at a location is the sum of its
 * rows. A count writes the difference to what was on hand, a row even where there is none; a transfer takes from one
 * location exactly what it gives to the other.
 * Source: house rule (domain rules, Inventory).
 *
 * @param onHandAt what is on hand at a location before the movement, in the part's unit
 * @returns the faults of {@link movementFaults}, or INSUFFICIENT_STOCK where the movement takes more than is on hand
 */
export function ledgerEntries(input: MovementInput, onHandAt: (locationId: string) => Big): LedgerOutcome {
  const inputFaults = movementFaults(input);
  if (inputFaults.length > 0) return { ok: false, faults: inputFaults };
  const entries = entriesOf(input, onHandAt);
  const faults = entries.flatMap((entry) => shortageFaults(input, entry, onHandAt(entry.locationId)));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, entries };
}

function entriesOf(input: MovementInput, onHandAt: (locationId: string) => Big): LedgerEntry[] {
  switch (input.kind) {
    case 'RECEIVE':
      return [{ locationId: input.locationId, quantityDelta: input.quantity }];
    case 'CONSUME':
      return [{ locationId: input.locationId, quantityDelta: input.quantity.neg() }];
    case 'ADJUST':
      return [{ locationId: input.locationId, quantityDelta: input.quantityDelta }];
    case 'COUNT':
      return [{ locationId: input.locationId, quantityDelta: input.counted.minus(onHandAt(input.locationId)) }];
    case 'TRANSFER':
      return [
        { locationId: input.fromLocationId, quantityDelta: input.quantity.neg() },
        { locationId: input.toLocationId, quantityDelta: input.quantity },
      ];
  }
}

/** Only what takes stock away can lack it: a receipt is welcome even where the books are below zero. */
function shortageFaults(input: MovementInput, entry: LedgerEntry, onHand: Big): Fault[] {
  if (entry.quantityDelta.gte(0) || onHand.plus(entry.quantityDelta).gte(0)) return [];
  const field = [input.kind.toLowerCase(), input.kind === 'ADJUST' ? 'quantityDelta' : 'quantity'];
  const message = `Only ${onHand.toFixed()} on hand, ${entry.quantityDelta.abs().toFixed()} asked for`;
  return [fault(field, 'INSUFFICIENT_STOCK', message)];
}

/** What a part's stock is worth over all its locations; a transfer leaves it as it is. */
export interface Valuation {
  /** In the part's unit, 0 or more. */
  quantity: Big;
  /** Whole minor units of the tenant's currency, 0 or more; 0 when the quantity is. */
  value: Big;
}

/** Nothing in stock. */
export const emptyValuation: Valuation = { quantity: new Big(0), value: new Big(0) };

/** Decimal places a cost per unit keeps, in minor units. */
const ratePlaces = 6;

/**
 * The moving average cost: minor units per unit of the part, half-up to 6 decimal places; null when nothing is in stock.
 * Source: IAS 2, weighted average cost, after each receipt.
 */
export function averageCost(valuation: Valuation): Big | null {
  if (valuation.quantity.eq(0)) return null;
  return valuation.value.div(valuation.quantity).round(ratePlaces, Big.roundHalfUp);
}

/**
 * Adds stock at its cost: the value grows by quantity × unit cost, half-up to minor units.
 * Source: IAS 2, weighted average cost.
 *
 * @param unitCost minor units per unit, 0 or more; null for stock that came without a price (a find at a count), which
 * goes in at the current average, and at nothing where there is none
 * @throws RangeError when the quantity is not above 0, or the cost is negative
 */
export function receive(valuation: Valuation, quantity: Big, unitCost: Big | null): Valuation {
  assertPositive(quantity);
  if (unitCost?.lt(0)) throw new RangeError(`unitCost must not be negative; it is ${unitCost.toFixed()}`);
  const rate = unitCost ?? averageCost(valuation) ?? new Big(0);
  return {
    quantity: valuation.quantity.plus(quantity),
    value: valuation.value.plus(roundToMinor(quantity.times(rate))),
  };
}

/**
 * Takes stock out at the current average cost, half-up to minor units. The last issue takes all the value that is left,
 * so that no minor unit stays behind on an empty shelf.
 * Source: IAS 2, weighted average cost.
 *
 * @throws RangeError when the quantity is not above 0, or more than is in stock
 */
export function issue(valuation: Valuation, quantity: Big): Valuation {
  assertPositive(quantity);
  if (quantity.gt(valuation.quantity)) {
    throw new RangeError(`Cannot issue ${quantity.toFixed()}: only ${valuation.quantity.toFixed()} in stock`);
  }
  const left = valuation.quantity.minus(quantity);
  if (left.eq(0)) return emptyValuation;
  const cost = roundToMinor(quantity.times(averageCost(valuation) ?? 0));
  // A rate rounded up, times a very large quantity, can pass the value itself.
  return { quantity: left, value: cost.gt(valuation.value) ? new Big(0) : valuation.value.minus(cost) };
}

function assertPositive(quantity: Big): void {
  if (!isPositive(quantity)) throw new RangeError(`quantity must be above 0, not ${quantity.toFixed()}`);
}

function roundToMinor(value: Big): Big {
  return value.round(0, Big.roundHalfUp);
}

/**
 * Whether a part is low: its reorder point is set, and its total over all locations is at or below it. In the part's
 * unit. Source: house rule (domain rules, Inventory).
 */
export function isLow(total: Big, reorderPoint: Big | null): boolean {
  return reorderPoint !== null && total.lte(reorderPoint);
}

/**
 * Whether a change of the total makes the part low: it was above its reorder point and no longer is. A transfer leaves
 * the total as it is, so it never does. In the part's unit. Source: house rule (domain rules, Inventory).
 */
export function lowStockEdge(previousTotal: Big, newTotal: Big, reorderPoint: Big | null): boolean {
  return !isLow(previousTotal, reorderPoint) && isLow(newTotal, reorderPoint);
}

/**
 * Follows one part through any changes of its total and its reorder point, and says when `stock.low` is to be told:
 * each time it becomes low, by an issue, by a point raised, or by being created so. It is told once, and again only
 * after the part has been above its point (or without one) in between.
 * Source: house rule (domain rules, Inventory).
 *
 * @param state the state kept from the last call; `{ isLow: false }` for a part never seen before
 * @param total after whole movements: between the two rows of a transfer the sum of the ledger dips
 * @returns the state to keep, with `fired` when the event is to be told
 */
export function trackLowStock(
  state: { isLow: boolean },
  total: Big,
  reorderPoint: Big | null,
): { isLow: boolean; fired: boolean } {
  const nowLow = isLow(total, reorderPoint);
  return { isLow: nowLow, fired: nowLow && !state.isLow };
}
