import Big from 'big.js';
import fc from 'fast-check';
import { averageCost, emptyValuation, issue, receive } from '../../src/domain/stock.ts';
import type { Valuation } from '../../src/domain/stock.ts';
import { quantities } from './arbitraries.ts';

const quantity = quantities({ min: 1, max: 500 });
const unitCost = fc.integer({ min: 0, max: 1_000_000 }).map((minor) => new Big(minor));

type Step = { kind: 'receive'; quantity: Big; unitCost: Big | null } | { kind: 'issue'; quantity: Big };
const stories = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('receive' as const), quantity, unitCost: fc.option(unitCost) }),
    fc.record({ kind: fc.constant('issue' as const), quantity }),
  ),
);

/** Takes one step; an issue of more than there is takes all there is. */
function step(valuation: Valuation, next: Step): Valuation {
  if (next.kind === 'receive') return receive(valuation, next.quantity, next.unitCost);
  const taken = next.quantity.gt(valuation.quantity) ? valuation.quantity : next.quantity;
  return taken.eq(0) ? valuation : issue(valuation, taken);
}

function shown(valuation: Valuation): string {
  return `${valuation.quantity.toFixed()} @ ${averageCost(valuation)?.toFixed() ?? '-'} = ${valuation.value.toFixed()}`;
}

describe('the value of stock', () => {
  test('moves to the average of what was paid, and an issue leaves the average alone', () => {
    const first = receive(emptyValuation, new Big(20), new Big(18_500));
    expect(shown(first)).toBe('20 @ 18500 = 370000');
    const second = receive(first, new Big(10), new Big(20_000));
    expect(shown(second)).toBe('30 @ 19000 = 570000');
    expect(shown(issue(second, new Big(6)))).toBe('24 @ 19000 = 456000');
  });

  test('is whole minor units, never negative, and nothing on an empty shelf', () => {
    fc.assert(
      fc.property(stories, (story) => {
        let valuation = emptyValuation;
        for (const next of story) {
          valuation = step(valuation, next);
          expect(valuation.quantity.gte(0) && valuation.value.gte(0)).toBe(true);
          expect(valuation.value.round(0).eq(valuation.value)).toBe(true);
          if (valuation.quantity.eq(0)) expect(valuation.value.eq(0)).toBe(true);
        }
      }),
    );
  });

  test('that is taken out is the value it had: a receipt and the issue of it all leave nothing', () => {
    fc.assert(
      fc.property(quantity, unitCost, (some, cost) => {
        expect(shown(issue(receive(emptyValuation, some, cost), some))).toBe('0 @ - = 0');
      }),
    );
  });

  test('leaves with the last of the stock, whatever the rounded average would have left behind', () => {
    const vast = { quantity: new Big('3000000'), value: new Big('1000000') };
    expect(averageCost(vast)?.times(vast.quantity).toFixed()).toBe('999999');
    expect(shown(issue(vast, vast.quantity))).toBe('0 @ - = 0');
  });

  test('per unit lies between the cheapest and the dearest receipt', () => {
    const receipts = fc.array(fc.tuple(quantity, unitCost), { minLength: 1 });
    fc.assert(
      fc.property(receipts, (all) => {
        const valuation = all.reduce((sofar, [some, cost]) => receive(sofar, some, cost), emptyValuation);
        const costs = all.map(([, cost]) => cost).toSorted((left, right) => left.cmp(right));
        // Each receipt's value is rounded by half a minor unit at most, over at least one unit.
        const slack = new Big(all.length).times('0.5').div(valuation.quantity).plus('0.000001');
        const average = averageCost(valuation) ?? new Big(-1);
        expect(average.gte((costs[0] ?? new Big(0)).minus(slack))).toBe(true);
        expect(average.lte((costs.at(-1) ?? new Big(0)).plus(slack))).toBe(true);
      }),
    );
  });

  test('per unit is kept by an issue, but for the rounding to a minor unit', () => {
    fc.assert(
      fc.property(quantity, unitCost, quantity, unitCost, quantity, (some, cost, more, dearer, taken) => {
        const before = receive(receive(emptyValuation, some, cost), more, dearer);
        fc.pre(taken.lt(before.quantity));
        const after = issue(before, taken);
        const exact = before.value.times(after.quantity).div(before.quantity);
        // Half a minor unit for the value, half a millionth per unit taken for the rate.
        expect(after.value.minus(exact).abs().lte(taken.times('0.0000005').plus('0.5'))).toBe(true);
      }),
    );
  });

  test('rounds half-up to minor units, and the average to six places', () => {
    expect(shown(receive(emptyValuation, new Big('0.5'), new Big(1)))).toBe('0.5 @ 2 = 1');
    expect(shown(receive(emptyValuation, new Big('0.499'), new Big(1)))).toBe('0.499 @ 0 = 0');
    const third = { quantity: new Big(3), value: new Big(200) };
    expect(averageCost(third)?.toFixed()).toBe('66.666667');
    expect(shown(issue(third, new Big(1)))).toBe('2 @ 66.5 = 133');
  });

  test('goes out at the average as it is shown, with its six places', () => {
    const vast = { quantity: new Big('1000001'), value: new Big('333333') };
    expect(averageCost(vast)?.toFixed()).toBe('0.333333');
    expect(issue(vast, new Big('1000000')).value.toFixed()).toBe('0');
    const cheap = { quantity: new Big('3000000000'), value: new Big('5000') };
    expect(averageCost(cheap)?.toFixed()).toBe('0.000002');
    expect(issue(cheap, new Big('2999999999')).value.toFixed()).toBe('0');
  });

  test('of a find without a price goes in at the current average', () => {
    const stock = { quantity: new Big(10), value: new Big(1900) };
    expect(shown(receive(stock, new Big(2), null))).toBe('12 @ 190 = 2280');
    expect(shown(receive(emptyValuation, new Big(2), null))).toBe('2 @ 0 = 0');
  });

  test('cannot be moved by nothing, by less than nothing, or by more than there is', () => {
    const stock = receive(emptyValuation, new Big(5), new Big(100));
    for (const none of ['0', '-1']) {
      expect(() => receive(stock, new Big(none), new Big(1))).toThrow(RangeError);
      expect(() => issue(stock, new Big(none))).toThrow(/above 0/);
    }
    expect(() => receive(stock, new Big(1), new Big(-1))).toThrow(/unitCost/);
    expect(() => issue(stock, new Big('5.001'))).toThrow(/only 5 in stock/);
    expect(averageCost(emptyValuation)).toBeNull();
  });
});
