import { InOrder } from '../../src/sync/pass/in-order.ts';

function deferred() {
  let resolve = (): void => undefined;
  let reject = (_error: Error): void => undefined;
  const promise = new Promise<void>((succeed, fail) => {
    resolve = succeed;
    reject = fail;
  });
  return { promise, resolve, reject };
}

/** Work that tells when it begins and when its turn comes, and ends when it is let go. */
function steps() {
  const told: string[] = [];
  const work = (name: string, prepared: Promise<void> = Promise.resolve()) => {
    return async (turn: Promise<void>): Promise<void> => {
      told.push(`${name} begins`);
      await prepared;
      await turn;
      told.push(`${name} is done`);
    };
  };
  return { told, work };
}

test('is done in its order, however long each takes to get ready', async () => {
  await using batches = new InOrder();
  const { told, work } = steps();
  const first = deferred();
  await batches.begin(work('one', first.promise));
  const next = batches.begin(work('two'));
  expect(told).toEqual(['one begins', 'two begins']);
  first.resolve();
  await next;
  await batches.begin(work('three'));
  await batches.done();
  expect(told.filter((each) => each.endsWith('done'))).toEqual(['one is done', 'two is done', 'three is done']);
});

test('lets a third begin when the first is done', async () => {
  await using batches = new InOrder();
  const { work } = steps();
  const first = deferred();
  let isFree = false;
  await batches.begin(work('one', first.promise));
  const free = batches.begin(work('two')).then(() => (isFree = true));
  await new Promise(setImmediate);
  expect(isFree).toBe(false);
  first.resolve();
  await free;
});

test('does nothing behind what failed, and says what it failed with', async () => {
  await using batches = new InOrder();
  const { told, work } = steps();
  const failing = deferred();
  await batches.begin(work('one', failing.promise));
  const next = batches.begin(work('two'));
  failing.reject(new Error('no more room'));
  await expect(next).rejects.toThrow('no more room');
  await expect(batches.done()).rejects.toThrow('no more room');
  expect(told).toEqual(['one begins', 'two begins']);
});

test('is left when nothing is under way any more', async () => {
  const { told, work } = steps();
  const first = deferred();
  const leave = async () => {
    await using batches = new InOrder();
    await batches.begin(work('one', first.promise));
    void batches.begin(work('two'));
  };
  const left = leave().then(() => told.push('left'));
  await new Promise(setImmediate);
  first.resolve();
  await left;
  expect(told.at(-1)).toBe('left');
});
