import Big from 'big.js';
import fc from 'fast-check';
import { isPositive, isQuantity, parseQuantity } from '../../src/domain/quantity.ts';
import { quantities } from './arbitraries.ts';

describe('a quantity', () => {
  test('survives being written and read again, whichever way it is written', () => {
    fc.assert(
      fc.property(quantities({ min: -1_000_000, max: 1_000_000 }), (quantity) => {
        expect(parseQuantity(quantity.toFixed())?.eq(quantity)).toBe(true);
        expect(parseQuantity(quantity.toFixed(6))?.eq(quantity)).toBe(true);
        expect(parseQuantity(quantity.toNumber())?.eq(quantity)).toBe(true);
      }),
    );
  });

  test('is never rounded: a fourth decimal place is refused', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.integer({ min: 4, max: 30 }), (digits, places) => {
        fc.pre(digits % 10n !== 0n);
        expect(parseQuantity(new Big(`${digits}e-${places}`).toFixed())).toBeNull();
      }),
      { examples: [[1n, 4]] },
    );
  });

  test.each([0.0005, 0.1 + 0.2, 1e-7, '1.2345'])('%p has too many decimal places', (input) => {
    expect(parseQuantity(input)).toBeNull();
  });

  test.each([Number.NaN, Infinity, -Infinity, 'NaN', 'Infinity', '', ' ', '1 ', 'twelve', '1,5', '0x10', '1_000'])(
    '%p is no number',
    (input) => {
      expect(parseQuantity(input)).toBeNull();
    },
  );

  test('stays below a million million, either sign', () => {
    expect(parseQuantity('999999999999.999')?.toFixed()).toBe('999999999999.999');
    expect(parseQuantity('-999999999999.999')?.toFixed()).toBe('-999999999999.999');
    for (const input of [1e12, -1e12, '1000000000000', '-1e12', '1e400']) expect(parseQuantity(input)).toBeNull();
  });

  test('of minus nothing is nothing', () => {
    expect(parseQuantity('-0')?.valueOf()).toBe('0');
    expect(parseQuantity('-0.000')?.valueOf()).toBe('0');
  });

  test('adds up exactly where a binary float would not', () => {
    const sum = Array.from({ length: 1000 }, () => 0.1).reduce((total, part) => total.plus(part), new Big(0));
    expect(sum.toFixed()).toBe('100');
  });

  test('is positive only above zero', () => {
    expect(isPositive(new Big('0.001'))).toBe(true);
    expect(isPositive(new Big(0))).toBe(false);
    expect(isPositive(new Big('-0.001'))).toBe(false);
  });

  test('that was parsed is one the ledger takes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.string(), fc.double().map(String)), (input) => {
        const quantity = parseQuantity(input);
        expect(quantity === null || isQuantity(quantity)).toBe(true);
      }),
    );
  });
});
