import Big from 'big.js';
import { observe, workOrder } from '../world/observe.ts';
import { startWorkOrderPlant } from './work-order-plant.ts';

const query = `query ($tagNumber: String!, $args: PartFilter) { assetByTag(tagNumber: $tagNumber) {
  parts(filter: $args) { totalCount nodes { sku onHand } edges { cursor } } plain: parts { nodes { sku name } } } }`;

test('the spare parts that work on a machine has used stand on it, each once and with its stock', async () => {
  const { world } = await startWorkOrderPlant();
  await using _ = world;
  const again = { partId: null, name: 'SEAL-9', unitCost: null, quantity: new Big(1) };
  const pump = (await world.ask('{ assetByTag(tagNumber: "EXC-A-PMP") { sources { externalId } } }')).data.assetByTag;
  const assetId = pump.sources[0].externalId as string;
  await observe(world, { again: workOrder('Replace it again', { assetId, parts: [again] }) });
  for (let time = 0; time < 3; time += 1) {
    const { data, errors } = await world.ask(query, { tagNumber: 'EXC-A-PMP' });
    expect(errors).toEqual([]);
    // What is named Rag is no part of MaintainKit's.
    expect(data.assetByTag).toMatchObject({
      parts: { totalCount: 1, nodes: [{ sku: 'SEAL-9', onHand: 0 }], edges: [{}] },
      plain: { nodes: [{ sku: 'SEAL-9', name: 'Pump seal' }] },
    });
  }
  const none = await world.ask(query, { tagNumber: 'EXC-A-PMP', args: { lowStock: true } });
  expect(none.data.assetByTag.parts.nodes).toEqual([]);
  expect((await world.ask(query, { tagNumber: 'EXC-A' })).data.assetByTag.parts.totalCount).toBe(0);
  expect(world.warnings).toEqual([]);
});
