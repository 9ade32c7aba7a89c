import pg from 'pg';
import { testDatabase } from '../world/database.ts';
import { startWorld, type World } from '../world/world.ts';
import { GraphClient } from '../world/graph-client.ts';
import { startGateway, type Gateway } from '../../src/main.ts';
import { pino } from 'pino';

/** Brings a copy up to what the database holds, of the tables that the test reads. */
async function follow(from: pg.Pool, to: pg.Pool): Promise<void> {
  for (const table of ['tenant', 'api_key', 'part', 'source_record', 'event_head']) {
    const { rows } = await from.query<{ row: string }>(`select to_jsonb(t)::text as row from public.${table} t`);
    await to.query(`delete from public.${table} where $1`, [table !== 'tenant']);
    for (const { row } of rows) {
      const insert = `insert into public.${table} select * from jsonb_populate_record(null::public.${table}, $1::jsonb) on conflict do nothing`;
      await to.query(insert, [row]);
    }
  }
}

let world: World<'maintainkit'>;
let copy: Awaited<ReturnType<typeof testDatabase>>;
let copyPool: pg.Pool;
/** Another instance, which reads from a copy of the database that lags behind until it is told to follow. */
let lagging: Gateway;
let graph: GraphClient;
beforeAll(async () => {
  world = await startWorld({ services: ['maintainkit'], webhooks: false });
  await world.sync();
  copy = await testDatabase();
  copyPool = new pg.Pool({ connectionString: copy.url });
  await follow(world.sandbox.pool, copyPool);
  const { url: databaseUrl } = world.gateway.database;
  const rest = { sealingKey: 'ab'.repeat(32), host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }) };
  lagging = await startGateway({ ...rest, databaseUrl, readUrls: [copy.url], clock: world.clock });
  graph = new GraphClient(lagging.url, world.keys.write);
});
afterAll(async () => {
  await graph.close();
  await lagging.close();
  await copyPool.end();
  await copy[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const create = `mutation ($input: CreatePartInput!) { createPart(input: $input) { part { sku } consistencyToken } }`;

async function ask(query: string, after?: string, timeout?: number) {
  const response = await fetch(`${lagging.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${world.keys.write}`,
      ...(after !== undefined && { 'x-maintgraph-after': after }),
      ...(timeout !== undefined && { 'x-maintgraph-timeout': String(timeout) }),
    },
    body: JSON.stringify({ query }),
  });
  // The shape is the query's.
  // oxlint-disable-next-line typescript/no-explicit-any
  const body = (await response.json()) as any;
  return { status: response.status, ...body };
}

const part = (sku: string) => `{ part(sku: "${sku}") { sku } }`;

test('the payload shows the write, though the copy that is read from does not have it yet', async () => {
  const { data, errors } = await graph.ask(create, { input: { sku: 'A', name: 'A' } });
  expect(errors).toEqual([]);
  expect(data.createPart).toEqual({ part: { sku: 'A' }, consistencyToken: expect.any(String) });
  expect((await ask(part('A'))).data.part).toBeNull();
});

test('a query with the token waits until the copy has the write', async () => {
  const { data } = await world.ask(create, { input: { sku: 'B', name: 'B' } });
  const waiting = ask(part('B'), data.createPart.consistencyToken);
  await follow(world.sandbox.pool, copyPool);
  expect(await waiting).toEqual({ status: 200, data: { part: { sku: 'B' } } });
});

test('when the copy does not come, the answer says so', async () => {
  const { data } = await world.ask(create, { input: { sku: 'C', name: 'C' } });
  const answer = await ask(part('C'), data.createPart.consistencyToken);
  expect(answer).toEqual({ status: 200, data: { part: null }, extensions: { consistency: { isBehind: true } } });
  await follow(world.sandbox.pool, copyPool);
  expect(await ask(part('C'), data.createPart.consistencyToken)).toEqual({ status: 200, data: { part: { sku: 'C' } } });
});

test('the copy is waited for no longer than the request may take', async () => {
  const { data } = await world.ask(create, { input: { sku: 'F', name: 'F' } });
  const begun = performance.now();
  const answer = await ask(part('F'), data.createPart.consistencyToken, 1);
  expect(answer).toMatchObject({ data: { part: null }, extensions: { consistency: { isBehind: true } } });
  expect(performance.now() - begun).toBeLessThan(2_500);
});

test('a token that is none of the tenant is refused', async () => {
  for (const token of ['nonsense', '']) {
    const { status, errors } = await ask(part('A'), token);
    expect([status, errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  }
});

test('a socket sees its own writes without asking for it', async () => {
  // It is closed by its client as soon as it has nothing to do.
  const listening = await graph.subscribe('subscription { stockLow { cursor } }');
  const written = await graph.subscribe('mutation { createPart(input: { sku: "D", name: "D" }) { part { sku } } }');
  expect(await written.next()).toEqual({ createPart: { part: { sku: 'D' } } });
  const reading = graph.subscribe(part('D'));
  await follow(world.sandbox.pool, copyPool);
  expect(await (await reading).next()).toEqual({ part: { sku: 'D' } });
  await listening.stop();
});

test('what a subscription tells of is there to be read, as soon as the copy has it', async () => {
  const { maintainkit } = world;
  await maintainkit.createLocation('Store');
  await maintainkit.createPart('E', { reorderPoint: 10 });
  await maintainkit.receive('E', 20);
  await world.sync();
  const listening = await graph.subscribe('subscription { stockLow { onHand part { sku } } }');
  await maintainkit.consume('E', 15);
  await world.sync();
  const heard = listening.next();
  await follow(world.sandbox.pool, copyPool);
  expect(await heard).toEqual({ stockLow: { onHand: 5, part: { sku: 'E' } } });
});
