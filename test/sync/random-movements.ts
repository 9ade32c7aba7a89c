/** Many people and machines move stock at once, and half of the webhooks are lost; what must hold in the end. */
import { startWorld, type World } from '../world/world.ts';

const skus = ['OIL', 'SEAL', 'BOLT', 'BELT'] as const;
const places = ['Store', 'Van', 'Shed'] as const;
const reorderPoint = 10;
const atOnce = 12;

interface LedgerRow {
  id: number;
  kind: string;
  sku: string;
  partId: number;
  locationId: number;
  qtyDelta: number;
  unitCost: number | null;
}

/** @returns how many the services took. */
export async function moveAtRandom(count: number, seed: number): Promise<number> {
  const random = randomFrom(seed);
  const losing: typeof fetch = (input, init) =>
    random() < 0.5 ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init);
  await using world = await startWorld({ sandbox: { fetch: losing } });
  await world.sync();
  for (const place of places) await world.maintainkit.createLocation(place);
  for (const sku of skus) await world.maintainkit.createPart(sku, { reorderPoint, unitCost: 100 });
  await world.sync();

  const move = await mover(world, random);
  const waiting = Array.from({ length: count }, () => move);
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await next();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await world.sync();
  await agree(world);

  // What is delivered late, or swept again, changes nothing any more.
  const settled = await replicaOf(world);
  world.clock.advance({ days: 1 });
  await world.sandbox.deliverDueWebhooks();
  await world.sync();
  expect(await replicaOf(world)).toEqual(settled);
  return (await world.maintainkit.send<LedgerRow[]>('GET', '/movements?limit=5000')).length;
}

/** Park and Miller's generator, so that a seed repeats a run's choices. */
function randomFrom(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = seed % modulus || 1;
  return () => {
    state = (state * 48_271) % modulus;
    return state / modulus;
  };
}

async function mover(world: World, random: () => number): Promise<() => Promise<void>> {
  const { data } = await world.ask('{ parts { nodes { id sku } } locations { nodes { id name } } }');
  const partIds = new Map((data.parts.nodes as { id: string; sku: string }[]).map(({ id, sku }) => [sku, id]));
  const locationIds = new Map(
    (data.locations.nodes as { id: string; name: string }[]).map(({ id, name }) => [name, id]),
  );
  const pick = <Each>(all: readonly Each[]): Each => all[Math.floor(random() * all.length)] as Each;
  const quantity = () => Math.ceil(random() * 20_000) / 1000;
  const mutation = `mutation ($input: RecordStockMovementInput!) { recordStockMovement(input: $input) {
    userErrors { code } command { status } } }`;

  return async () => {
    const kind = pick(['receive', 'receive', 'consume', 'consume', 'adjust', 'count', 'transfer'] as const);
    const sku = pick(skus);
    const place = pick(places);
    const to = pick(places.filter((each) => each !== place));
    const qty = quantity();
    const delta = random() < 0.5 ? qty : -qty;
    const unitCost = random() < 0.7 ? Math.ceil(random() * 500) : null;
    if (random() < 0.5) {
      const rest = {
        receive: { location: place, qty, unitCost },
        consume: { location: place, qty },
        adjust: { location: place, qtyDelta: delta },
        count: { location: place, target: qty },
        transfer: { from: place, to, qty },
      };
      await world.maintainkit.move({ kind, sku, ...rest[kind] }).catch((error: Error) => {
        if (!error.message.includes('insufficient_stock')) throw error;
      });
      return;
    }
    const locationId = locationIds.get(place);
    const inputs = {
      receive: { locationId, quantity: qty, unitCost: unitCost && { amountMinor: unitCost, currency: 'USD' } },
      consume: { locationId, quantity: qty },
      adjust: { locationId, quantityDelta: delta },
      count: { locationId, counted: qty },
      transfer: { fromLocationId: locationId, toLocationId: locationIds.get(to), quantity: qty },
    };
    const answer = await world.ask(mutation, { input: { partId: partIds.get(sku), [kind]: inputs[kind] } });
    expect(answer.errors).toEqual([]);
    const { userErrors, command } = answer.data.recordStockMovement;
    expect([userErrors, command.status]).toEqual(
      userErrors.length === 0 ? [[], 'SUCCEEDED'] : [[{ code: 'INSUFFICIENT_STOCK' }], 'REJECTED'],
    );
  };
}

/** Service and replica hold the ledger's sums, the replica its average cost, and the log one event for each edge. */
async function agree(world: World): Promise<void> {
  const ledger = await world.maintainkit.send<LedgerRow[]>('GET', '/movements?limit=5000');
  const { data } = await world.ask(`{ parts { nodes { sku onHand isLow averageCost { amountMinor }
    movements(first: 1) { totalCount } stockLevels { nodes { onHand reportedOnHand location { name } } } } } }`);
  for (const part of data.parts.nodes) {
    const rows = ledger.filter(({ sku }) => sku === part.sku).toSorted((left, right) => left.id - right.id);
    const followed = follow(rows);
    expect(part).toMatchObject({
      onHand: Number(followed.total) / 1000,
      isLow: followed.isLow,
      averageCost: followed.average === null ? null : { amountMinor: Number(followed.average) },
      movements: { totalCount: rows.length },
    });
    const locationIds = [...new Set(rows.map(({ locationId }) => locationId))];
    const expected = locationIds.map(
      (wanted) => Number(sumOf(rows.filter(({ locationId }) => locationId === wanted))) / 1000,
    );
    const levels = part.stockLevels.nodes as { onHand: number; reportedOnHand: number }[];
    expect(levels.map(({ onHand }) => onHand).toSorted((left, right) => left - right)).toEqual(
      expected.toSorted((left, right) => left - right),
    );
    for (const { onHand, reportedOnHand } of levels) expect(reportedOnHand).toBe(onHand);
    expect({ sku: part.sku, events: await lowEvents(world, part.sku) }).toEqual({
      sku: part.sku,
      events: followed.edges,
    });
  }
}

async function lowEvents({ gateway, tenant }: World, sku: string): Promise<number> {
  const { prisma } = gateway.database;
  const part = await prisma.part.findFirstOrThrow({ where: { tenantId: tenant.id, sku } });
  return prisma.event.count({ where: { tenantId: tenant.id, type: 'stock.low', subjectId: part.id } });
}

/** Thousandths of the part's unit: exact. */
const thousandths = (quantity: number): bigint => BigInt(Math.round(quantity * 1000));
const sumOf = (rows: readonly LedgerRow[]): bigint =>
  rows.reduce((sum, { qtyDelta }) => sum + thousandths(qtyDelta), 0n);
const halfUp = (dividend: bigint, divisor: bigint): bigint => (2n * dividend + divisor) / (2n * divisor);

/** Millionths of a minor unit for one unit of the part; null where nothing is in stock. */
const rateOf = (value: bigint, total: bigint): bigint | null =>
  total > 0n ? halfUp(value * 1_000_000_000n, total) : null;

interface Followed {
  total: bigint;
  /** Minor units, half-up. */
  average: bigint | null;
  isLow: boolean;
  edges: number;
}

/** The domain rules once more, in whole numbers: quantities in thousandths, rates in millionths of a minor unit. */
function follow(rows: readonly LedgerRow[]): Followed {
  // A part is made with nothing in stock, and so low: its first event.
  let [total, value, edges] = [0n, 0n, 1];
  let isLow = true;
  for (const { kind, qtyDelta, unitCost } of rows) {
    if (kind === 'transfer') continue;
    const delta = thousandths(qtyDelta);
    const rate = rateOf(value, total) ?? 0n;
    const paid = unitCost === null ? rate : BigInt(unitCost) * 1_000_000n;
    value += delta > 0n ? halfUp(delta * paid, 1_000_000_000n) : -halfUp(-delta * rate, 1_000_000_000n);
    total += delta;
    if (total === 0n) value = 0n;
    const isLowNow = total <= thousandths(reorderPoint);
    if (isLowNow && !isLow) edges += 1;
    isLow = isLowNow;
  }
  const rate = rateOf(value, total);
  return { total, average: rate === null ? null : halfUp(rate, 1_000_000n), isLow, edges };
}

async function replicaOf({ gateway }: World): Promise<unknown> {
  const { prisma } = gateway.database;
  return {
    parts: await prisma.part.findMany({ orderBy: { id: 'asc' } }),
    levels: await prisma.stockLevel.findMany({ orderBy: { id: 'asc' } }),
    movements: await prisma.stockMovement.findMany({ orderBy: { id: 'asc' } }),
    watches: await prisma.stockWatch.findMany({ orderBy: { id: 'asc' } }),
    events: await prisma.event.findMany({ orderBy: [{ tenantId: 'asc' }, { position: 'asc' }] }),
  };
}
