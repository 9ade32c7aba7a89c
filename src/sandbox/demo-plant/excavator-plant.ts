import { escalateOverdueActions } from '../reliatic/escalation.ts';
import { fillMaintainx } from './excavator-maintainx.ts';
import { inspections, requiredThickness, riskAssessments } from './condition.ts';
import { fillMaintio } from './maintio-plant.ts';
import { stockHistory, storeNames, type StockHistory } from './ledger-history.ts';
import type { Plant, PlantTarget } from './plant.ts';
import { plantAssets, type PlantAsset } from './plant-assets.ts';
import { idsByName, insertRows } from './plant-rows.ts';
import { readFmeaRows, readWorkOrders } from './source-data.ts';
import { fillUniasset } from './uniasset-plant.ts';
import { storedParts, type StoredPart } from './stores.ts';
import { correctiveActions, failureModes } from './worksheet.ts';

/** The plant of the five excavators, out of the real records. */

async function fillReliatic({ change, organizationId, plantName, loadedAt }: PlantTarget): Promise<void> {
  const { client } = change;
  const fmeaRows = readFmeaRows();
  const assets = plantAssets(plantName, readWorkOrders());
  const modes = failureModes(plantName, fmeaRows, assets);
  await insertRows(client, 'reliatic_asset', organizationId, assets.map(assetRow));
  await insertRows(client, 'reliatic_inspection', organizationId, inspections(plantName, assets));
  await insertRows(client, 'reliatic_failure_mode', organizationId, modes);
  const actions = correctiveActions(plantName, fmeaRows, modes, loadedAt);
  await insertRows(client, 'reliatic_action', organizationId, actions);
  await insertRows(client, 'reliatic_risk_assessment', organizationId, riskAssessments(plantName, assets));
  await escalateOverdueActions(change, { isHistoric: true, organizationId });
}

const assetRow = (asset: PlantAsset): object => ({
  id: asset.id,
  tag_number: asset.tagNumber,
  name: asset.name,
  description: asset.description,
  asset_type: asset.assetType,
  status: asset.status,
  location: `Pit, excavator ${asset.machine}`,
  manufacturer: asset.manufacturer,
  model: asset.model,
  serial_number: asset.serialNumber,
  parent_id: asset.parentId,
  required_thickness_mm: requiredThickness(asset),
  created_at: `${asset.inService.from}T00:00:00Z`,
});

async function fillMaintainkit({ change, organizationId }: PlantTarget): Promise<void> {
  const { client } = change;
  const parts = storedParts(readWorkOrders());
  const history = stockHistory(parts);
  const partRows = parts.map((part) => partRow(part, history));
  await insertRows(client, 'maintainkit_part', organizationId, partRows);
  await insertRows(
    client,
    'maintainkit_location',
    organizationId,
    storeNames.map((name) => ({ name })),
  );
  const partIds = await idsByName(client, 'maintainkit_part', organizationId);
  const locationIds = await idsByName(client, 'maintainkit_location', organizationId);
  const movements = history.movements.map((movement) => ({
    part_id: partIds.get(movement.sku),
    location_id: locationIds.get(movement.store),
    kind: movement.kind,
    qty_delta: movement.delta / thousand,
    unit_cost: movement.unitCost,
    created_at: movement.at,
  }));
  await insertRows(client, 'maintainkit_movement', organizationId, movements);
}

const thousand = 1000;
const storesOpenedAt = '2009-01-01T00:00:00Z';

const partRow = (part: StoredPart, history: StockHistory): object => ({
  sku: part.sku,
  name: part.name,
  description: part.description,
  unit: part.unit,
  reorder_point: (history.reorderPoints.get(part.sku) ?? 0) / thousand,
  unit_cost: part.unitCost,
  created_at: storesOpenedAt,
  updated_at: storesOpenedAt,
});

export const excavatorPlant: Plant = {
  reliatic: fillReliatic,
  maintainkit: fillMaintainkit,
  maintainx: fillMaintainx,
  maintio: fillMaintio,
  uniasset: fillUniasset,
};
