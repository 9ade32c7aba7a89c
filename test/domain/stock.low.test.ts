import Big from 'big.js';
import fc from 'fast-check';
import { isLow, ledgerEntries, lowStockEdge, trackLowStock } from '../../src/domain/stock.ts';
import { quantities } from './arbitraries.ts';

const total = quantities({ min: 0, max: 20 });
const reorderPoint = fc.option(quantities({ min: 0, max: 20 }));
const neverSeen = { isLow: false };

/** Which of the totals, one after the other, tells that the part is low. */
function firings(totals: readonly (number | string)[], point: number | null): boolean[] {
  let state = neverSeen;
  return totals.map((each) => {
    const next = trackLowStock(state, new Big(each), point === null ? null : new Big(point));
    state = next;
    return next.fired;
  });
}

describe('a part', () => {
  test('is low at or below its reorder point, and never without one', () => {
    expect(isLow(new Big('20.001'), new Big(20))).toBe(false);
    expect(isLow(new Big(20), new Big(20))).toBe(true);
    expect(isLow(new Big(0), new Big(0))).toBe(true);
    expect(isLow(new Big(0), null)).toBe(false);
  });

  test('that falls to its reorder point tells so once', () => {
    expect(firings([22, 21, 20, 19, 0], 20)).toEqual([false, false, true, false, false]);
  });

  test('tells so again only after it has been above its point', () => {
    expect(firings([20, 21, 20], 20)).toEqual([true, false, true]);
    expect(firings([20, '20.001', 20], 20)).toEqual([true, false, true]);
    expect(firings([15, 20, 15], 20)).toEqual([true, false, false]);
  });

  test('that is created at or below its point tells so once', () => {
    expect(firings([20, 20], 20)).toEqual([true, false]);
    expect(firings([0, 0], 0)).toEqual([true, false]);
  });

  test('whose point is raised to its total or above tells so once', () => {
    const above = trackLowStock(neverSeen, new Big(25), new Big(20));
    expect(above).toEqual({ isLow: false, fired: false });
    const raised = trackLowStock(above, new Big(25), new Big(25));
    expect(raised).toEqual({ isLow: true, fired: true });
    expect(trackLowStock(raised, new Big(25), new Big(40))).toEqual({ isLow: true, fired: false });
  });

  test('is armed again when its point is lowered below its total, or taken away', () => {
    const low = { isLow: true };
    expect(trackLowStock(low, new Big(10), new Big(9))).toEqual({ isLow: false, fired: false });
    expect(trackLowStock(low, new Big(10), null)).toEqual({ isLow: false, fired: false });
  });

  test('tells so exactly when it comes from above its point to it or below', () => {
    fc.assert(
      fc.property(total, total, reorderPoint, (before, after, point) => {
        const expected = point !== null && before.gt(point) && after.lte(point);
        expect(lowStockEdge(before, after, point)).toBe(expected);
        const state = { isLow: isLow(before, point) };
        expect(trackLowStock(state, after, point)).toEqual({ isLow: isLow(after, point), fired: expected });
      }),
    );
  });

  test('never tells so twice without having been above in between, whatever its total and point do', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(total, reorderPoint)), (story) => {
        let state = neverSeen;
        let isArmed = true;
        for (const [now, point] of story) {
          const next = trackLowStock(state, now, point);
          const nowLow = point !== null && now.lte(point);
          expect(next.fired).toBe(isArmed && nowLow);
          isArmed = !nowLow;
          state = next;
        }
      }),
    );
  });

  test('tells nothing when the same news comes twice, as by a webhook and a sweep', () => {
    fc.assert(
      fc.property(fc.boolean(), total, reorderPoint, (wasLow, now, point) => {
        const told = trackLowStock({ isLow: wasLow }, now, point);
        expect(trackLowStock(told, now, point)).toEqual({ isLow: told.isLow, fired: false });
      }),
    );
  });

  test('tells nothing when its stock is only transferred', () => {
    fc.assert(
      fc.property(total, total, quantities({ min: 0, max: 20 }), reorderPoint, (atStore, inVan, quantity, point) => {
        const outcome = ledgerEntries(
          { kind: 'TRANSFER', fromLocationId: 'store', toLocationId: 'van', quantity },
          (locationId) => (locationId === 'store' ? atStore : inVan),
        );
        fc.pre(outcome.ok);
        const before = atStore.plus(inVan);
        const after = outcome.entries.reduce((sum, entry) => sum.plus(entry.quantityDelta), before);
        expect(lowStockEdge(before, after, point)).toBe(false);
        expect(trackLowStock({ isLow: isLow(before, point) }, after, point).fired).toBe(false);
      }),
    );
  });
});
