import { observe, workOrder, type Observed } from '../world/observe.ts';
import { startWorld } from '../world/world.ts';

/** What the ways into PostgreSQL write in a manner of their own. */
const awkward = [
  'plain',
  'a\ttab',
  'two\nlines\r\n',
  'back\\slash \\n \\N \\.',
  '\\N',
  '\\.',
  '"quoted" {json} [1]',
  'déjà vu ü 漢字 🚜',
  '',
  '   ',
];

const manyWorkOrders = (count: number): Observed =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const text = awkward[index % awkward.length] ?? '';
      const fields = { description: index % 3 === 0 ? null : text, categories: [text, 'Electrical'] };
      return [String(index), { ...workOrder(`${text} ${index}`), ...fields }];
    }),
  );

const rowsOf = `{ workOrders(first: 100, orderBy: [{ field: TITLE, direction: ASC }]) {
  totalCount nodes { title description status categories sources { externalId service } } } }`;

test('many records at once and the same ones few by few make the same rows, to the last awkward character', async () => {
  await using world = await startWorld();
  const records = Object.entries(manyWorkOrders(1200));
  await observe(world, Object.fromEntries(records), { service: 'MAINTAINX' });
  const other = await world.other();
  for (let start = 0; start < records.length; start += 100) {
    const few = Object.fromEntries(records.slice(start, start + 100));
    await observe(world, few, { service: 'MAINTAINX', plant: other });
  }
  const [many, few] = [await world.ask(rowsOf), await other.graph.ask(rowsOf)];
  expect(many.errors).toEqual([]);
  expect(many.data).toEqual(few.data);
  expect(many.data.workOrders.totalCount).toBe(1200);

  const { prisma } = world.gateway.database;
  const titles = await prisma.workOrder.findMany({ where: { tenantId: world.tenant.id }, select: { title: true } });
  expect(titles.map(({ title }) => title)).toContain('back\\slash \\n \\N \\. 103');
  const hashesOf = (tenantId: string) =>
    prisma.sourceRecord.findMany({
      where: { tenantId },
      select: { externalId: true, hash: true, payload: true },
      orderBy: { externalId: 'asc' },
    });
  expect(await hashesOf(world.tenant.id)).toEqual(await hashesOf(other.tenant.id));
});

test('many records that are known already change nothing, and of many the ones that differ change', async () => {
  await using world = await startWorld();
  const records = manyWorkOrders(700);
  await observe(world, records, { service: 'MAINTAINX' });
  const { prisma } = world.gateway.database;
  const versions = () =>
    prisma.$queryRaw<{ id: string; xmin: string }[]>`select id, xmin::text from work_order order by id`;
  const before = await versions();
  await observe(world, records, { service: 'MAINTAINX' });
  expect(await versions()).toEqual(before);
  await observe(world, { ...records, '7': workOrder('Another title') }, { service: 'MAINTAINX' });
  const after = await versions();
  expect(after.filter(({ xmin }, index) => xmin !== before[index]?.xmin)).toHaveLength(1);
});
