import fc from 'fast-check';
import { serviceNames } from '../../src/sandbox/service-name.ts';
import { startWorld } from '../world/world.ts';
import { tellInEveryWay } from './lossless/lossless.ts';
import { held } from './lossless/plant.ts';

test('twenty long histories, each told badly to four tenants', async () => {
  await using world = await startWorld({ services: serviceNames, webhooks: false, sandbox: { fetch: held } });
  let webhooks = 0;
  const property = fc.asyncProperty(fc.noBias(fc.integer({ min: 1, max: 1_000_000_000 })), async (seed) => {
    webhooks += await tellInEveryWay(world, { seed, moves: 40, disturbed: 4 });
  });
  // Without bias no seed comes twice. A failure names the seed; to make the history smaller would make it another one.
  await fc.assert(property, { numRuns: 20, endOnFailure: true });
  // One history may have few of them by chance, twenty have not.
  expect(webhooks).toBeGreaterThan(20 * 15);
}, 3_600_000);
