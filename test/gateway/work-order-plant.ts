/** A plant with two machines, two people and six work orders of every kind, for tests that only read. */
import Big from 'big.js';
import { observe, person, place, workOrder } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';

export interface WorkOrderPlant {
  world: World;
  /** The graph's ids: of work orders by title, of people and locations by name, of assets by tag number. */
  ids: Readonly<Record<string, string>>;
}

export async function startWorkOrderPlant(): Promise<WorkOrderPlant> {
  const world = await startWorld({ webhooks: false });
  await settle(world);
  const { data } = await world.ask(`{
    workOrders { nodes { id name: title } } people { nodes { id name } } locations { nodes { id name } }
    assets { nodes { id name: tagNumber } } }`);
  const lists = Object.values<{ nodes: { id: string; name: string }[] }>(data);
  return { world, ids: Object.fromEntries(lists.flatMap(({ nodes }) => nodes.map(({ id, name }) => [name, id]))) };
}

const at = (text: string) => new Date(text);

async function settle(world: World): Promise<void> {
  const excavator = await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  const pump = await world.reliatic.createAsset({ tag_number: 'EXC-A-PMP' });
  await world.maintainkit.createPart('SEAL-9', { name: 'Pump seal' });
  await world.sync();
  await observe(world, {
    quarry: place('Quarry', { address: '1 Quarry Road', description: 'All of it' }),
    pit: place('Pit North', { parentId: 'quarry', barcode: '4006381333931' }),
    ada: person('Ada Berg'),
    bo: person('Bo Lind', { role: null }),
    seal: workOrder('Replace the pump seal', {
      number: '1042',
      description: '100% of the ring, not half',
      priority: 'HIGH',
      assetId: pump.id,
      locationId: 'pit',
      dueAt: at('2026-03-30T06:00:00Z'),
      startedAt: at('2026-03-29T06:00:00Z'),
      createdAt: at('2026-03-20T08:00:00Z'),
      estimatedHours: new Big('2.5'),
      categories: ['Hydraulics', 'Leak'],
      assigneeIds: ['bo', 'ada'],
      parts: [
        { partId: null, name: 'SEAL-9', quantity: new Big(2), unitCost: { amountMinor: 1250, currency: 'USD' } },
        { partId: null, name: 'Rag', quantity: new Big('0.5'), unitCost: null },
      ],
    }),
    oil: workOrder('Change the engine oil', {
      status: 'IN_PROGRESS',
      priority: 'MEDIUM',
      type: 'PREVENTIVE',
      assetId: excavator.id,
      dueAt: at('2026-04-10T06:00:00Z'),
      createdAt: at('2026-03-25T08:00:00Z'),
      assigneeIds: ['ada'],
    }),
    grease: workOrder('Grease the boom', {
      status: 'DONE',
      priority: 'LOW',
      type: 'PREVENTIVE',
      assetId: excavator.id,
      dueAt: at('2026-03-01T06:00:00Z'),
      createdAt: at('2026-02-20T08:00:00Z'),
      completedAt: at('2026-03-02T08:00:00Z'),
    }),
    brakes: workOrder('Check the brakes', {
      status: 'CANCELLED',
      priority: 'CRITICAL',
      dueAt: at('2026-03-15T06:00:00Z'),
      createdAt: at('2026-03-10T08:00:00Z'),
    }),
    odd: workOrder('Odd job', {
      status: 'UNKNOWN',
      priority: 'UNKNOWN',
      type: 'UNKNOWN',
      dueAt: at('2026-03-31T06:00:00Z'),
      createdAt: at('2026-03-28T08:00:00Z'),
    }),
    count: workOrder('Count the store', { status: 'ON_HOLD', type: 'CYCLE_COUNT' }),
  });
}
