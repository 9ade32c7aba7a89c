import { serviceNames } from '../../src/sandbox/service-name.ts';
import { addLocation } from '../../src/sandbox/maintainx/locations.ts';
import { addUser } from '../../src/sandbox/maintainx/users.ts';
import { startWorld } from '../world/world.ts';

const never = 3_600_000;
const pumpId = '11111111-1111-4111-8111-111111111111';
const recordId = '22222222-2222-4222-8222-222222222222';

test('one plant is read from four services, and hears the fifth, which can not be read', async () => {
  const intervals = { sweepMs: never, escalationMs: never, catchUpMs: never };
  await using world = await startWorld({ services: serviceNames, gateway: { intervals } });
  const { reliatic, maintainkit, maintio, maintainx, uniasset, organizations } = world;
  await reliatic.createAsset({ tag_number: 'EXC-A' });
  await maintainkit.createPart('OIL');
  await maintio.writeAsset({ id: pumpId, name: 'Pump A' });
  await maintio.createRecord(recordId, pumpId);
  const [code] = await maintio.generateTags(1);
  await world.sandbox.change('maintainx', async (change) => {
    await addLocation(change, organizations.maintainx.id, { name: 'Pit' });
    await addUser(change, organizations.maintainx.id, { firstName: 'Alice', lastName: 'Rojas', role: 'MEMBER' });
  });
  await maintainx.createWorkOrder('Replace the seal', { assetId: await maintainx.createAsset('Pump A') });
  await world.sync();
  const assetId = await uniasset.createAsset('Truck', { tagNumber: 'EXC-A' });
  await uniasset.assign(assetId, { locationId: 'Yard 3' });
  await uniasset.createMaintenance(assetId, { cost: 12.5 });
  await world.sandbox.deliverDueWebhooks();

  const { data } = await world.ask(`{
    assets(orderBy: [{ field: NAME }]) { nodes { name tagNumber sources { service } } }
    parts { nodes { sku } } tag(id: "${code}") { state } locations { nodes { name } } people { nodes { name } }
    workOrders { nodes { title asset { name } } }
    maintenanceRecords(orderBy: [{ field: PERFORMED_AT }]) { nodes { type asset { name } cost { amountMinor } } } }`);
  expect(data).toEqual({
    assets: {
      nodes: [
        { name: 'EXC-A', tagNumber: 'EXC-A', sources: [{ service: 'RELIATIC' }, { service: 'UNIASSET' }] },
        { name: 'Pump A', tagNumber: null, sources: [{ service: expect.any(String) }] },
        { name: 'Pump A', tagNumber: null, sources: [{ service: expect.any(String) }] },
      ],
    },
    parts: { nodes: [{ sku: 'OIL' }] },
    tag: { state: 'UNLINKED' },
    locations: { nodes: [{ name: 'Pit' }] },
    people: { nodes: [{ name: 'Alice Rojas' }] },
    workOrders: { nodes: [{ title: 'Replace the seal', asset: { name: 'Pump A' } }] },
    maintenanceRecords: {
      nodes: [
        { type: 'INSPECTION', asset: { name: 'Pump A' }, cost: null },
        { type: 'SERVICE', asset: { name: 'EXC-A' }, cost: { amountMinor: 1250 } },
      ],
    },
  });
});

test('a webhook of MaintainX has its work order read again', async () => {
  const intervals = { sweepMs: never, escalationMs: never, catchUpMs: never };
  await using world = await startWorld({ services: ['maintainx'], gateway: { intervals } });
  const read = async () => (await world.ask('{ workOrders { nodes { title status } } }')).data.workOrders.nodes;
  const id = await world.maintainx.createWorkOrder('Replace the seal');
  await world.maintainx.transition(id, 'IN_PROGRESS');
  await world.sandbox.deliverDueWebhooks();
  expect(await read()).toEqual([]);
  const { prisma } = world.gateway.database;
  const hinted = await prisma.webhookReceipt.findMany({ select: { event: true }, orderBy: { occurredAt: 'asc' } });
  expect(hinted).toEqual([{ event: 'NEW_WORK_ORDER' }, { event: 'WORK_ORDER_STATUS_CHANGE' }]);
  await world.gateway.sync.reread(world.connections.maintainx, 'workOrder', String(id));
  expect(await read()).toEqual([{ title: 'Replace the seal', status: 'IN_PROGRESS' }]);
});
