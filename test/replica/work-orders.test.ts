import Big from 'big.js';
import { applyObservations } from '../../src/replica/apply/apply.ts';
import { observe, person, workOrder } from '../world/observe.ts';
import { startWorld } from '../world/world.ts';

test('a work order that its service no longer has takes along who was to do it and with what', async () => {
  await using world = await startWorld({ webhooks: false });
  const { gateway, clock, tenant } = world;
  const part = { partId: null, name: 'Rag', quantity: new Big(1), unitCost: null };
  const told = {
    ada: person('Ada Berg'),
    grease: workOrder('Grease the boom', { assigneeIds: ['ada'], parts: [part] }),
  };
  const rows = async () => {
    const { prisma } = gateway.database;
    return [await prisma.workOrder.count(), await prisma.workOrderAssignee.count(), await prisma.workOrderPart.count()];
  };
  await observe(world, told, { service: 'MAINTAINX' });
  expect(await rows()).toEqual([1, 1, 1]);
  clock.advance({ seconds: 1 });
  const gone = [{ kind: 'workOrder', externalId: 'grease', at: clock.now() }] as const;
  const request = {
    tenantId: tenant.id,
    service: 'MAINTAINX',
    via: 'WEBHOOK',
    observations: [],
    now: clock.now(),
  } as const;
  await gateway.database.transaction((tx) => applyObservations(tx, { ...request, gone }));
  expect(await rows()).toEqual([0, 0, 0]);
  clock.advance({ seconds: 1 });
  await observe(world, told, { service: 'MAINTAINX' });
  expect(await rows()).toEqual([1, 1, 1]);
});
