import { groupBy } from './group-by.ts';
import { slug, type PlantAsset } from './plant-assets.ts';
import type { WorkOrder } from './source-data.ts';
import { countIn, storedParts } from './stores.ts';

/** The excavators' work orders as MaintainX keeps them. Rules: README, "Work orders". */

export interface WorkOrderRecord {
  sequential_id: number;
  title: string;
  description: string;
  status: string;
  priority: string;
  type: string;
  due_date: string | null;
  start_date: string | null;
  completed_at: string | null;
  created_at: string;
  updated_at: string;
  estimated_time: number | null;
  categories: string[];
  parts: UsedPart[];
  /** When its lateness was told: history tells nobody. */
  overdue_told_at: string | null;
  /** Of the asset it is on. */
  serialNumber: string;
  /** Whom it is assigned to, by their places in the list of technicians. */
  technicians: number[];
}

interface UsedPart {
  id: number;
  name: string;
  /** Cents. */
  unitCost: number | null;
  quantityUsed: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The youngest orders are still to be done, around the day of the first load. */
const unfinishedOrders = 40;

/** All orders, oldest first. */
export function workOrders(
  orders: readonly WorkOrder[],
  assets: readonly PlantAsset[],
  loadedAt: Date,
): WorkOrderRecord[] {
  const assetOf = assetFinder(assets);
  const partsOf = partFinder(orders);
  const firstUnfinished = orders.length - unfinishedOrders;
  return orders.map((order, index) => ({
    sequential_id: index + 1,
    title: order.text,
    description: describe(order),
    priority: priority(order),
    type: type(order),
    // Nobody plans with nothing: 0 hours are none stated.
    estimated_time: order.hours === null || order.hours === 0 ? null : Math.round(order.hours * 3600),
    categories: categories(order),
    parts: partsOf(order),
    serialNumber: assetOf(order).serialNumber,
    technicians: technicians(order),
    ...(index < firstUnfinished ? doneLongAgo(order) : stillToDo(index - firstUnfinished, loadedAt)),
  }));
}

type Progress = Pick<
  WorkOrderRecord,
  'status' | 'due_date' | 'start_date' | 'completed_at' | 'created_at' | 'updated_at' | 'overdue_told_at'
>;

/** Begun at 7 on its day, and done when its hours were over. */
function doneLongAgo(order: WorkOrder): Progress {
  const begun = Date.parse(`${order.date}T07:00:00Z`);
  const done = new Date(begun + (order.hours ?? 0) * hourMs).toISOString();
  return {
    status: 'DONE',
    due_date: null,
    start_date: new Date(begun).toISOString(),
    completed_at: done,
    created_at: `${order.date}T00:00:00Z`,
    updated_at: done,
    overdue_told_at: null,
  };
}

const statusCycle = ['OPEN', 'OPEN', 'IN_PROGRESS', 'OPEN', 'ON_HOLD', 'IN_PROGRESS', 'OPEN', 'OPEN'] as const;

/** From 10 days ago to 30 ahead, in steps that mix the late with the early. */
const dueInDays = (place: number): number => ((place * 7) % 41) - 10;

function stillToDo(place: number, loadedAt: Date): Progress {
  const midnight = Math.floor(loadedAt.getTime() / dayMs) * dayMs;
  const at = (days: number, hours: number): string => new Date(midnight + days * dayMs + hours * hourMs).toISOString();
  const status = statusCycle[place % statusCycle.length] ?? 'OPEN';
  const createdAt = at(place - 60, 0);
  const begunAt = status === 'OPEN' ? null : at(-1 - (place % 5), 7);
  const dueDate = at(dueInDays(place), 16);
  return {
    status,
    due_date: dueDate,
    start_date: begunAt,
    completed_at: null,
    created_at: createdAt,
    updated_at: begunAt ?? createdAt,
    overdue_told_at: Date.parse(dueDate) < loadedAt.getTime() ? loadedAt.toISOString() : null,
  };
}

/** The asset of the order's functional location, or else the machine. */
function assetFinder(assets: readonly PlantAsset[]): (order: WorkOrder) => PlantAsset {
  const byOrder = new Map(assets.flatMap((asset) => asset.orders.map((order) => [order.id, asset] as const)));
  const machines = new Map(assets.filter((asset) => asset.parentId === null).map((asset) => [asset.machine, asset]));
  return (order) => {
    const asset = byOrder.get(order.id) ?? machines.get(order.machine);
    if (asset === undefined) throw new Error(`Order ${order.id} is on no machine of the plant.`);
    return asset;
  };
}

/** What an order replaced, numbered in the order of the skus; named and priced as in the stores, where they keep it. */
function partFinder(orders: readonly WorkOrder[]): (order: WorkOrder) => UsedPart[] {
  const skuOf = (order: WorkOrder, part: string): string => slug(`${part} ${order.majorSystem}`);
  const replaced = (order: WorkOrder): readonly string[] => (order.action.includes('Replace') ? order.parts : []);
  const skus = orders.flatMap((order) => replaced(order).map((part) => skuOf(order, part)));
  const idBySku = new Map([...groupBy(skus, (sku) => sku).keys()].toSorted().map((sku, index) => [sku, index + 1]));
  const storedBySku = new Map(storedParts(orders).map((part) => [part.sku, part]));
  return (order) =>
    replaced(order).map((part) => {
      const stored = storedBySku.get(skuOf(order, part));
      return {
        id: idBySku.get(skuOf(order, part)) ?? 0,
        name: stored?.name ?? part,
        unitCost: stored?.unitCost ?? null,
        quantityUsed: countIn(order.text),
      };
    });
}

function describe(order: WorkOrder): string {
  const facts = [
    `Order ${order.id}, type ${order.orderType}`,
    `functional location ${order.functionalLocation}`,
    order.majorSystem === '' ? null : `major system ${order.majorSystem}`,
    order.action === '' ? null : `action ${order.action.replaceAll('_', ', ')}`,
    order.cost === null ? null : `cost ${order.cost.toFixed(2)}`,
  ];
  return `${facts.filter((fact) => fact !== null).join('; ')}.`;
}

function type(order: WorkOrder): string {
  if (order.orderType === 'PM02') return 'PREVENTIVE';
  return order.orderType === 'PM01' ? 'REACTIVE' : 'OTHER';
}

const urgent = /fire|smok|brake|burst|safety|steering|won'?t start|fail\w* to (?:start|stop)|not working|shut ?down/i;

function priority(order: WorkOrder): string {
  if (order.orderType === 'PM02') return 'LOW';
  if (order.orderType !== 'PM01') return 'NONE';
  return urgent.test(order.text) ? 'HIGH' : 'MEDIUM';
}

function categories(order: WorkOrder): string[] {
  return [
    ...(order.majorSystem === '' ? [] : [order.majorSystem]),
    ...(/\b(?:inspect|check|ndt)/i.test(order.text) ? ['Inspection'] : []),
    ...(order.orderType === 'PM06' ? ['Accident damage'] : []),
  ];
}

const technicianCount = 4;

/** One by the order's number; every twelfth order has two. */
function technicians(order: WorkOrder): number[] {
  const first = order.id % technicianCount;
  return order.id % 12 === 0 ? [first, (first + 1) % technicianCount] : [first];
}
