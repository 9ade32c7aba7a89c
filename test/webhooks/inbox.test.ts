import { createHmac } from 'node:crypto';
import { startWorld, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => {
  // The services know no endpoint: every delivery here is sent by the test.
  world = await startWorld({ webhooks: false });
  await world.maintainkit.createLocation('Store');
  const { id } = await world.maintainkit.createPart('OIL', { reorderPoint: 10 });
  partId = id;
  await world.maintainkit.receive('OIL', 20);
  await world.sync();
});
afterAll(() => world[Symbol.asyncDispose]());

let partId: number;

/** A `stock.low` of MaintainKit as it is documented, its total at `onHand`. */
const lowNotice = (onHand: number) => ({
  event: 'stock.low',
  createdAt: world.clock.now().getTime(),
  data: { partId, sku: 'OIL', onHand, reorderPoint: 10, unit: 'L' },
});

const signatureOf = (body: Buffer, secret = world.organizations.maintainkit.webhookSecret): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

interface Posting {
  service?: string;
  connectionId?: string;
  signature?: string | null;
  more?: Record<string, string>;
}

async function post(body: Buffer, posting: Posting = {}): Promise<number> {
  const { service = 'maintainkit', connectionId = world.connections.maintainkit.id, more = {} } = posting;
  const signature = posting.signature === undefined ? signatureOf(body) : posting.signature;
  const response = await fetch(`${world.url}/webhooks/${service}/${connectionId}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature !== null && { 'x-mk-signature': signature }),
      ...more,
    },
    body: new Uint8Array(body),
  });
  return response.status;
}

/** Everything that a delivery may change. */
async function stored(): Promise<unknown> {
  const { prisma } = world.gateway.database;
  return {
    receipts: await prisma.webhookReceipt.count(),
    sources: await prisma.sourceRecord.findMany({ orderBy: [{ kind: 'asc' }, { externalId: 'asc' }] }),
    parts: await prisma.part.findMany({ orderBy: { id: 'asc' } }),
    notices: await prisma.stockNotice.count(),
    events: await prisma.event.count(),
  };
}

const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe('what is not what the service signed is refused, and nothing of it is stored', () => {
  afterEach(() => world.warnings.splice(0));

  test('one byte of the body changed: 401', async () => {
    const body = bytesOf(lowNotice(8));
    const signature = signatureOf(body);
    const before = await stored();
    for (const index of [0, Math.floor(body.length / 2), body.length - 1]) {
      const changed = Buffer.from(body);
      changed[index] = changed[index]! ^ 1;
      expect(await post(changed, { signature })).toBe(401);
    }
    expect(await stored()).toEqual(before);
    expect(world.warnings.map(({ msg }) => msg)).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining('signature')),
    );
  });

  test('a byte of white space added to the same JSON: 401', async () => {
    const body = bytesOf(lowNotice(8));
    expect(await post(Buffer.concat([body, Buffer.from(' ')]), { signature: signatureOf(body) })).toBe(401);
  });

  test.each([
    ['no signature', () => null],
    ['an empty one', () => ''],
    ['one without its scheme', (body: Buffer) => signatureOf(body).slice('sha256='.length)],
    ['one that is cut', (body: Buffer) => signatureOf(body).slice(0, -1)],
    ['one that is too long', (body: Buffer) => `${signatureOf(body)}0`],
    ['another secret', (body: Buffer) => signatureOf(body, 'another')],
    [
      "the other plant's secret",
      async (body: Buffer) => signatureOf(body, (await world.other()).organizations.maintainkit.webhookSecret),
    ],
  ])('%s: 401', async (_, sign) => {
    const body = bytesOf(lowNotice(8));
    const before = await stored();
    expect(await post(body, { signature: await sign(body) })).toBe(401);
    expect(await stored()).toEqual(before);
  });

  test.each([
    ['a connection that never was', { connectionId: 'con_nothing' }],
    ['a service that never was', { service: 'maximo' }],
    ["another service's connection", { service: 'reliatic' }],
  ])('%s: 404', async (_, posting) => {
    const before = await stored();
    expect(await post(bytesOf(lowNotice(8)), posting)).toBe(404);
    expect(await stored()).toEqual(before);
  });

  test("a connection's id that PostgreSQL can not hold: 404", async () => {
    expect(await post(bytesOf(lowNotice(8)), { connectionId: '%00' })).toBe(404);
  });

  test.each([
    ['no JSON', Buffer.from('{"event": ')],
    ['nothing', Buffer.alloc(0)],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x00])],
    ['a list', bytesOf([lowNotice])],
    ['no event', bytesOf({ createdAt: 1, data: {} })],
    ['no time', bytesOf({ event: 'stock.low', data: {} })],
    ['a time of no calendar', bytesOf({ event: 'stock.low', createdAt: 1e15, data: {} })],
  ])('%s, though signed: 400', async (_, body) => {
    const before = await stored();
    expect(await post(body)).toBe(400);
    expect(await stored()).toEqual(before);
  });
});

test('a delivery is stored and applied, and the same delivery again is answered and not applied', async () => {
  const { prisma } = world.gateway.database;
  world.clock.advance({ seconds: 1 });
  const body = bytesOf(lowNotice(8));
  const before = await prisma.event.count();
  expect(await post(body)).toBe(200);
  const { data } = await world.ask('{ part(sku: "OIL") { onHand isLow } }');
  expect(data.part).toEqual({ onHand: 8, isLow: true });
  const first = await stored();
  expect(await prisma.event.count()).toBe(before + 1);

  expect(await post(body)).toBe(200);
  world.clock.advance({ minutes: 1 });
  expect(await Promise.all([post(body), post(body), post(body)])).toEqual([200, 200, 200]);
  expect(await stored()).toEqual(first);
  const receipt = await prisma.webhookReceipt.findFirstOrThrow();
  expect(Buffer.from(receipt.body).equals(body)).toBe(true);
});

test('ten equal deliveries at once make one receipt and one event', async () => {
  const { prisma } = world.gateway.database;
  await world.sync();
  const [receipts, events] = [await prisma.webhookReceipt.count(), await prisma.event.count()];
  world.clock.advance({ seconds: 1 });
  const body = bytesOf(lowNotice(7));
  expect(new Set(await Promise.all(Array.from({ length: 10 }, () => post(body))))).toEqual(new Set([200]));
  expect(await prisma.webhookReceipt.count()).toBe(receipts + 1);
  expect(await prisma.event.count()).toBe(events);
});

test('an event of a kind that the gateway does not know is stored, and changes nothing', async () => {
  const { prisma } = world.gateway.database;
  const before = await prisma.sourceRecord.count();
  expect(await post(bytesOf({ event: 'part.polished', createdAt: world.clock.now().getTime(), data: { a: 1 } }))).toBe(
    200,
  );
  expect(await prisma.sourceRecord.count()).toBe(before);
  expect(await prisma.webhookReceipt.count({ where: { event: 'part.polished' } })).toBe(1);
});

test('a delivery that can not be applied is not stored, and is taken when it is sent again', async () => {
  const { prisma } = world.gateway.database;
  world.clock.advance({ seconds: 1 });
  const body = bytesOf(lowNotice(6));
  const before = await stored();
  await prisma.$executeRaw`alter table stock_watch rename to stock_watch_elsewhere`;
  expect(await post(body)).toBe(500);
  await prisma.$executeRaw`alter table stock_watch_elsewhere rename to stock_watch`;
  expect(await stored()).toEqual(before);
  expect(await post(body)).toBe(200);
  const { data } = await world.ask('{ part(sku: "OIL") { onHand } }');
  expect(data.part.onHand).toBe(6);
});

test("a delivery for one plant changes nothing of the other's, though both know a record by the same id", async () => {
  const { prisma } = world.gateway.database;
  const own = { where: { tenantId: world.tenant.id }, orderBy: { externalId: 'asc' } } as const;
  const before = await prisma.sourceRecord.findMany(own);
  const body = bytesOf(lowNotice(1));
  const other = await world.other();
  const connectionId = other.connections.maintainkit.id;
  const signature = signatureOf(body, other.organizations.maintainkit.webhookSecret);
  expect(await post(body, { connectionId, signature })).toBe(200);
  expect(await prisma.sourceRecord.findMany(own)).toEqual(before);
});
