import { groupBy } from './group-by.ts';
import { slug } from './plant-assets.ts';
import type { WorkOrder } from './source-data.ts';

/** The parts a plant keeps, out of what its work orders replaced. Rules: README, "Parts and stock". */

export interface StoredPart {
  sku: string;
  name: string;
  description: string;
  unit: string;
  /** Cents; null where no order tells a cost. */
  unitCost: number | null;
  /** What one receipt brings, in thousandths of the unit. */
  batch: number;
  /** What the orders took, oldest first. */
  uses: readonly PartUse[];
}

export interface PartUse {
  order: WorkOrder;
  /** In thousandths of the unit, so that sums are exact. */
  quantity: number;
}

/** The stock system begins here; older orders took parts that nobody counted. */
const ledgerStart = '2009-01-01';

const fewestReplacements = 3;
const thousand = 1000;

/** What a machine is filled with: which orders take some, and how much each. The quantities are assumed. */
const fluids = [
  {
    sku: 'OIL-15W40',
    name: 'Engine oil 15W-40',
    unit: 'L',
    unitCost: 18_500,
    quantity: 20,
    takes: /\boil\b.*\beng|\beng\w*\b.*\boil\b|engine oil/i,
  },
  { sku: 'OIL-HYD-46', name: 'Hydraulic oil ISO VG 46', unit: 'L', unitCost: 650, quantity: 12.5, takes: /\bhose\b/i },
  { sku: 'GREASE-EP2', name: 'Grease EP 2', unit: 'kg', unitCost: 940, quantity: 2.25, takes: /grease|lube/i },
  { sku: 'COOLANT-EG50', name: 'Coolant 50 %', unit: 'L', unitCost: 480, quantity: 8.5, takes: /coolant|radiator/i },
] as const;

/** All parts, in the order of their skus. */
export function storedParts(orders: readonly WorkOrder[]): StoredPart[] {
  return [...fluidParts(orders), ...replacedParts(orders)].toSorted((left, right) => (left.sku < right.sku ? -1 : 1));
}

const isCounted = (order: WorkOrder): boolean => order.date >= ledgerStart;

function fluidParts(orders: readonly WorkOrder[]): StoredPart[] {
  return fluids.map((fluid) => ({
    sku: fluid.sku,
    name: fluid.name,
    description: `${fluid.name}, taken by work orders that tell of it`,
    unit: fluid.unit,
    unitCost: fluid.unitCost,
    batch: fluid.quantity * 10 * thousand,
    uses: orders
      .filter((order) => isCounted(order) && fluid.takes.test(order.text))
      .map((order) => ({ order, quantity: fluid.quantity * thousand })),
  }));
}

/** A part for each word of the Part column and major system that three orders or more replaced. */
function replacedParts(orders: readonly WorkOrder[]): StoredPart[] {
  const replacements = orders
    .filter((order) => order.action.includes('Replace'))
    .flatMap((order) => order.parts.map((part) => ({ order, part })));
  const byName = groupBy(replacements, ({ order, part }) => slug(`${part} ${order.majorSystem}`));
  return [...byName]
    .filter(([, group]) => group.length >= fewestReplacements)
    .map(([sku, group]) =>
      replacedPart(
        sku,
        group.map(({ order }) => order),
        group[0]?.part ?? sku,
      ),
    );
}

function replacedPart(sku: string, orders: readonly WorkOrder[], part: string): StoredPart {
  const system = orders[0]?.majorSystem ?? '';
  const uses = orders.filter(isCounted).map((order) => ({ order, quantity: countIn(order.text) * thousand }));
  const largest = Math.max(thousand, ...uses.map((use) => use.quantity));
  return {
    sku,
    name: system === '' ? part : `${part}, ${system.toLowerCase()}`,
    description: `Replaced by ${orders.length} work orders`,
    unit: 'ea',
    unitCost: medianCents(orders),
    // A year's use at least, and always enough for the largest single one.
    batch: Math.max(4 * thousand, 2 * largest, Math.ceil(uses.length / 3) * thousand),
    uses,
  };
}

/** "REPLACE 2 BUCKET TEETH" takes two. */
export function countIn(text: string): number {
  const count = /\b(?:replace|fit|change|install)\w*\s+([1-9]|1[0-2])\b(?!\s*(?:st|nd|rd|th|#))/i.exec(text)?.[1];
  return count === undefined ? 1 : Number(count);
}

function medianCents(orders: readonly WorkOrder[]): number | null {
  const costs = orders.flatMap((order) => (order.cost !== null && order.cost > 0 ? [order.cost] : []));
  const sorted = costs.toSorted((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)];
  return median === undefined ? null : Math.round(median * 100);
}
