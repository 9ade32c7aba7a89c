import { priorityOf, rpn } from '../../domain/fmea.ts';
import { deterministicUuid } from '../deterministic-uuid.ts';
import { escalateOverdueActions } from '../reliatic/escalation.ts';
import { fillMaintio, fillUniasset } from './harbour-services.ts';
import type { Plant, PlantTarget } from './plant.ts';
import { idsByName, insertRows } from './plant-rows.ts';

/**
 * A second, small and wholly invented plant, so that two tenants can be told apart. It uses one sku of the first
 * plant (OIL-15W40) on purpose: what is equal in two tenants must stay two things.
 */

const assets = [
  { tag: 'STS-1', serial: 'HT-0001', name: 'Ship-to-shore crane 1', type: 'rotating', parent: null },
  { tag: 'STS-1-HOIST', serial: 'HT-0001-HOIST', name: 'Main hoist, crane 1', type: 'rotating', parent: 'STS-1' },
  {
    tag: 'STS-1-TROLLEY',
    serial: 'HT-0001-TROLLEY',
    name: 'Trolley drive, crane 1',
    type: 'rotating',
    parent: 'STS-1',
  },
  { tag: 'STS-2', serial: 'HT-0002', name: 'Ship-to-shore crane 2', type: 'rotating', parent: null },
  { tag: 'FUEL-TANK-1', serial: 'HT-0003', name: 'Diesel tank', type: 'tank', parent: null },
  { tag: 'FIRE-MAIN', serial: 'HT-0004', name: 'Fire water main', type: 'piping', parent: null },
] as const;

const failureModes = [
  { tag: 'STS-1-HOIST', description: 'Wire rope: broken strands', severity: 9, occurrence: 3, detection: 3 },
  { tag: 'STS-1-TROLLEY', description: 'Trolley wheel: flange wear', severity: 5, occurrence: 5, detection: 4 },
  { tag: 'FUEL-TANK-1', description: 'Tank floor: corrosion', severity: 8, occurrence: 3, detection: 7 },
  { tag: 'FIRE-MAIN', description: 'Buried pipe: leak', severity: 6, occurrence: 2, detection: 8 },
] as const;

const inventedAt = '2024-01-01T00:00:00Z';
const dayMs = 86_400_000;

async function fillReliatic({ change, organizationId, plantName, loadedAt }: PlantTarget): Promise<void> {
  const { client } = change;
  const idOf = (kind: string, key: string): string => deterministicUuid(`${plantName} ${kind} ${key}`);
  const assetRows = assets.map((asset) => ({
    id: idOf('asset', asset.tag),
    tag_number: asset.tag,
    name: asset.name,
    description: null,
    asset_type: asset.type,
    status: 'active',
    location: 'Quay',
    serial_number: asset.serial,
    parent_id: asset.parent === null ? null : idOf('asset', asset.parent),
    created_at: inventedAt,
  }));
  const modeRows = failureModes.map(({ tag, description, ...ratings }) => ({
    id: idOf('failure mode', description),
    asset_id: idOf('asset', tag),
    description,
    ...ratings,
    rpn: rpn(ratings),
    priority: priorityOf(ratings).toLowerCase(),
    created_at: inventedAt,
  }));
  const actionRows = modeRows.map((mode, index) => ({
    id: idOf('action', mode.description),
    asset_id: mode.asset_id,
    failure_mode_id: mode.id,
    title: `Inspect: ${mode.description}`,
    priority: mode.priority,
    status: index === 0 ? 'in_progress' : 'proposed',
    // The first is two days late, the others are due in ten days and more.
    due_date: new Date(loadedAt.getTime() + (index === 0 ? -2 : 10 * index) * dayMs).toISOString().slice(0, 10),
    created_at: inventedAt,
  }));
  await insertRows(client, 'reliatic_asset', organizationId, assetRows);
  await insertRows(client, 'reliatic_failure_mode', organizationId, modeRows);
  await insertRows(client, 'reliatic_action', organizationId, actionRows);
  await escalateOverdueActions(change, { isHistoric: true, organizationId });
}

const parts = [
  { sku: 'OIL-15W40', name: 'Engine oil', unit: 'L', reorder_point: 40, unit_cost: 900, stock: 200 },
  { sku: 'ROPE-36MM', name: 'Hoist rope 36 mm', unit: 'm', reorder_point: 150, unit_cost: 4200, stock: 320.5 },
  { sku: 'WHEEL-TROLLEY', name: 'Trolley wheel', unit: 'ea', reorder_point: 2, unit_cost: 88_000, stock: 4 },
] as const;

const store = 'Quay store';

async function fillMaintainkit({ change, organizationId }: PlantTarget): Promise<void> {
  const { client } = change;
  const partRows = parts.map(({ stock: _stock, ...part }) => ({
    ...part,
    created_at: inventedAt,
    updated_at: inventedAt,
  }));
  await insertRows(client, 'maintainkit_part', organizationId, partRows);
  await insertRows(client, 'maintainkit_location', organizationId, [{ name: store }]);
  const partIds = await idsByName(client, 'maintainkit_part', organizationId);
  const locationIds = await idsByName(client, 'maintainkit_location', organizationId);
  const movements = parts.map((part) => ({
    part_id: partIds.get(part.sku),
    location_id: locationIds.get(store),
    kind: 'receive',
    qty_delta: part.stock,
    unit_cost: part.unit_cost,
    created_at: inventedAt,
  }));
  await insertRows(client, 'maintainkit_movement', organizationId, movements);
}

const quay = 'Quay';

const users = [
  { first_name: 'Olga', last_name: 'Lindqvist', email: 'olga.lindqvist@harbour.example', role: 'ADMIN' },
  { first_name: 'Piet', last_name: 'de Vries', email: 'piet.devries@harbour.example', role: 'MEMBER' },
  { first_name: 'Rosa', last_name: 'Mbeki', email: 'rosa.mbeki@harbour.example', role: 'MEMBER' },
] as const;

/** Twelve, of which the first five are done; the others are due from three days ago on, four days apart. */
const workOrders = [
  { tag: 'STS-1-HOIST', title: 'Grease hoist rope', type: 'PREVENTIVE', status: 'DONE' },
  { tag: 'STS-1-HOIST', title: 'Measure rope diameter', type: 'PREVENTIVE', status: 'DONE' },
  { tag: 'STS-1-TROLLEY', title: 'Replace trolley wheel, landside', type: 'REACTIVE', status: 'DONE' },
  { tag: 'STS-2', title: 'Reset anti-collision sensor', type: 'REACTIVE', status: 'DONE' },
  { tag: 'FUEL-TANK-1', title: 'Drain water from tank bottom', type: 'PREVENTIVE', status: 'DONE' },
  { tag: 'STS-1-HOIST', title: 'Broken strands near the drum', type: 'REACTIVE', status: 'IN_PROGRESS' },
  { tag: 'STS-1-TROLLEY', title: 'Trolley drive hums', type: 'REACTIVE', status: 'OPEN' },
  { tag: 'STS-2', title: 'Yearly brake test', type: 'PREVENTIVE', status: 'OPEN' },
  { tag: 'FIRE-MAIN', title: 'Flow test of all hydrants', type: 'PREVENTIVE', status: 'ON_HOLD' },
  { tag: 'FUEL-TANK-1', title: 'Ultrasonic scan of the floor', type: 'PREVENTIVE', status: 'OPEN' },
  { tag: 'STS-1', title: 'Repaint rail clamps', type: 'OTHER', status: 'OPEN' },
  { tag: 'STS-2', title: 'Cabin heating cold', type: 'REACTIVE', status: 'OPEN' },
] as const;
const doneOrders = workOrders.filter((order) => order.status === 'DONE').length;

async function fillMaintainx({ change, organizationId, loadedAt }: PlantTarget): Promise<void> {
  const { client } = change;
  await insertRows(client, 'maintainx_location', organizationId, [{ name: quay, address: 'Pier 4' }]);
  await insertRows(client, 'maintainx_user', organizationId, users);
  const location_id = (await idsByName(client, 'maintainx_location', organizationId)).get(quay);
  const serialOf = new Map<string, string>(assets.map((asset) => [asset.tag, asset.serial]));
  const assetRow = (asset: (typeof assets)[number], parentId: number | undefined) => ({
    name: asset.name,
    location_id,
    parent_id: parentId ?? null,
    serial_number: asset.serial,
    barcode: `HT${asset.serial.replaceAll(/\W/g, '')}`,
    status: 'ONLINE',
    status_started_at: inventedAt,
    created_at: inventedAt,
    updated_at: inventedAt,
  });
  const [tops, children] = [assets.filter(isTop), assets.filter((asset) => !isTop(asset))];
  const insertAssets = (rows: readonly object[]) => insertRows(client, 'maintainx_asset', organizationId, rows);
  await insertAssets(tops.map((asset) => assetRow(asset, undefined)));
  const topIds = await idsByName(client, 'maintainx_asset', organizationId);
  await insertAssets(children.map((asset) => assetRow(asset, topIds.get(serialOf.get(asset.parent ?? '') ?? ''))));
  const assetIds = await idsByName(client, 'maintainx_asset', organizationId);
  const userIds = [...(await idsByName(client, 'maintainx_user', organizationId)).values()];
  const rows = workOrders.map(({ tag, ...order }, index) => ({
    ...order,
    ...datesOf(index, loadedAt),
    sequential_id: index + 1,
    priority: order.type === 'REACTIVE' ? 'HIGH' : 'LOW',
    asset_id: assetIds.get(serialOf.get(tag) ?? ''),
    location_id,
    estimated_time: 3600 * (1 + (index % 4)),
    categories: [],
    assigned_users: [userIds[1 + (index % 2)]],
    assigned_teams: [],
    parts: [],
  }));
  await insertRows(client, 'maintainx_work_order', organizationId, rows);
}

const isTop = (asset: (typeof assets)[number]): boolean => asset.parent === null;

function datesOf(index: number, loadedAt: Date): object {
  const isDone = index < doneOrders;
  const day = isDone ? Date.parse(inventedAt) + 30 * index * dayMs : Math.floor(loadedAt.getTime() / dayMs) * dayMs;
  const at = (days: number): string => new Date(day + days * dayMs).toISOString();
  const due = isDone ? at(1) : at(4 * (index - doneOrders) - 3);
  return {
    due_date: due,
    completed_at: isDone ? at(1) : null,
    created_at: isDone ? at(0) : at(-20),
    updated_at: isDone ? at(1) : at(-20),
    overdue_told_at: !isDone && Date.parse(due) < loadedAt.getTime() ? loadedAt.toISOString() : null,
  };
}

export const harbourPlant: Plant = {
  reliatic: fillReliatic,
  maintainkit: fillMaintainkit,
  maintainx: fillMaintainx,
  maintio: fillMaintio,
  uniasset: fillUniasset,
};
