import { startWorld, type World } from '../world/world.ts';

const stockLow = `subscription { stockLow { cursor occurredAt onHand reorderPoint part { sku onHand isLow } } }`;

/** A part at 20 whose reorder point is 18, known to the gateway. */
async function oilAt20(world: World): Promise<void> {
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL-15W40', { reorderPoint: 18 });
  await world.maintainkit.receive('OIL-15W40', 20);
  await world.sync();
}

const eventsOf = (world: World) =>
  world.gateway.database.prisma.event.findMany({ where: { tenantId: world.tenant.id }, orderBy: { position: 'asc' } });

test('a consume at the service reaches a subscriber as one event, with the part as it is now', async () => {
  await using world = await startWorld();
  await oilAt20(world);
  const alerts = await world.subscribe(stockLow);
  const { stockLow: before } = { stockLow: await eventsOf(world) };

  await world.maintainkit.consume('OIL-15W40', 2);

  expect(await alerts.next()).toMatchObject({
    stockLow: { onHand: 18, reorderPoint: 18, part: { sku: 'OIL-15W40', onHand: 18, isLow: true } },
  });
  await world.sandbox.deliverDueWebhooks();
  await world.sync();
  expect(alerts.waiting()).toBe(0);
  expect(await eventsOf(world)).toHaveLength(before.length + 1);
});

test('with the webhooks cut off, the next sweep tells it, once', async () => {
  await using world = await startWorld({ webhooks: false });
  await oilAt20(world);
  const alerts = await world.subscribe(stockLow);
  await world.maintainkit.consume('OIL-15W40', 2);

  await world.sync();
  expect(await alerts.next()).toMatchObject({ stockLow: { onHand: 18, part: { onHand: 18 } } });
  await world.sync();
  expect(alerts.waiting()).toBe(0);
});
