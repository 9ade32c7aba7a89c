/**
 * Follows a part's ledger and says when it became low. The n-th time a part becomes low is ONE fact, whether a webhook
 * tells it ahead of the ledger or a sweep finds it there: `confirmed` counts the edges in the ledger, `fired` the ones
 * told, and a notice can be at most one ahead.
 */
import Big from 'big.js';
import {
  averageCost,
  emptyValuation,
  isLow,
  issue,
  receive,
  trackLowStock,
  type Valuation,
} from '../../domain/stock.ts';
import type { NewEvent } from '../../events/catalogue.ts';

/** Decimals and sequence numbers as text: they never pass through a binary float. */
export interface StockWatchState {
  partId: string;
  fired: number;
  confirmed: number;
  isLow: boolean;
  total: string;
  /** Minor units. */
  value: string;
  lastSequence: string;
}

export interface PartStock extends StockWatchState {
  reorderPoint: string | null;
  noticeOnHand: string | null;
  noticeLocationId: string | null;
  noticeToldAt: Date | null;
}

export interface LedgerRow {
  partId: string;
  kind: string;
  quantity: string;
  unitCostMinor: string | null;
  recordedAt: Date;
  sequence: string;
}

export interface FollowedPart {
  watch: Readonly<Record<'id' | 'total' | 'value' | 'lastSequence', string>> & {
    fired: number;
    confirmed: number;
    isLow: boolean;
  };
  /** The part's total: the ledger's, or what a newer notice says. */
  onHand: string;
  /** What a notice says beyond the ledger, and where. */
  aheadOfLedger: string;
  noticeLocationId: string | null;
  averageCostMinor: string | null;
  isLow: boolean;
  facts: NewEvent[];
}

/** What `lastSequence` is before the first row. */
const ledgerStart = '-1';

/** @param now the gateway's time, for an edge that comes from no movement: a reorder point that was raised or set. */
export function followLedger(part: PartStock, rows: readonly LedgerRow[], now: Date): FollowedPart {
  const reorderPoint = part.reorderPoint === null ? null : new Big(part.reorderPoint);
  const edges = new EdgeCount(part, reorderPoint);
  const { total, valuation, isLow: low } = walk(part, rows, { reorderPoint, edges, now });

  const onHand = part.noticeOnHand === null ? total : new Big(part.noticeOnHand);
  const isLowNow = isLow(onHand, reorderPoint);
  if (isLowNow && !low && part.noticeToldAt) edges.foresee(onHand, part.noticeToldAt);
  return {
    watch: {
      id: part.partId,
      fired: edges.fired,
      confirmed: edges.confirmed,
      isLow: low,
      total: total.toFixed(),
      value: valuation.value.toFixed(),
      lastSequence: rows.at(-1)?.sequence ?? part.lastSequence,
    },
    onHand: onHand.toFixed(),
    aheadOfLedger: onHand.minus(total).toFixed(),
    noticeLocationId: part.noticeLocationId,
    averageCostMinor: averageCost(valuation)?.toFixed() ?? null,
    isLow: isLowNow,
    facts: edges.facts,
  };
}

/** Follows the rows from where the watch stands, and tells the edges on the way. */
function walk(
  part: PartStock,
  rows: readonly LedgerRow[],
  { reorderPoint, edges, now }: { reorderPoint: Big | null; edges: EdgeCount; now: Date },
): { total: Big; valuation: Valuation; isLow: boolean } {
  let total = new Big(part.total);
  let valuation = valuationOf(total, part.value);
  let low = part.isLow;
  const follow = (at: Date) => {
    const watched = trackLowStock({ isLow: low }, total, reorderPoint);
    low = watched.isLow;
    if (watched.fired) edges.confirm(total, at);
  };
  // A part begins with nothing in stock, whether that was seen or comes to light with its first movements.
  if (part.lastSequence === ledgerStart) follow(rows[0]?.recordedAt ?? now);
  for (const row of rows) {
    // The two rows of a transfer cancel out, and may be read one by one.
    if (row.kind === 'TRANSFER') continue;
    total = total.plus(row.quantity);
    valuation = valued(valuation, row);
    follow(row.recordedAt);
  }
  // The reorder point may have moved, or become known, since the last row.
  follow(now);
  return { total, valuation, isLow: low };
}

class EdgeCount {
  fired: number;
  confirmed: number;
  readonly facts: NewEvent[] = [];
  readonly #partId: string;
  readonly #reorderPoint: Big | null;

  constructor(part: PartStock, reorderPoint: Big | null) {
    this.#partId = part.partId;
    this.#reorderPoint = reorderPoint;
    this.fired = part.fired;
    this.confirmed = part.confirmed;
  }

  /** The ledger shows one more edge. */
  confirm(total: Big, at: Date): void {
    this.confirmed += 1;
    this.#tell(this.confirmed, total, at);
  }

  /** A notice shows an edge that the ledger will confirm. */
  foresee(total: Big, at: Date): void {
    this.#tell(this.confirmed + 1, total, at);
  }

  #tell(count: number, total: Big, occurredAt: Date): void {
    if (count <= this.fired) return;
    this.fired = count;
    const reorderPoint = this.#reorderPoint?.toFixed() ?? '0';
    this.facts.push({
      type: 'stock.low',
      subjectId: this.#partId,
      occurredAt,
      payload: { partId: this.#partId, onHand: total.toFixed(), reorderPoint },
      dedupeKey: `stock.low/${this.#partId}/${count}`,
    });
  }
}

function valuationOf(total: Big, value: string): Valuation {
  return total.gt(0) ? { quantity: total, value: new Big(value) } : emptyValuation;
}

/** A ledger that issues more than it holds is the service's fault, and must not stop the reading of it. */
function valued(valuation: Valuation, row: LedgerRow): Valuation {
  const quantity = new Big(row.quantity);
  if (quantity.gt(0)) {
    return receive(valuation, quantity, row.unitCostMinor === null ? null : new Big(row.unitCostMinor));
  }
  const issued = quantity.abs();
  if (issued.eq(0)) return valuation;
  return issued.gt(valuation.quantity) ? emptyValuation : issue(valuation, issued);
}
