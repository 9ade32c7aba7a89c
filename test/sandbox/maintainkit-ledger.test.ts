import Big from 'big.js';
import fc from 'fast-check';
import { openDatabases, type Databases } from './databases.ts';
import { rowsOf, startSandboxWorld, type SandboxWorld } from './sandbox-world.ts';
import { payloadOf, WebhookReceiver } from './webhook-receiver.ts';

let database: Databases;
beforeAll(async () => {
  database = openDatabases();
});
afterAll(() => database[Symbol.asyncDispose]());

const skus = ['A', 'B', 'C'] as const;
const places = [1, 2, 3] as const;
const reorderPoint = 25;

const movement = fc
  .record({
    kind: fc.constantFrom('receive', 'consume', 'adjust', 'count', 'transfer'),
    sku: fc.constantFrom(...skus),
    location: fc.constantFrom(...places),
    thousandths: fc.integer({ min: 1, max: 12_000 }),
    isNegative: fc.boolean(),
    step: fc.constantFrom(1, 2),
  })
  .map(({ kind, sku, location, thousandths, isNegative, step }) => {
    const qty = thousandths / 1000;
    if (kind === 'adjust') return { kind, sku, location, qtyDelta: isNegative ? -qty : qty };
    if (kind === 'count') return { kind, sku, location, target: qty };
    if (kind === 'transfer') return { kind, sku, from: location, to: ((location - 1 + step) % 3) + 1, qty };
    return { kind, sku, location, qty };
  });

interface LedgerRow {
  sku: unknown;
  kind: unknown;
  locationId: unknown;
  delta: Big;
}

async function ledgerOf(world: SandboxWorld<'maintainkit'>): Promise<LedgerRow[]> {
  const rows = rowsOf(await world.maintainkit.get('/movements'));
  return rows.map((row) => ({
    sku: row['sku'],
    kind: row['kind'],
    locationId: row['locationId'],
    delta: new Big(String(row['qtyDelta'])),
  }));
}

const sum = (rows: readonly LedgerRow[]): Big => rows.reduce((total, row) => total.plus(row.delta), new Big(0));

/** How often the totals of a part's ledger, in its order, fell to the reorder point. */
function edgesOf(rows: readonly LedgerRow[]): number {
  let total = new Big(0);
  let isLow = true;
  let edges = 0;
  for (const row of rows) {
    total = total.plus(row.delta);
    // Half a transfer is no total: its other row follows.
    if (row.kind === 'transfer') continue;
    const nowLow = total.lte(reorderPoint);
    if (nowLow && !isLow) edges += 1;
    isLow = nowLow;
  }
  return edges;
}

test('under 1,000 simultaneous movements stock stays the sum of its ledger, and every change is announced', async () => {
  await using receiver = await WebhookReceiver.start();
  await using world = await startSandboxWorld(database, { services: ['maintainkit'] });
  for (const sku of skus) await world.maintainkit.post('/parts', { sku, name: sku, unit: 'L', reorderPoint });
  for (const place of places) await world.maintainkit.post('/locations', { name: `Store ${place}` });
  const { id, webhookSecret: secret } = world.tenants.maintainkit;
  await world.sandbox.addWebhookEndpoint('maintainkit', id, { url: receiver.url, secret });

  const movements = fc.sample(movement, { seed: 20_260_401, numRuns: 1000 });
  const answers = await Promise.all(movements.map((body) => world.maintainkit.post('/movements', body)));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201, 422]));

  const ledger = await ledgerOf(world);
  const accepted = movements.filter((_, index) => answers[index]?.status === 201);
  const transfers = accepted.filter((body) => body.kind === 'transfer').length;
  expect(ledger).toHaveLength(accepted.length + transfers);

  const stock = rowsOf(await world.maintainkit.get('/stock'));
  for (const row of stock) {
    const own = ledger.filter((entry) => entry.sku === row['sku'] && entry.locationId === row['locationId']);
    expect(sum(own).toNumber()).toBe(row['onHand']);
    expect(row['onHand']).toBeGreaterThanOrEqual(0);
    let running = new Big(0);
    for (const entry of own) {
      running = running.plus(entry.delta);
      expect(running.gte(0)).toBe(true);
    }
  }

  await world.sandbox.deliverDueWebhooks();
  const events = receiver.received.map(({ raw }) => payloadOf(raw));
  expect(events.filter((event) => event.event === 'stock.movement.created')).toHaveLength(ledger.length);
  const edges = skus.map((sku) => edgesOf(ledger.filter((entry) => entry.sku === sku)));
  expect(edges.some((count) => count > 1)).toBe(true);
  skus.forEach((sku, index) => {
    const low = events.filter((event) => event.event === 'stock.low' && JSON.stringify(event).includes(`"${sku}"`));
    expect(low).toHaveLength(edges[index] ?? -1);
  });
}, 120_000);

test('a thousand issues of 0.1 leave nothing of a hundred', async () => {
  await using world = await startSandboxWorld(database, { services: ['maintainkit'] });
  await world.maintainkit.post('/parts', { sku: 'A', name: 'A' });
  await world.maintainkit.post('/locations', { name: 'Store' });
  const move = (body: object) => world.maintainkit.post('/movements', { sku: 'A', location: 'Store', ...body });
  await move({ kind: 'receive', qty: 100 });
  const answers = await Promise.all(Array.from({ length: 1001 }, () => move({ kind: 'consume', qty: 0.1 })));
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1000);
  expect(rowsOf(await world.maintainkit.get('/stock'))).toMatchObject([{ onHand: 0 }]);
}, 120_000);
