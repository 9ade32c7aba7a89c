import { startWorld, type World } from '../world/world.ts';

/** Runs so many at a time, that the services answer quickly and the rate of requests stays what a plant's is. */
async function inChunks(count: number, make: (index: number) => Promise<unknown>): Promise<void> {
  const indexes = Array.from({ length: count }, (_, index) => index);
  for (let start = 0; start < count; start += 10) await Promise.all(indexes.slice(start, start + 10).map(make));
}

async function settle({ reliatic, maintainkit }: World, from: number, count: number): Promise<void> {
  await inChunks(count, async (offset) => {
    const name = String(from + offset).padStart(3, '0');
    const { id } = await reliatic.createAsset({ tag_number: `A-${name}` });
    await Promise.all([
      reliatic.createFailureMode(id, [5, 5, 5]),
      reliatic.createInspection(id),
      reliatic.createAction(id),
      reliatic.assess(id, 3, 3),
      maintainkit.createPart(`P-${name}`).then(() => maintainkit.receive(`P-${name}`, 5)),
    ]);
  });
}

const nested = `{
  assets(first: 100) { nodes { tagNumber
    riskRanking { cell level }
    failureModes { totalCount nodes { rpn actions { nodes { title } } } }
    inspections { nodes { date asset { name } } }
    lastInspection { date }
    actions { nodes { title isOverdue } } } }
  parts(first: 100) { nodes { sku onHand stockLevels { nodes { onHand location { name } } } } }
}`;

async function statementsOf(world: World, query: string): Promise<{ statements: string[]; data: unknown }> {
  // The key's viewer is known for some seconds: looked up now, it is not counted below.
  await world.ask('{ viewer { tenant } }');
  world.statements.length = 0;
  const { data, errors } = await world.ask(query);
  expect(errors).toEqual([]);
  return { statements: [...world.statements], data };
}

/** Asked often enough that it is compiled, after which its statements stay what they are. */
async function compiledStatementsOf(world: World, query: string): Promise<{ statements: string[]; data: unknown }> {
  const first = await statementsOf(world, query);
  const later = await statementsOf(world, query);
  expect(later.data).toEqual(first.data);
  expect(later.statements).toHaveLength(first.statements.length);
  return later;
}

test("a query's statements depend on its shape and never on its rows", async () => {
  await using world = await startWorld({ webhooks: false });
  await world.maintainkit.createLocation('Store');
  await settle(world, 0, 5);
  await world.sync();
  const few = await compiledStatementsOf(world, nested);
  await settle(world, 5, 45);
  await world.sync();
  const many = await compiledStatementsOf(world, nested);

  expect(few.data).toMatchObject({ assets: { nodes: { length: 5 } }, parts: { nodes: { length: 5 } } });
  expect(many.data).toMatchObject({ assets: { nodes: { length: 50 } }, parts: { nodes: { length: 50 } } });
  expect(JSON.stringify(many.data).match(/"rpn":125/g)).toHaveLength(50);
  // The two lists are read side by side, in no order.
  expect(many.statements.toSorted()).toEqual(few.statements.toSorted());
  // One for each list, each list's count, and each object that rows name: no more.
  expect(many.statements).toHaveLength(12);
});

test('only the columns that were asked for are read', async () => {
  await using world = await startWorld({ webhooks: false });
  await world.maintainkit.createLocation('Store');
  await settle(world, 0, 1);
  await world.sync();
  const { statements } = await statementsOf(world, '{ assets { nodes { tagNumber inspections { nodes { date } } } } }');
  expect(statements).toHaveLength(2);
  const [assets, inspections] = statements as [string, string];
  expect(assets).toContain('tag_number');
  expect(assets).not.toMatch(/description|manufacturer|serial_number|count\(/);
  expect(inspections).toMatch(/\bdate\b/);
  expect(inspections).not.toMatch(/inspector_name|thickness_mm|effectiveness|\$cursor/);

  const more = await statementsOf(
    world,
    '{ inspections { nodes { ...Who } pageInfo { endCursor } } } fragment Who on Inspection { inspectorName }',
  );
  expect(more.statements).toHaveLength(1);
  expect(more.statements[0]).toMatch(/inspector_name/);
  expect(more.statements[0]).toMatch(/\$cursor/);
});

test('what is asked for twice is read once', async () => {
  await using world = await startWorld({ webhooks: false });
  await world.maintainkit.createLocation('Store');
  await settle(world, 0, 3);
  await world.sync();
  const query =
    '{ failureModes { nodes { rpn asset { tagNumber } } } inspections { nodes { date asset { tagNumber } } } }';
  const { statements } = await statementsOf(world, query);
  expect(statements).toHaveLength(3);
});
