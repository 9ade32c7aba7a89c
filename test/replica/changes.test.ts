import Big from 'big.js';
import fc from 'fast-check';
import { pino } from 'pino';
import { openDatabase, type Database } from '../../src/database/database.ts';
import { changeFeed } from '../../src/events/changes.ts';
import { testDatabase, type TestDatabase } from '../world/database.ts';
import { asset, maintenance, workOrder } from '../world/observe.ts';
import { applyObservations } from '../../src/replica/apply/apply.ts';
import { applyHoldable } from '../../src/replica/apply/holdable.ts';
import { payloadOf } from '../../src/upstream/row-reader.ts';
import { anyStep, objectsOf } from './random-changes.ts';

let stored: TestDatabase;
let database: Database;
beforeAll(async () => {
  stored = await testDatabase();
  database = openDatabase({ url: stored.url, logger: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await database.close();
  await stored[Symbol.asyncDispose]();
});

/** Keeps a copy of a tenant's objects by nothing but the feed. */
class Follower {
  readonly copy = new Map<string, unknown>();
  readonly #tenantId: string;
  #position = 0n;

  constructor(tenantId: string) {
    this.#tenantId = tenantId;
  }

  /** @returns whether there was anything. */
  async follow(limit: number): Promise<boolean> {
    const changes = await changeFeed(database.prisma, this.#tenantId).read(this.#position, limit);
    const ids = changes.map(({ objectId }) => objectId);
    const objects = await objectsOf(database, this.#tenantId, ids);
    for (const { objectId, position } of changes) {
      if (position <= this.#position) throw new Error('the feed goes back');
      this.#position = position;
      const object = objects.get(objectId);
      if (object === undefined) this.copy.delete(objectId);
      else this.copy.set(objectId, object);
    }
    return changes.length > 0;
  }
}

const sorted = (objects: ReadonlyMap<string, unknown>) =>
  [...objects].toSorted(([one], [other]) => (one < other ? -1 : 1));

let tenants = 0;
const steps = fc.array(
  fc.oneof(
    { arbitrary: fc.array(anyStep, { minLength: 1, maxLength: 3 }), weight: 3 },
    { arbitrary: fc.integer({ min: 1, max: 5 }), weight: 1 },
  ),
  { minLength: 20, maxLength: 45 },
);

test('whoever follows the feed, a page now and then while things happen, has in the end exactly what there is', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const tenantId = `tenant-${(tenants += 1)}`;
      const follower = new Follower(tenantId);
      let time = Date.parse('2026-04-01T12:00:00Z');
      for (const step of story) {
        time += 60_000;
        const now = new Date(time);
        if (typeof step === 'number') await follower.follow(step);
        else await Promise.all(step.map((each) => database.transaction((tx) => each(tx, tenantId, now))));
      }
      while (await follower.follow(7));
      const objects = await objectsOf(database, tenantId);
      expect(sorted(follower.copy)).toEqual(sorted(objects));
      const feed = await changeFeed(database.prisma, tenantId).read(0n, 10_000);
      expect(new Set(feed.filter(({ isDeleted }) => !isDeleted).map(({ objectId }) => objectId))).toEqual(
        new Set(objects.keys()),
      );
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 120_000);

test('what comes again and changes nothing takes no place in the feed', async () => {
  const request = (minutes: number) => ({
    tenantId: 'calm',
    service: 'MAINTIO' as const,
    via: 'POLL' as const,
    observations: Object.entries({ a1: asset('A'), s1: maintenance('a1', '2026-03-01T00:00:00Z') }).map(
      ([externalId, record]) => ({
        externalId,
        ...payloadOf({ ...record }),
        version: null,
        observedAt: new Date(`2026-04-01T12:0${minutes}:00Z`),
        record,
      }),
    ),
    now: new Date(`2026-04-01T12:0${minutes}:00Z`),
  });
  const feed = changeFeed(database.prisma, 'calm');
  await database.transaction((tx) => applyObservations(tx, request(0)));
  const first = await feed.read(0n, 10);
  expect(first).toHaveLength(2);
  await database.transaction((tx) => applyObservations(tx, request(1)));
  expect(await feed.read(0n, 10)).toEqual(first);
});

test('writers at once leave no position twice and none out, and none that a reader could skip', async () => {
  const batch = (number: number) => ({
    tenantId: 'busy',
    service: (['MAINTIO', 'RELIATIC', 'MAINTAINX'] as const)[number % 3]!,
    via: 'POLL' as const,
    observations: [0, 1, 2].map((index) => ({
      externalId: `${number}-${index}`,
      ...payloadOf({ number, index }),
      version: null,
      observedAt: new Date(),
      record: maintenance('nobody', '2026-03-01T00:00:00Z'),
    })),
    now: new Date(),
  });
  const follower = new Follower('busy');
  const progress = { isDone: false };
  const writing = Promise.all(
    Array.from({ length: 24 }, (_, number) => database.transaction((tx) => applyObservations(tx, batch(number)))),
  ).finally(() => {
    progress.isDone = true;
  });
  while (!progress.isDone) await follower.follow(2);
  await writing;
  while (await follower.follow(10));
  expect(follower.copy.size).toBe(72);
  const positions = (await changeFeed(database.prisma, 'busy').read(0n, 100)).map(({ position }) => position);
  expect(positions).toEqual(Array.from({ length: 72 }, (_, index) => BigInt(index + 1)));
});

test('of what could not be held, and was rolled back halfway, the feed says nothing', async () => {
  const tenantId = 'ten_halfway';
  const part = { partId: null, name: 'Seal', unitCost: null };
  const records = {
    good: workOrder('Weld'),
    // Its own row can be written, and that of its part can not.
    bad: workOrder('Seal', { parts: [{ ...part, quantity: new Big('1e300') }] }),
  };
  const now = new Date('2026-04-01T12:00:00Z');
  const observations = Object.entries(records).map(([externalId, record]) => ({
    externalId,
    ...payloadOf({ id: externalId }),
    version: null,
    observedAt: now,
    record,
  }));
  const request = { tenantId, service: 'MAINTAINX', via: 'POLL', observations, now } as const;
  const { refused } = await database.transaction((tx) => applyHoldable(tx, request));
  expect(refused.map(({ observation }) => observation.externalId)).toEqual(['bad']);
  const written = await database.prisma.workOrder.findMany({ where: { tenantId } });
  const told = await changeFeed(database.prisma, tenantId).read(0n, 10);
  expect(told.map(({ objectId }) => objectId)).toEqual(written.map(({ id }) => id));
});
