/** Connections as the planner sees them. */
import fc from 'fast-check';
import type { ResourceStanding, Standing } from '../../../src/sync/planner/round.ts';

export const noon = new Date('2026-04-10T12:00:00Z');
export const before = (seconds: number): Date => new Date(noon.getTime() - seconds * 1000);
export const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);

export const resource = (name: string, fields: Partial<ResourceStanding> = {}): ResourceStanding => ({
  name,
  mode: 'sweep',
  everyMs: null,
  completedAt: before(3600),
  isUnderWay: false,
  cost: 1,
  ...fields,
});

export const standing = (fields: Partial<Standing> = {}): Standing => ({
  now: noon,
  minute: { limit: 60, remaining: 60, resetsAt: after(60) },
  month: { used: 0, writesAhead: 0, quota: null, spentUntil: null },
  hearsWebhooks: false,
  hasBaseline: true,
  resources: [resource('assets')],
  intervalMs: 60_000,
  ...fields,
});

const moment = fc.integer({ min: -40 * 86_400, max: 0 }).map(after);
const anyResource: fc.Arbitrary<ResourceStanding> = fc.record({
  name: fc.string(),
  mode: fc.constantFrom('sweep', 'ledger', 'delta'),
  everyMs: fc.option(fc.integer({ min: 1, max: 86_400_000 })),
  completedAt: fc.option(moment),
  isUnderWay: fc.boolean(),
  cost: fc.integer({ min: 1, max: 500 }),
});

export const anyStanding: fc.Arbitrary<Standing> = fc
  .record({
    // From the first second of the month to its last.
    now: fc.integer({ min: Date.UTC(2026, 3, 1), max: Date.UTC(2026, 4, 1) - 1 }).map((at) => new Date(at)),
    minute: fc.record({
      limit: fc.option(fc.integer({ min: 1, max: 1000 })),
      remaining: fc.option(fc.integer({ min: 0, max: 1000 })),
      resetsAt: fc.option(fc.integer({ min: 0, max: 86_400 }).map(after)),
    }),
    month: fc.record({
      used: fc.integer({ min: 0, max: 60_000 }),
      writesAhead: fc.integer({ min: 0, max: 100_000 }),
      quota: fc.option(fc.integer({ min: 1, max: 500_000 })),
      spentUntil: fc.constant(null),
    }),
    hearsWebhooks: fc.boolean(),
    hasBaseline: fc.boolean(),
    resources: fc.array(anyResource, { maxLength: 6 }),
    intervalMs: fc.integer({ min: 1, max: 3_600_000 }),
  })
  .map((fields): Standing => fields);
