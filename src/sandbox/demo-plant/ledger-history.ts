import { historyEnd } from './plant-assets.ts';
import type { PartUse, StoredPart } from './stores.ts';

/** The stock ledger that the work orders imply. Rules: README, "Parts and stock". */

const mainStore = 'Almacén Central';
const aliceVan = 'Camioneta de Alice';
const workshop = 'Taller de la Mina';
const container = 'Contenedor de Campo';
export const storeNames = [mainStore, aliceVan, workshop, container] as const;
export type StoreName = (typeof storeNames)[number];

/** Where an excavator's orders take their parts. */
const storeOfMachine: Readonly<Record<string, StoreName>> = {
  A: mainStore,
  B: mainStore,
  C: aliceVan,
  D: workshop,
  E: container,
};

export interface HistoricMovement {
  sku: string;
  store: StoreName;
  kind: 'receive' | 'consume' | 'transfer' | 'count' | 'adjust';
  /** Thousandths of the part's unit. */
  delta: number;
  /** Cents; of receipts alone. */
  unitCost: number | null;
  at: string;
}

export interface StockHistory {
  movements: HistoricMovement[];
  /** Thousandths of the unit, by sku. */
  reorderPoints: Map<string, number>;
}

const stocktakings = ['2009-12-31', '2010-12-31', '2011-12-31'] as const;
const thousand = 1000;

/** Receipts, transfers, issues and stocktakings of all parts, in the order in which they happened. */
export function stockHistory(parts: readonly StoredPart[]): StockHistory {
  const reorderPoints = new Map<string, number>();
  const movements = parts.flatMap((part, index) => {
    const history = new PartHistory(part);
    history.replay(index);
    reorderPoints.set(part.sku, settleStock(history, part, index));
    return history.movements;
  });
  // A stable sort: movements of one part and one moment stay in their order.
  return { movements: movements.toSorted((left, right) => left.at.localeCompare(right.at)), reorderPoints };
}

class PartHistory {
  readonly movements: HistoricMovement[] = [];
  readonly #part: StoredPart;
  readonly #onHand = new Map<StoreName, number>();

  constructor(part: StoredPart) {
    this.#part = part;
  }

  get total(): number {
    return [...this.#onHand.values()].reduce((sum, quantity) => sum + quantity, 0);
  }

  onHand(store: StoreName): number {
    return this.#onHand.get(store) ?? 0;
  }

  move(kind: HistoricMovement['kind'], store: StoreName, delta: number, at: string): void {
    const unitCost = kind === 'receive' ? this.#part.unitCost : null;
    this.#onHand.set(store, this.onHand(store) + delta);
    this.movements.push({ sku: this.#part.sku, store, kind, delta, unitCost, at });
  }

  /** Sets a store to what is counted there; a store that agrees gets its row, too. */
  count(store: StoreName, counted: number, at: string): void {
    this.move('count', store, counted - this.onHand(store), at);
  }

  replay(index: number): void {
    let stocktaking = 0;
    for (const use of this.#part.uses) {
      for (; (stocktakings[stocktaking] ?? historyEnd) < use.order.date; stocktaking += 1) {
        this.#takeStock(stocktakings[stocktaking] ?? historyEnd, index + stocktaking);
      }
      this.#use(use);
    }
  }

  #use({ order, quantity }: PartUse): void {
    const at = `${order.date}T07:00:00Z`;
    const store = storeOfMachine[order.machine] ?? mainStore;
    if (this.onHand(store) < quantity) this.#supply(store, quantity, at);
    this.move('consume', store, -quantity, at);
  }

  /** Half a batch goes out to a store that runs short, and a batch comes in when the main store does. */
  #supply(store: StoreName, wanted: number, at: string): void {
    const half = Math.max(wanted, Math.floor(this.#part.batch / 2 / thousand) * thousand);
    const needed = store === mainStore ? wanted : half;
    if (this.onHand(mainStore) < needed) this.move('receive', mainStore, Math.max(this.#part.batch, needed), at);
    if (store === mainStore) return;
    this.move('transfer', mainStore, -half, at);
    this.move('transfer', store, half, at);
  }

  /** Once in seven, one piece is missing at the count and found again a week later. */
  #takeStock(date: string, turn: number): void {
    const at = `${date}T16:00:00Z`;
    const onHand = this.onHand(mainStore);
    const isShort = turn % 7 === 0 && onHand >= thousand;
    this.count(mainStore, isShort ? onHand - thousand : onHand, at);
    if (isShort) this.move('adjust', mainStore, thousand, new Date(Date.parse(at) + 7 * 86_400_000).toISOString());
  }
}

/** The stock at the end of the history, and the reorder point beside it. */
function settleStock(history: PartHistory, part: StoredPart, index: number): number {
  const at = `${historyEnd}T00:00:00Z`;
  if (part.sku === 'OIL-15W40') return settleEngineOil(history, at);
  if (history.total < 4 * thousand) history.move('receive', mainStore, part.batch, at);
  const total = Math.floor(history.total / thousand) * thousand;
  // One part in fifteen is low, three are one unit above their point, the rest have plenty.
  const place = index % 15;
  if (place === 0) return total + thousand;
  return place <= 3 ? total - thousand : Math.floor(total / 3 / thousand) * thousand;
}

/** 15 L in the main store and 5 L in the van, with the point at 18 L: taking 2 L makes it low. */
function settleEngineOil(history: PartHistory, at: string): number {
  const counted = new Map<StoreName, number>([
    [mainStore, 15 * thousand],
    [aliceVan, 5 * thousand],
  ]);
  for (const store of storeNames) history.count(store, counted.get(store) ?? 0, at);
  return 18 * thousand;
}
