import { announceExpiries } from '../uniasset/expiry.ts';
import { opaqueId } from './opaque-id.ts';
import type { PlantTarget } from './plant.ts';
import { plantAssets, type PlantAsset } from './plant-assets.ts';
import { insertRows } from './plant-rows.ts';
import { readWorkOrders, type WorkOrder } from './source-data.ts';
import { signalRows } from './uniasset-signals.ts';

/** The excavators in UniAsset. Rules: README, "UniAsset". */

const assignees = ['alice.ferreira', 'bruno.costa', 'chen.wei', 'dana.okafor'] as const;
const mailDomain = 'cerro-claro.example';

/** An invented pit. */
const pit = { latitude: -22.315, longitude: -68.905 } as const;

const recordsOfEach = 3;
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Days until each machine's warranty and certificate run out, and ten minutes: what is 30 days away comes first. */
const expiries = [
  { kind: 'warranty', name: 'Power train warranty', days: [30, 12, 45, 90, -60] },
  { kind: 'document', name: 'Certificate of the yearly inspection', days: [31, 20, 60, 5, 180] },
] as const;

export async function fillUniasset(target: PlantTarget): Promise<void> {
  const { change, organizationId, plantName, loadedAt } = target;
  const { client } = change;
  const orders = readWorkOrders();
  const machines = plantAssets(plantName, orders).filter((asset) => asset.parentId === null);
  const idOf = (machine: PlantAsset): string => opaqueId(`${plantName} uniasset asset ${machine.tagNumber}`);
  const rowsOf = (make: (machine: PlantAsset, id: string, index: number) => object | object[]): object[] => {
    return machines.flatMap((machine, index) => make(machine, idOf(machine), index));
  };
  await insertRows(client, 'uniasset_asset', organizationId, rowsOf(assetRow));
  await insertRows(client, 'uniasset_assignment', organizationId, rowsOf(assignmentRow));
  await insertRows(
    client,
    'uniasset_maintenance',
    organizationId,
    rowsOf((machine, id) => maintenanceRows(machine, id, orders)),
  );
  await insertRows(
    client,
    'uniasset_position',
    organizationId,
    rowsOf((machine, id, index) => positionRow(machine, id, index, loadedAt)),
  );
  await insertRows(
    client,
    'uniasset_signal',
    organizationId,
    rowsOf((machine, id, index) => signalRows(machine, id, index, loadedAt)),
  );
  await insertRows(
    client,
    'uniasset_expiry',
    organizationId,
    rowsOf((machine, id, index) => expiryRows(machine, id, index, loadedAt)),
  );
  await announceExpiries(change, { isHistoric: true, organizationId });
}

const assetRow = (machine: PlantAsset, id: string): object => ({
  id,
  name: machine.name,
  serial_number: machine.serialNumber,
  category: 'Excavator',
  location: 'Pit',
  status: machine.status === 'decommissioned' ? 'Disposed' : 'Active',
  tag_number: machine.tagNumber,
  external_id: null,
  created_at: `${machine.inService.from}T00:00:00Z`,
});

const assignmentRow = (machine: PlantAsset, id: string, index: number): object => ({
  id: opaqueId(`${id} assignment`),
  asset_id: id,
  assigned_to_email: `${assignees[index % assignees.length]}@${mailDomain}`,
  location_id: null,
  changed_at: `${machine.inService.to}T00:00:00Z`,
});

/** The machine's dearest orders. */
function maintenanceRows(machine: PlantAsset, id: string, orders: readonly WorkOrder[]): object[] {
  const dearest = orders
    .filter((order) => order.machine === machine.machine && order.cost !== null)
    .toSorted((left, right) => (right.cost ?? 0) - (left.cost ?? 0) || left.id - right.id)
    .slice(0, recordsOfEach);
  return dearest.map((order) => ({
    id: opaqueId(`${id} maintenance ${order.id}`),
    asset_id: id,
    type: order.orderType === 'PM02' ? 'Service' : 'Repair',
    description: order.text,
    performed_at: `${order.date}T00:00:00Z`,
    cost: order.cost,
    created_at: `${order.date}T00:00:00Z`,
  }));
}

/** The machines stand along a bench, 40 m apart, and reported one minute after the other. */
const positionRow = (_machine: PlantAsset, id: string, index: number, loadedAt: Date): object => ({
  id: opaqueId(`${id} position`),
  asset_id: id,
  latitude: pit.latitude,
  longitude: Number((pit.longitude + index * 0.000_39).toFixed(6)),
  accuracy: 4,
  received_at: new Date(loadedAt.getTime() - index * minuteMs).toISOString(),
});

const expiryRows = (machine: PlantAsset, id: string, index: number, loadedAt: Date): object[] =>
  expiries.map(({ kind, name, days }) => ({
    id: opaqueId(`${id} ${kind}`),
    kind,
    asset_id: id,
    name: `${name}, ${machine.tagNumber}`,
    expires_at: new Date(loadedAt.getTime() + (days[index] ?? 0) * dayMs + 10 * minuteMs).toISOString(),
  }));
