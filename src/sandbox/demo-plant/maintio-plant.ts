import { createHash } from 'node:crypto';
import { deterministicUuid } from '../deterministic-uuid.ts';
import { tagIdFrom } from '../maintio/tag-id.ts';
import type { PlantTarget } from './plant.ts';
import { historyEnd, plantAssets, type PlantAsset } from './plant-assets.ts';
import { insertRows } from './plant-rows.ts';
import { readWorkOrders, type WorkOrder } from './source-data.ts';

/** The excavators in Maint.io. Rules: README, "Maint.io". */

const locationsThere = 20;
const spareTags = 40;

/** All labels were printed in one batch, so they share one timestamp. */
const printedAt = `${historyEnd}T00:00:00Z`;

export async function fillMaintio({ change, organizationId, plantName }: PlantTarget): Promise<void> {
  const orders = readWorkOrders();
  const assets = assetsThere(plantAssets(plantName, orders));
  const idOf = (asset: PlantAsset): string => deterministicUuid(`${plantName} maintio asset ${asset.tagNumber}`);
  await insertRows(
    change.client,
    'maintio_asset',
    organizationId,
    assets.map((asset) => assetRow(idOf(asset), asset)),
  );
  const machines = assets.filter((asset) => asset.parentId === null);
  await insertRows(change.client, 'maintio_tag', organizationId, [
    ...machines.map((machine) => tagRow(plantName, machine.tagNumber, idOf(machine))),
    ...Array.from({ length: spareTags }, (_, index) => tagRow(plantName, `spare ${index}`, null)),
  ]);
  const assetOf = assetByOrder(assets, machines);
  const records = orders.flatMap((order) => {
    const type = recordType(order);
    const asset = assetOf(order);
    return type === null || asset === undefined ? [] : [recordRow(plantName, order, type, idOf(asset))];
  });
  await insertRows(change.client, 'maintio_record', organizationId, records);
}

/** The machines, and the locations with the most orders. */
function assetsThere(assets: readonly PlantAsset[]): PlantAsset[] {
  const locations = assets
    .filter((asset) => asset.parentId !== null)
    .toSorted((left, right) => {
      return right.orders.length - left.orders.length || (left.tagNumber < right.tagNumber ? -1 : 1);
    });
  return [...assets.filter((asset) => asset.parentId === null), ...locations.slice(0, locationsThere)];
}

/** The location an order was made on, where it is there; else the machine. */
function assetByOrder(
  assets: readonly PlantAsset[],
  machines: readonly PlantAsset[],
): (order: WorkOrder) => PlantAsset | undefined {
  const byOrder = new Map(assets.flatMap((asset) => asset.orders.map((order) => [order.id, asset] as const)));
  const byMachine = new Map(machines.map((machine) => [machine.machine, machine]));
  return (order) => byOrder.get(order.id) ?? byMachine.get(order.machine);
}

const assetRow = (id: string, asset: PlantAsset): object => ({
  id,
  name: asset.name,
  location: asset.parentId === null ? 'Pit' : `Pit, excavator ${asset.machine}`,
  description: asset.description,
  created_at: `${asset.inService.from}T00:00:00Z`,
  updated_at: `${asset.inService.to}T00:00:00Z`,
});

const tagRow = (plantName: string, label: string, assetId: string | null): object => ({
  id: tagIdFrom(createHash('sha256').update(`${plantName} maintio tag ${label}`).digest()),
  state: assetId === null ? 'unlinked' : 'assigned',
  asset_id: assetId,
  created_at: printedAt,
  updated_at: printedAt,
});

/** Null for an order that tells of no work done. */
function recordType(order: WorkOrder): 'Service' | 'Repair' | 'Inspection' | null {
  if (order.orderType === 'PM02') return 'Service';
  if (order.orderType === 'PM01' && /Replace|Repair|Modify/.test(order.action)) return 'Repair';
  if (order.action.includes('Minor Maint')) return 'Service';
  return /\b(inspect|check)/i.test(order.text) ? 'Inspection' : null;
}

const recordRow = (plantName: string, order: WorkOrder, type: string, assetId: string): object => ({
  id: deterministicUuid(`${plantName} maintio record ${order.id}`),
  asset_id: assetId,
  record_type: type,
  performed_at: `${order.date}T00:00:00Z`,
  description: order.text,
  created_at: `${order.date}T00:00:00Z`,
  updated_at: `${order.date}T00:00:00Z`,
});
