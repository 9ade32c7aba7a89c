import fc from 'fast-check';
import { serviceNames } from '../../src/sandbox/service-name.ts';
import { startWorld } from '../world/world.ts';
import { tellInEveryWay } from './lossless/lossless.ts';
import { held } from './lossless/plant.ts';

test('twenty long histories, each told badly to four tenants', async () => {
  await using world = await startWorld({ services: serviceNames, webhooks: false, sandbox: { fetch: held } });
  const property = fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000_000 }), async (seed) => {
    expect(await tellInEveryWay(world, { seed, moves: 40, disturbed: 4 })).toBeGreaterThan(15);
  });
  // A failure names the seed; to make the history smaller would make it another one.
  await fc.assert(property, { numRuns: 20, endOnFailure: true });
}, 3_600_000);
