import fc from 'fast-check';
import { moveAtRandom } from './random-movements.ts';

test('1,000 movements at once, three times over', async () => {
  const run = fc.asyncProperty(fc.integer({ min: 1 }), async (seed) => {
    expect(await moveAtRandom(1000, seed)).toBeGreaterThan(500);
  });
  await fc.assert(run, { numRuns: 3, endOnFailure: true });
}, 600_000);
