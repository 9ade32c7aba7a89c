/** A plant with something of everything, for tests that only read. */
import { startWorld, type World, type WorldOptions } from '../world/world.ts';

export interface ReadingPlant {
  world: World;
  /** The graph's ids of the assets, by tag number. */
  assetIds: Readonly<Record<string, string>>;
}

/** Two machines with their parts, ranked, inspected and with work to do; a store with three parts; all of it read. */
export async function startReadingPlant(options: WorldOptions = {}): Promise<ReadingPlant> {
  const world = await startWorld(options);
  await settleReliability(world);
  await settleStore(world);
  await world.sync();
  await world.gateway.sync.readDetails(world.connections.reliatic, { most: 100 });
  const { data } = await world.ask('{ assets { nodes { id tagNumber } } }');
  const nodes = data.assets.nodes as { id: string; tagNumber: string }[];
  return { world, assetIds: Object.fromEntries(nodes.map(({ id, tagNumber }) => [tagNumber, id])) };
}

async function settleReliability({ reliatic }: World): Promise<void> {
  const excavator = await reliatic.createAsset({ tag_number: 'EXC-A', name: 'Excavator', location: 'Pit North' });
  const pump = await reliatic.createAsset({ tag_number: 'EXC-A-PMP', name: 'Main pump', parent_id: excavator.id });
  await reliatic.createAsset({
    tag_number: 'EXC-A-HEX',
    name: 'Oil cooler',
    asset_type: 'heat_exchanger',
    parent_id: excavator.id,
  });
  await reliatic.createAsset({
    tag_number: 'TNK-1',
    name: 'Diesel tank',
    asset_type: 'tank',
    status: 'inactive',
    description: 'Filled to 100% on Mondays',
  });
  const vessel = await reliatic.createAsset({
    tag_number: 'VES-1',
    name: 'Air receiver',
    asset_type: 'vessel',
    required_thickness_mm: 7.5,
  });
  await reliatic.createInspection(vessel.id, { inspection_date: '2016-03-01', thickness_mm: 12 });
  await reliatic.createInspection(vessel.id, { inspection_date: '2026-03-01', thickness_mm: 9, coverage_percent: 80 });
  await reliatic.createInspection(pump.id, {
    inspection_type: 'visual_external',
    inspector_name: 'Boris Lind',
    inspection_date: '2026-01-15',
  });
  await reliatic.assess(excavator.id, 2, 2);
  await reliatic.assess(excavator.id, 4, 3);
  await reliatic.assess(pump.id, 4, 3);
  await reliatic.assess(vessel.id, 1, 5);
  const leak = await reliatic.createFailureMode(pump.id, [9, 6, 4], { cause: 'Dust', effect: 'Oil on the ground' });
  await reliatic.createFailureMode(pump.id, [2, 3, 4], { description: 'Bearing wears' });
  await reliatic.createFailureMode(excavator.id, [5, 5, 5], { description: 'Boom cracks' });
  await reliatic.createAction(pump.id, { failure_mode_id: leak.id, due_date: '2026-03-30' });
  const second = await reliatic.createAction(pump.id, { title: 'Order a bearing', due_date: '2026-05-01' });
  await reliatic.transition(second.id, 'proposed');
}

async function settleStore({ maintainkit }: World): Promise<void> {
  await maintainkit.createLocation('Store');
  await maintainkit.createLocation('Van');
  await maintainkit.createPart('OIL-15W40', { name: 'Engine oil', reorderPoint: 18 });
  await maintainkit.createPart('SEAL-9', { name: 'Pump seal', unit: 'pcs' });
  await maintainkit.createPart('BOLT-M8', { name: 'Bolt', unit: 'pcs', reorderPoint: 5 });
  await maintainkit.receive('OIL-15W40', 40.5);
  await maintainkit.move({ kind: 'transfer', sku: 'OIL-15W40', from: 'Store', to: 'Van', qty: 0.5 });
  await maintainkit.receive('BOLT-M8', 6);
  await maintainkit.consume('BOLT-M8', 1);
}
