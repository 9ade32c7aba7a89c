import Big from 'big.js';
import fc from 'fast-check';
import { corrosionRates, nextInspection, remainingLifeYears } from '../../src/domain/corrosion.ts';
import { quantities } from './arbitraries.ts';

const thickness = quantities({ min: 0, max: 100 });
const years = quantities({ min: 1, max: 60 });

function firstInspection(initialMm: string, actualMm: string, yearsSinceInitial: string) {
  return {
    initialMm: new Big(initialMm),
    previousMm: null,
    actualMm: new Big(actualMm),
    yearsSinceInitial: new Big(yearsSinceInitial),
    yearsSincePrevious: null,
  };
}

describe('the corrosion rate', () => {
  test('of a wall that lost 3 mm in 10 years is 0.3 mm per year', () => {
    const rates = corrosionRates(firstInspection('12.0', '9.0', '10'));
    expect(rates.longTerm.toFixed()).toBe('0.3');
    expect(rates.shortTerm).toBeNull();
    expect(rates.governing.toFixed()).toBe('0.3');
  });

  test('is the recent one where the loss has sped up, and the long one where it has slowed', () => {
    const spedUp = corrosionRates({
      ...firstInspection('12.0', '9.0', '10'),
      previousMm: new Big('10'),
      yearsSincePrevious: new Big('2'),
    });
    expect(spedUp.shortTerm?.toFixed()).toBe('0.5');
    expect(spedUp.governing.toFixed()).toBe('0.5');
    const slowed = corrosionRates({
      ...firstInspection('12.0', '9.0', '10'),
      previousMm: new Big('9.1'),
      yearsSincePrevious: new Big('2'),
    });
    expect(slowed.governing.toFixed()).toBe('0.3');
  });

  test('that governs is never below either rate', () => {
    fc.assert(
      fc.property(thickness, thickness, thickness, years, years, (initialMm, previousMm, actualMm, long, short) => {
        const rates = corrosionRates({
          initialMm,
          previousMm,
          actualMm,
          yearsSinceInitial: long,
          yearsSincePrevious: short,
        });
        expect(rates.governing.gte(rates.longTerm)).toBe(true);
        expect(rates.shortTerm !== null && rates.governing.gte(rates.shortTerm)).toBe(true);
        expect([rates.longTerm, rates.shortTerm]).toContain(rates.governing);
        expect(rates.longTerm.lt(0)).toBe(actualMm.gt(initialMm));
      }),
    );
  });

  test('is refused without an interval to divide by, or with half a previous inspection', () => {
    const history = firstInspection('12', '9', '10');
    expect(() => corrosionRates(firstInspection('12', '9', '0'))).toThrow(/initial.*above 0/);
    expect(() => corrosionRates(firstInspection('12', '-9', '10'))).toThrow(/actual thickness/);
    expect(() => corrosionRates(firstInspection('-12', '9', '10'))).toThrow(/initial thickness/);
    expect(() => corrosionRates({ ...history, previousMm: new Big(10) })).toThrow(/together/);
    expect(() => corrosionRates({ ...history, yearsSincePrevious: new Big(2) })).toThrow(/together/);
    const zeroYears = { ...history, previousMm: new Big(10), yearsSincePrevious: new Big(0) };
    expect(() => corrosionRates(zeroYears)).toThrow(/previous.*above 0/);
  });
});

describe('the remaining life', () => {
  test('of 1.5 mm to spare at 0.3 mm per year is 5 years', () => {
    const wall = { actualMm: new Big('9.0'), requiredMm: new Big('7.5'), rateMmPerYear: new Big('0.3') };
    expect(remainingLifeYears(wall)?.toFixed()).toBe('5');
  });

  test('is nothing at or below the required thickness, even where nothing is being lost', () => {
    fc.assert(
      fc.property(
        thickness,
        quantities({ min: 0, max: 5 }),
        quantities({ min: -1, max: 1 }),
        (requiredMm, short, rate) => {
          const actualMm = requiredMm.minus(short);
          fc.pre(actualMm.gte(0));
          expect(remainingLifeYears({ actualMm, requiredMm, rateMmPerYear: rate })?.toFixed()).toBe('0');
        },
      ),
      { examples: [[new Big('7.5'), new Big(0), new Big('0.3')]] },
    );
  });

  test('has no end in sight without measurable loss', () => {
    for (const rate of ['0', '-0.1']) {
      const wall = { actualMm: new Big('9.0'), requiredMm: new Big('7.5'), rateMmPerYear: new Big(rate) };
      expect(remainingLifeYears(wall)).toBeNull();
    }
  });

  test('at the governing rate brings the wall down to what is required', () => {
    fc.assert(
      fc.property(
        thickness,
        quantities({ min: 1, max: 50 }),
        quantities({ min: 1, max: 5 }),
        (requiredMm, spare, rate) => {
          const life = remainingLifeYears({ actualMm: requiredMm.plus(spare), requiredMm, rateMmPerYear: rate });
          expect(life?.times(rate).minus(spare).abs().lt('1e-15')).toBe(true);
        },
      ),
    );
  });

  test('is refused for a negative thickness', () => {
    const wall = { actualMm: new Big(9), requiredMm: new Big(7), rateMmPerYear: new Big(1) };
    expect(() => remainingLifeYears({ ...wall, actualMm: new Big(-1) })).toThrow(/actual thickness/);
    expect(() => remainingLifeYears({ ...wall, requiredMm: new Big(-1) })).toThrow(/required thickness/);
  });
});

describe('the next inspection', () => {
  test('of a wall with 5 years left is in two and a half, inside and outside', () => {
    const next = nextInspection(new Big(5));
    expect([next.internalYears.toFixed(), next.externalYears.toFixed(), next.isOverdue]).toEqual(['2.5', '2.5', false]);
  });

  test('is at most 10 years off inside and 5 outside, also where no loss is measurable', () => {
    for (const life of [null, new Big(1000), new Big(20)]) {
      const next = nextInspection(life);
      expect([next.internalYears.toFixed(), next.externalYears.toFixed(), next.isOverdue]).toEqual(['10', '5', false]);
    }
  });

  test('of a wall with no life left is overdue', () => {
    const next = nextInspection(new Big(0));
    expect([next.internalYears.toFixed(), next.externalYears.toFixed(), next.isOverdue]).toEqual(['0', '0', true]);
  });

  test('never comes after half the remaining life, nor the outside after the inside', () => {
    fc.assert(
      fc.property(quantities({ min: 0, max: 100 }), quantities({ min: 0, max: 100 }), (life, more) => {
        const next = nextInspection(life);
        expect(next.internalYears.lte(life.div(2)) && next.internalYears.lte(10)).toBe(true);
        expect(next.externalYears.lte(next.internalYears) && next.externalYears.lte(5)).toBe(true);
        expect(next.isOverdue).toBe(life.eq(0));
        const later = nextInspection(life.plus(more));
        expect(later.internalYears.gte(next.internalYears) && later.externalYears.gte(next.externalYears)).toBe(true);
      }),
    );
  });

  test('is refused for a life below nothing', () => {
    expect(() => nextInspection(new Big('-0.1'))).toThrow(RangeError);
  });
});
