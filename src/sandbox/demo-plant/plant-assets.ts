import { groupBy } from './group-by.ts';
import { deterministicUuid } from '../deterministic-uuid.ts';
import type { WorkOrder } from './source-data.ts';

/** The excavators and their functional locations as assets. Rules: README, "Assets". */

export interface PlantAsset {
  id: string;
  tagNumber: string;
  name: string;
  description: string;
  assetType: 'vessel' | 'piping' | 'tank' | 'heat_exchanger' | 'rotating';
  status: 'active' | 'inactive' | 'decommissioned';
  parentId: string | null;
  machine: string;
  manufacturer: string | null;
  model: string | null;
  /** One that the records name, or invented by rule: README, "Serial numbers". */
  serialNumber: string;
  /** From the first to the last order on the machine, YYYY-MM-DD. */
  inService: { from: string; to: string };
  /** The orders that name it, oldest first. */
  orders: readonly WorkOrder[];
}

/** The day after the last year of records: where the history ends. */
export const historyEnd = '2013-01-01';

const fewestOrders = 3;
const machines = ['A', 'B', 'C', 'D', 'E'] as const;
const dayMs = 86_400_000;
const daysBeforeDecommissioned = 5 * 365;
const daysBeforeInactive = 4 * 365;

/** Orders on the machine as a whole name its model, or say just that. */
const wholeMachine = /^machine$|RH ?120/i;
const modelName = /RH120[A-Z]/;
const fleetNumber = /SHD\d+/;

export const slug = (text: string): string =>
  text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;

/** The plant's assets: each machine, followed by its locations in the order of their tags. */
export function plantAssets(plantName: string, orders: readonly WorkOrder[]): PlantAsset[] {
  const byMachine = groupBy(orders, (order) => order.machine);
  return machines.flatMap((letter) => {
    const ownOrders = byMachine.get(letter) ?? [];
    const machine = machineAsset(plantName, letter, ownOrders);
    return [machine, ...locationAssets(plantName, machine, ownOrders)];
  });
}

function machineAsset(plantName: string, letter: string, orders: readonly WorkOrder[]): PlantAsset {
  const tagNumber = `EXC-${letter}`;
  const names = orders.map((order) => order.functionalLocation).join(' ');
  const model = modelName.exec(names)?.[0] ?? null;
  const isLongGone = daysBetween(lastDate(orders), historyEnd) > daysBeforeDecommissioned;
  return {
    id: deterministicUuid(`${plantName} asset ${tagNumber}`),
    tagNumber,
    name: `Excavator ${letter}`,
    description: `Hydraulic mining excavator ${model ?? 'of unknown model'} with ${orders.length} work orders on record`,
    assetType: 'rotating',
    status: isLongGone ? 'decommissioned' : 'active',
    parentId: null,
    machine: letter,
    manufacturer: model === null ? null : 'O&K',
    model,
    serialNumber: fleetNumber.exec(names)?.[0] ?? inventedSerialNumber(model, letter),
    inService: { from: orders[0]?.date ?? historyEnd, to: lastDate(orders) },
    orders: orders.filter((order) => wholeMachine.test(order.functionalLocation)),
  };
}

function inventedSerialNumber(model: string | null, letter: string): string {
  const number = machines.findIndex((machine) => machine === letter) + 1;
  return `${model ?? 'EXC'}-${String(number).padStart(4, '0')}`;
}

function locationAssets(plantName: string, machine: PlantAsset, orders: readonly WorkOrder[]): PlantAsset[] {
  const onLocations = orders.filter((order) => !wholeMachine.test(order.functionalLocation));
  const byTag = groupBy(onLocations, (order) => `${machine.tagNumber}-${slug(order.functionalLocation)}`);
  return [...byTag]
    .filter(([, own]) => own.length >= fewestOrders)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([tagNumber, own]) => locationAsset(plantName, machine, tagNumber, own));
}

function locationAsset(
  plantName: string,
  machine: PlantAsset,
  tagNumber: string,
  orders: readonly WorkOrder[],
): PlantAsset {
  const isQuiet = daysBetween(lastDate(orders), machine.inService.to) > daysBeforeInactive;
  const location = sentenceCase(orders[0]?.functionalLocation ?? tagNumber);
  return {
    id: deterministicUuid(`${plantName} asset ${tagNumber}`),
    tagNumber,
    name: `${location}, excavator ${machine.machine}`,
    description: `${location}: ${orders.length} work orders from ${orders[0]?.date} to ${lastDate(orders)}`,
    assetType: assetType(tagNumber),
    status: machine.status === 'active' && isQuiet ? 'inactive' : machine.status,
    parentId: machine.id,
    machine: machine.machine,
    manufacturer: null,
    model: null,
    serialNumber: `${machine.serialNumber}-${slug(location)}`,
    inService: machine.inService,
    orders,
  };
}

const lastDate = (orders: readonly WorkOrder[]): string => orders.at(-1)?.date ?? historyEnd;

function sentenceCase(text: string): string {
  const words = text.replace(/^\+/, '').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The service knows five types; what fits none of the first four moves, and is `rotating`. */
const typeByWord = [
  [/TANK|FUELLING/, 'tank'],
  [/RADIATOR|COOLER|COOLING-SYSTEM|AIR-CONDITIONING/, 'heat_exchanger'],
  [/CYLINDER|VALVE|FIRE-SUPPRESSION/, 'vessel'],
  [/HOSES|LUBE|LUBRICATION|GREASE-LUBE|FUEL-SYSTEMS|EXHAUST|-OIL-|-OILS-|FILTERS/, 'piping'],
] as const;

function assetType(tagNumber: string): PlantAsset['assetType'] {
  return typeByWord.find(([words]) => words.test(tagNumber))?.[1] ?? 'rotating';
}
