import { pino } from 'pino';
import { Locks } from '../../src/database/locks.ts';
import { testDatabase } from '../world/database.ts';

/** Something that is done when the test says so. */
function work() {
  let finish = (): void => undefined;
  let begin = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const run = async () => {
    begin();
    await finished;
    return 'done';
  };
  return { run, begun, finish };
}

async function twoProcesses() {
  const database = await testDatabase(null);
  const logger = pino({ level: 'silent' });
  const [one, two] = [new Locks(database.url, logger), new Locks(database.url, logger)];
  const dispose = async () => {
    await one.close();
    await two.close();
    await database[Symbol.asyncDispose]();
  };
  return { one, two, [Symbol.asyncDispose]: dispose };
}

test('what one process does alone, no other does at the same time', async () => {
  await using processes = await twoProcesses();
  const { one, two } = processes;
  const first = work();
  const running = one.alone('a', first.run);
  await first.begun;
  expect(await two.tryAlone('a', work().run)).toBeNull();
  expect(await one.tryAlone('a', work().run)).toBeNull();
  expect(await two.tryAlone('b', () => Promise.resolve('other'))).toEqual({ result: 'other' });
  const second = work();
  const waiting = two.alone('a', second.run);
  first.finish();
  expect(await running).toBe('done');
  await second.begun;
  expect(await one.tryAlone('a', work().run)).toBeNull();
  second.finish();
  expect(await waiting).toBe('done');
});

test('work that fails gives its lock back', async () => {
  await using processes = await twoProcesses();
  await expect(processes.one.alone('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await processes.two.tryAlone('a', () => Promise.resolve(1))).toEqual({ result: 1 });
});

test('a process that ends gives its locks back, whatever it was at', async () => {
  await using processes = await twoProcesses();
  const { one, two } = processes;
  const endless = work();
  void one.alone('a', endless.run);
  await endless.begun;
  await one.close();
  expect(await two.alone('a', () => Promise.resolve(2))).toBe(2);
});

test('whoever waits can give it up', async () => {
  await using processes = await twoProcesses();
  const { one, two } = processes;
  const first = work();
  const running = one.alone('a', first.run);
  await first.begun;
  const caller = new AbortController();
  const waiting = two.alone('a', work().run, caller.signal);
  caller.abort();
  await expect(waiting).rejects.toThrow(/abort/i);
  first.finish();
  await running;
});
