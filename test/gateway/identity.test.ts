import { asset, maintenance, observe, workOrder, type Observed } from '../world/observe.ts';
import { startWorld, type World } from '../world/world.ts';

/** One machine that Reliatic and MaintainX know by its serial number, and Maint.io by its name alone. */
async function machineOfThree(world: World): Promise<void> {
  const reliatic: Observed = { r1: { ...asset('EXC-A'), name: 'Excavator A', serialNumber: 'SHD-23' } };
  const maintainx: Observed = {
    '7': { ...asset('EXC-A'), tagNumber: null, name: 'Digger', serialNumber: 'shd23', manufacturer: 'O&K' },
    w1: workOrder('Replace the boom pin', { assetId: '7' }),
  };
  const maintio: Observed = {
    m1: { ...asset('EXC-A'), tagNumber: null, name: 'excavator a' },
    s1: maintenance('m1', '2026-03-01T08:00:00Z'),
  };
  // Children come first: what they hang on is known only afterwards.
  await observe(world, maintainx, { service: 'MAINTAINX' });
  await observe(world, maintio, { service: 'MAINTIO' });
  await observe(world, reliatic, { service: 'RELIATIC' });
}

const fields = `id tagNumber name manufacturer sources { service externalId } workOrders { nodes { title } }
  maintenanceRecords { totalCount } provenance { field service } conflicts { field values { service value } }`;
const byTag = `{ assetByTag(tagNumber: "EXC-A") { ${fields} } assets { totalCount } }`;
const suggestions = '{ identitySuggestions { totalCount nodes { id reason score asset { id } candidate { id } } } }';
const link = `mutation ($a: ID!, $b: ID!) { linkAsset(input: { assetId: $a, otherAssetId: $b }) {
  asset { ${fields} } userErrors { field code } } }`;
const unlink = `mutation ($a: ID!, $service: Service!, $externalId: String!) {
  unlinkAsset(input: { assetId: $a, service: $service, externalId: $externalId }) {
    asset { ${fields} } separated { id maintenanceRecords { totalCount } } userErrors { field code } } }`;

const servicesOf = ({ sources }: { sources: { service: string }[] }) => sources.map(({ service }) => service);

test('records with one serial number are one asset, with the fields, work and disagreements of both services', async () => {
  await using world = await startWorld();
  await machineOfThree(world);
  const { data } = await world.ask(byTag);
  expect(data.assets.totalCount).toBe(2);
  expect(data.assetByTag).toMatchObject({
    name: 'Excavator A',
    manufacturer: 'O&K',
    workOrders: { nodes: [{ title: 'Replace the boom pin' }] },
    maintenanceRecords: { totalCount: 0 },
  });
  expect(servicesOf(data.assetByTag)).toEqual(['MAINTAINX', 'RELIATIC']);
  expect(data.assetByTag.provenance).toContainEqual({ field: 'manufacturer', service: 'MAINTAINX' });
  expect(data.assetByTag.conflicts).toContainEqual({
    field: 'name',
    values: [
      { service: 'RELIATIC', value: 'Excavator A' },
      { service: 'MAINTAINX', value: 'Digger' },
    ],
  });
});

test('an equal name is a suggestion; accepted, the record comes with its children and keeps its old id', async () => {
  await using world = await startWorld();
  await machineOfThree(world);
  const suggested = (await world.ask(suggestions)).data.identitySuggestions;
  expect(suggested).toMatchObject({ totalCount: 1, nodes: [{ reason: 'NAME', score: 0.6 }] });
  const [{ asset: one, candidate: other }] = suggested.nodes;
  const { data } = await world.ask(link, { a: one.id, b: other.id });
  expect(data.linkAsset.userErrors).toEqual([]);
  expect(servicesOf(data.linkAsset.asset)).toEqual(['MAINTAINX', 'MAINTIO', 'RELIATIC']);
  expect(data.linkAsset.asset.maintenanceRecords.totalCount).toBe(1);
  expect((await world.ask(suggestions)).data.identitySuggestions.totalCount).toBe(0);
  for (const { id } of [one, other]) {
    const found = await world.ask('query ($id: ID!) { asset(id: $id) { tagNumber } }', { id });
    expect(found.data.asset).toEqual({ tagNumber: 'EXC-A' });
  }
});

test('a record that was taken out takes its children along, is not suggested again, and can be linked back', async () => {
  await using world = await startWorld();
  await machineOfThree(world);
  const [{ asset: one, candidate: other }] = (await world.ask(suggestions)).data.identitySuggestions.nodes;
  const linked = (await world.ask(link, { a: one.id, b: other.id })).data.linkAsset.asset;
  const out = await world.ask(unlink, { a: linked.id, service: 'MAINTIO', externalId: 'm1' });
  expect(out.data.unlinkAsset.separated.maintenanceRecords.totalCount).toBe(1);
  expect(servicesOf(out.data.unlinkAsset.asset)).toEqual(['MAINTAINX', 'RELIATIC']);
  expect((await world.ask(suggestions)).data.identitySuggestions.totalCount).toBe(0);
  // What comes again changes nothing of what a person said.
  await machineOfThree(world);
  expect((await world.ask(byTag)).data.assetByTag.maintenanceRecords.totalCount).toBe(0);
  const back = await world.ask(link, { a: linked.id, b: out.data.unlinkAsset.separated.id });
  expect(back.data.linkAsset.asset).toEqual(linked);
});

test('even what is equal can be separated, and the two stay apart', async () => {
  await using world = await startWorld();
  await machineOfThree(world);
  const { id } = (await world.ask(byTag)).data.assetByTag;
  await world.ask(unlink, { a: id, service: 'MAINTAINX', externalId: '7' });
  const { data } = await world.ask(byTag);
  expect(servicesOf(data.assetByTag)).toEqual(['RELIATIC']);
  expect(data.assetByTag.workOrders.nodes).toEqual([]);
});

test('assets of nobody, or of another tenant, are refused by their field, and a reading key may link nothing', async () => {
  await using world = await startWorld();
  await machineOfThree(world);
  const { id } = (await world.ask(byTag)).data.assetByTag;
  const strange = await world.ask(link, { a: id, b: 'ast_nobody' });
  expect(strange.data.linkAsset).toMatchObject({
    asset: null,
    userErrors: [{ field: ['otherAssetId'], code: 'NOT_FOUND' }],
  });
  const unknown = await world.ask(unlink, { a: id, service: 'UNIASSET', externalId: 'x' });
  expect(unknown.data.unlinkAsset.userErrors).toEqual([{ field: ['externalId'], code: 'NOT_FOUND' }]);
  const other = await world.other();
  const foreign = await other.graph.ask(link, { a: id, b: id });
  expect(foreign.data.linkAsset.userErrors.map(({ code }: { code: string }) => code)).toEqual([
    'NOT_FOUND',
    'NOT_FOUND',
  ]);
  const reading = await world.ask(link, { a: id, b: id }, world.keys.read);
  expect(reading.errors[0]?.extensions.code).toBe('FORBIDDEN');
});
