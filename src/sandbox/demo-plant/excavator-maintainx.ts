import type { PlantTarget } from './plant.ts';
import { plantAssets, type PlantAsset } from './plant-assets.ts';
import { idsByName, insertRows } from './plant-rows.ts';
import { readWorkOrders } from './source-data.ts';
import { workOrders } from './work-orders.ts';

/** The excavators at MaintainX: places, people, assets and all their work orders. */

const mine = 'Cerro Claro Mine';
const pit = 'Pit';
const yard = 'Yard of the decommissioned';
const places = [
  { name: pit, description: 'Where the excavators dig' },
  { name: 'Mine workshop', description: 'Repairs under a roof' },
  { name: 'Central store', description: 'Parts and fluids' },
  { name: yard, description: 'Machines that will not run again' },
] as const;

/** The first four are the technicians, in the order in which orders are assigned. */
const people = [
  { first_name: 'Alice', last_name: 'Ferreira', email: 'alice.ferreira@cerroclaro.example', role: 'MEMBER' },
  { first_name: 'Bruno', last_name: 'Costa', email: 'bruno.costa@cerroclaro.example', role: 'MEMBER' },
  { first_name: 'Chen', last_name: 'Wei', email: 'chen.wei@cerroclaro.example', role: 'MEMBER' },
  { first_name: 'Dana', last_name: 'Okafor', email: 'dana.okafor@cerroclaro.example', role: 'MEMBER' },
  { first_name: 'Marta', last_name: 'Quiroga', email: 'marta.quiroga@cerroclaro.example', role: 'ADMIN' },
  { first_name: 'Tomás', last_name: 'Vidal', email: 'tomas.vidal@cerroclaro.example', role: 'OPERATOR' },
  { first_name: 'Inés', last_name: 'Duarte', email: 'ines.duarte@cerroclaro.example', role: 'REQUESTER' },
  { first_name: 'Maintgraph', last_name: 'Integration', email: 'api@cerroclaro.example', role: 'SERVICE_ACCOUNT' },
] as const;

export async function fillMaintainx({ change, organizationId, plantName, loadedAt }: PlantTarget): Promise<void> {
  const { client } = change;
  const orders = readWorkOrders();
  const assets = plantAssets(plantName, orders);
  await insertRows(client, 'maintainx_location', organizationId, [{ name: mine, address: 'Ruta 27, km 140' }]);
  const top = await idsByName(client, 'maintainx_location', organizationId);
  const placeRows = places.map((place) => ({ ...place, parent_id: top.get(mine) }));
  await insertRows(client, 'maintainx_location', organizationId, placeRows);
  await insertRows(client, 'maintainx_user', organizationId, people);
  const locationIds = await idsByName(client, 'maintainx_location', organizationId);
  const userIds = await idsByName(client, 'maintainx_user', organizationId);

  const locationOf = (asset: PlantAsset) => locationIds.get(asset.status === 'decommissioned' ? yard : pit);
  const rowOf = assetRows(assets, locationOf);
  const machines = assets.filter((asset) => asset.parentId === null);
  const machineRows = machines.map((asset) => ({ ...rowOf(asset), parent_id: null }));
  await insertRows(client, 'maintainx_asset', organizationId, machineRows);
  const machineIds = await idsByName(client, 'maintainx_asset', organizationId);
  const machineId = new Map(machines.map((asset) => [asset.machine, machineIds.get(asset.serialNumber)]));
  const partsOfMachines = assets.filter((asset) => asset.parentId !== null);
  const partRows = partsOfMachines.map((asset) => ({ ...rowOf(asset), parent_id: machineId.get(asset.machine) }));
  await insertRows(client, 'maintainx_asset', organizationId, partRows);

  const assetIds = await idsByName(client, 'maintainx_asset', organizationId);
  const bySerialNumber = new Map(assets.map((asset) => [asset.serialNumber, asset]));
  const orderRows = workOrders(orders, assets, loadedAt).map(({ serialNumber, technicians, ...row }) => {
    const asset = bySerialNumber.get(serialNumber);
    return {
      ...row,
      asset_id: assetIds.get(serialNumber),
      location_id: asset && locationOf(asset),
      assigned_users: technicians.map((place) => userIds.get(people[place]?.email ?? '')),
      assigned_teams: [],
    };
  });
  await insertRows(client, 'maintainx_work_order', organizationId, orderRows);
}

const statusOf = {
  active: { status: 'ONLINE', downtime_type: null },
  inactive: { status: 'IGNORE', downtime_type: null },
  decommissioned: { status: 'OFFLINE', downtime_type: 'PLANNED' },
} as const satisfies Record<PlantAsset['status'], object>;

const firstBarcode = 100_001;

/** A row for an asset, all but its parent. Barcodes go by the asset's place in the plant. */
function assetRows(assets: readonly PlantAsset[], locationOf: (asset: PlantAsset) => number | undefined) {
  const barcodes = new Map(assets.map((asset, index) => [asset.id, `CC${firstBarcode + index}`]));
  return (asset: PlantAsset) => {
    const { from, to } = asset.inService;
    const changedAt = asset.status === 'active' ? from : to;
    return {
      name: asset.name,
      description: asset.description,
      location_id: locationOf(asset),
      serial_number: asset.serialNumber,
      barcode: barcodes.get(asset.id),
      manufacturer: asset.manufacturer,
      model: asset.model,
      ...statusOf[asset.status],
      status_started_at: `${changedAt}T00:00:00Z`,
      created_at: `${from}T00:00:00Z`,
      updated_at: `${changedAt}T00:00:00Z`,
    };
  };
}
