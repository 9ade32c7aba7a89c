import { pino } from 'pino';
import { openDatabase, type Database } from '../../src/database/database.ts';
import { openEventBus } from '../../src/events/bus.ts';
import type { NewEvent } from '../../src/events/catalogue.ts';
import { appendEvents, headOf, readEvents } from '../../src/events/log.ts';
import { testDatabase, type TestDatabase } from '../world/database.ts';

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

const low = (name: string, count = 1): NewEvent => ({
  type: 'stock.low',
  subjectId: name,
  occurredAt: new Date('2026-04-01T12:00:00Z'),
  payload: { partId: name, onHand: '1', reorderPoint: '2' },
  dedupeKey: `stock.low/${name}/${count}`,
});

const append = (tenant: string, events: NewEvent[]) => database.transaction((tx) => appendEvents(tx, tenant, events));
const all = (tenant: string) => readEvents(database.prisma, tenant, 0n, 1000);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => BigInt(index + 1));

test('facts appended at once stand one behind the other, without gaps, each once', async () => {
  const batches = Array.from({ length: 40 }, (_, index) => [low(`a${index}`), low(`b${index % 7}`), low(`c${index}`)]);
  const counts = await Promise.all(batches.map((batch) => append('busy', batch)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(87);
  const events = await all('busy');
  expect(events.map(({ position }) => position)).toEqual(upTo(87));
  expect(new Set(events.map(({ subjectId }) => subjectId)).size).toBe(87);
  expect(await headOf(database.prisma, 'busy')).toBe(87n);
});

test('a fact is told once, in whatever batch it comes again', async () => {
  expect(await append('calm', [low('a'), low('a'), low('b')])).toBe(2);
  expect(await append('calm', [low('b'), low('a', 2)])).toBe(1);
  expect(await append('calm', [])).toBe(0);
  expect((await all('calm')).map(({ subjectId, position }) => [subjectId, position])).toEqual([
    ['a', 1n],
    ['b', 2n],
    ['a', 3n],
  ]);
});

test('facts keep the order in which their batch tells them', async () => {
  await append('ordered', [low('z'), low('m'), low('a')]);
  expect((await all('ordered')).map(({ subjectId }) => subjectId)).toEqual(['z', 'm', 'a']);
});

test('a transaction that fails leaves neither a fact nor a gap', async () => {
  await append('failing', [low('a')]);
  const failed = database.transaction(async (tx) => {
    await appendEvents(tx, 'failing', [low('b'), low('c')]);
    throw new Error('not today');
  });
  await expect(failed).rejects.toThrow('not today');
  await append('failing', [low('d')]);
  expect((await all('failing')).map(({ subjectId, position }) => [subjectId, position])).toEqual([
    ['a', 1n],
    ['d', 2n],
  ]);
});

test('a reader never sees a position before the one below it: the second writer waits for the first', async () => {
  const steps: string[] = [];
  const isAppended = signal();
  const mayEnd = signal();
  const first = database.transaction(async (tx) => {
    await appendEvents(tx, 'waiting', [low('a')]);
    isAppended.give();
    await mayEnd.given;
    steps.push('first');
  });
  await isAppended.given;
  const second = append('waiting', [low('b')]).then(() => steps.push('second'));
  // A writer of another tenant does not wait.
  await append('elsewhere', [low('c')]);
  expect(await all('waiting')).toEqual([]);
  mayEnd.give();
  await Promise.all([first, second]);
  expect(steps).toEqual(['first', 'second']);
  expect((await all('waiting')).map(({ subjectId }) => subjectId)).toEqual(['a', 'b']);
});

function signal(): { given: Promise<void>; give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

test('a page of the log goes on behind a position', async () => {
  await append(
    'paged',
    Array.from({ length: 5 }, (_, index) => low(`p${index}`)),
  );
  const page = await readEvents(database.prisma, 'paged', 2n, 2);
  expect(page.map(({ position }) => position)).toEqual([3n, 4n]);
});

test('subscribers hear the facts of their types and of their tenant, in order, whichever process appended them', async () => {
  await using bus = await openEventBus(database, pino({ level: 'silent' }));
  await append('heard', [low('before')]);
  const facts = await bus.subscribe('heard', ['stock.low']);
  const others = await bus.subscribe('heard', ['alert.escalated']);
  await append('unheard', [low('x')]);
  await Promise.all(Array.from({ length: 30 }, (_, index) => append('heard', [low(`h${index}`)])));
  const positions: bigint[] = [];
  while (positions.length < 30) positions.push((await facts.next()).value.position as bigint);
  expect(positions).toEqual(upTo(31).slice(1));
  await bus.close();
  expect(await facts.next()).toEqual({ value: undefined, done: true });
  expect(await others.next()).toEqual({ value: undefined, done: true });
});
