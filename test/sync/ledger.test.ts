import fc from 'fast-check';
import { moveAtRandom } from './random-movements.ts';

test('300 movements at once, with half of the webhooks lost, leave service and replica with the sums of the ledger', async () => {
  const run = fc.asyncProperty(fc.integer({ min: 1 }), async (seed) => {
    expect(await moveAtRandom(300, seed)).toBeGreaterThan(150);
  });
  // A failure names the seed; to make the world smaller would not repeat what happened at once.
  await fc.assert(run, { numRuns: 1, endOnFailure: true });
}, 60_000);
