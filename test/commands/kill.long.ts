import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ServeInput } from './kill/serve.ts';
import { environmentWith } from '../world/environment.ts';
import { FakeClock } from '../world/fake-clock.ts';
import { startWorld, type World } from '../world/world.ts';

const services = ['reliatic', 'maintainkit', 'maintainx'] as const;
type Plant = World<(typeof services)[number]>;

const kills = 4;
const mutationsAtOnce = 500;

/** A mutation that nobody else asks for, and the mark by which its effect is known in the service. */
interface Asked {
  mutation: string;
  input: object;
  mark: string;
}

/** What it was answered, null where the connection broke. */
type Answered = Asked & { status: string | null };

function asked(ids: Ids, round: number): Asked[] {
  return Array.from({ length: mutationsAtOnce }, (_, index): Asked => {
    const mark = `${round}-${index}`;
    const key = { idempotencyKey: mark };
    if (index % 3 === 0) return { mark, mutation: 'createWorkOrder', input: { ...key, title: mark } };
    if (index % 3 === 1) {
      const ratings = { severity: 5, occurrence: 5, detection: 5 };
      return {
        mark,
        mutation: 'createFailureMode',
        input: { ...key, assetId: ids.assetId, description: mark, ...ratings },
      };
    }
    const quantity = 1000 * round + index;
    const { partId, locationId } = ids;
    return {
      mark: `+${quantity}`,
      mutation: 'recordStockMovement',
      input: { ...key, partId, receive: { locationId, quantity } },
    };
  });
}

interface Ids {
  assetId: string;
  partId: string;
  locationId: string;
}

async function send(url: string, key: string, { mutation, input }: Asked): Promise<string | null> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { message } command { status } } }`;
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    const { data } = (await response.json()) as { data?: Record<string, { command: { status: string } | null }> };
    return data?.[mutation]?.command?.status ?? null;
  } catch {
    return null;
  }
}

async function serve(input: ServeInput): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(fileURLToPath(new URL('kill/serve.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: environmentWith({}),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.send(input);
  const [url] = (await once(child, 'message')) as [string];
  return { child, url };
}

/** Effects in the services by their marks. */
async function effectsOf({ reliatic, maintainkit, maintainx }: Plant): Promise<Map<string, number>> {
  const marks: string[] = [];
  for (let page = 1, more = true; more; page += 1) {
    const rows = await reliatic.send<{ description: string }[]>('GET', `/failure-modes?per_page=100&page=${page}`);
    marks.push(...rows.map(({ description }) => description));
    more = rows.length === 100;
  }
  const moved = await maintainkit.send<{ qtyDelta: number }[]>('GET', '/movements');
  marks.push(...moved.map(({ qtyDelta }) => `+${qtyDelta}`));
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { workOrders: { title: string }[]; nextCursor: string | null } = await maintainx.ask(
      'GET',
      `/workorders?limit=200${query}`,
    );
    marks.push(...page.workOrders.map(({ title }) => title));
    cursor = page.nextCursor;
  }
  const counts = new Map<string, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
}

async function settle(world: Plant): Promise<void> {
  for (const service of services) await world.gateway.seeToCommands(world.connections[service]);
}

/** Sends everything at once and kills the process when so many of the answers are there. */
async function killAmidst(
  world: Plant,
  serving: ServeInput,
  all: readonly Asked[],
  after: number,
): Promise<Answered[]> {
  const { child, url } = await serve(serving);
  const ended = once(child, 'exit');
  let answers = 0;
  const sent = all.map(async (each): Promise<Answered> => {
    const status = await send(url, world.keys.write, each);
    answers += 1;
    if (answers === after) child.kill('SIGKILL');
    return { ...each, status };
  });
  const answered = await Promise.all(sent);
  expect(await ended).toEqual([null, 'SIGKILL']);
  return answered;
}

test('killed amidst 500 mutations at once, every one that was acknowledged is there once, and all are settled', async () => {
  // Ahead of the processes that are killed: to it, what they sent is no longer under way.
  const clock = new FakeClock(new Date(Date.now() + 24 * 3_600_000).toISOString());
  await using world = await startWorld({ services, webhooks: false, gateway: { clock } });
  await world.maintainkit.createLocation('Store');
  await world.maintainkit.createPart('OIL');
  await world.reliatic.createAsset({ tag_number: 'EXC-A' });
  await world.sync();
  const { data } = await world.ask('{ assets { nodes { id } } parts { nodes { id } } locations { nodes { id } } }');
  const [assetId, partId, locationId] = [data.assets, data.parts, data.locations].map(({ nodes }) => nodes[0].id);
  const serving = { databaseUrl: world.gateway.database.url, sealingKey: 'ab'.repeat(32) };

  const everything: Answered[] = [];
  for (let round = 1; round <= kills; round += 1) {
    const after = 1 + Math.floor(Math.random() * (mutationsAtOnce - 1));
    everything.push(...(await killAmidst(world, serving, asked({ assetId, partId, locationId }, round), after)));
  }
  const acknowledged = everything.filter(({ status }) => status === 'SUCCEEDED');
  expect(acknowledged.length).toBeGreaterThan(kills);
  expect(everything.length - acknowledged.length).toBeGreaterThan(kills);

  await settle(world);
  const { prisma } = world.gateway.database;
  const rows = await prisma.command.findMany();
  expect(
    rows.filter(({ status, settledAt }) => !['SUCCEEDED', 'REJECTED'].includes(status) || settledAt === null),
  ).toEqual([]);
  const effects = await effectsOf(world);
  const statusOf = new Map(rows.map(({ idempotencyKey, status }) => [idempotencyKey, status]));
  for (const { mark, status, input } of everything) {
    const journal = statusOf.get((input as { idempotencyKey: string }).idempotencyKey);
    const count = effects.get(mark) ?? 0;
    expect({ mark, journal, count }).toEqual({ mark, journal, count: journal === 'SUCCEEDED' ? 1 : 0 });
    if (status === 'SUCCEEDED') expect({ mark, journal }).toEqual({ mark, journal: 'SUCCEEDED' });
  }

  // Whoever got no answer sends it again with its key: what was done is not done again, what never was sent is.
  await Promise.all(everything.map((each) => send(world.url, world.keys.write, each)));
  const later = await effectsOf(world);
  expect(Math.max(...later.values())).toBe(1);
  for (const { mark } of acknowledged) expect(later.get(mark)).toBe(1);
}, 600_000);
