import fc from 'fast-check';
import { serviceNames } from '../../src/sandbox/service-name.ts';
import { startWorld } from '../world/world.ts';
import { tellInEveryWay } from './lossless/lossless.ts';
import { held } from './lossless/plant.ts';

test('however webhooks of the five services are lost, repeated and late, one sweep later the rows and facts are the same', async () => {
  await using world = await startWorld({ services: serviceNames, webhooks: false, sandbox: { fetch: held } });
  let webhooks = 0;
  const property = fc.asyncProperty(fc.noBias(fc.integer({ min: 1, max: 1_000_000_000 })), async (seed) => {
    webhooks += await tellInEveryWay(world, { seed, moves: 14, disturbed: 3 });
  });
  // Without bias no seed comes twice. A failure names the seed; to make the history smaller would make it another one.
  await fc.assert(property, { numRuns: 4, endOnFailure: true });
  // One history may have few of them by chance, four have not.
  expect(webhooks).toBeGreaterThan(4 * 3);
}, 240_000);
