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
  { tag: 'STS-1', name: 'Ship-to-shore crane 1', type: 'rotating', parent: null },
  { tag: 'STS-1-HOIST', name: 'Main hoist, crane 1', type: 'rotating', parent: 'STS-1' },
  { tag: 'STS-1-TROLLEY', name: 'Trolley drive, crane 1', type: 'rotating', parent: 'STS-1' },
  { tag: 'STS-2', name: 'Ship-to-shore crane 2', type: 'rotating', parent: null },
  { tag: 'FUEL-TANK-1', name: 'Diesel tank', type: 'tank', parent: null },
  { tag: 'FIRE-MAIN', name: 'Fire water main', type: 'piping', parent: null },
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

export const harbourPlant: Plant = {
  reliatic: fillReliatic,
  maintainkit: fillMaintainkit,
  maintio: fillMaintio,
  uniasset: fillUniasset,
};
