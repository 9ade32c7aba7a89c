import Big from 'big.js';
import fc from 'fast-check';
import { addMoney, fromDecimal, fromMinor, minorUnits } from '../../src/domain/money.ts';

const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'HUF');
const minor = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });

describe('money', () => {
  test.each([
    ['USD', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['HUF', 2],
    ['IDR', 2],
    ['IQD', 3],
  ])('in %s has %i decimal places', (code, places) => {
    expect(minorUnits(code)).toBe(places);
  });

  test('counts minor units as ISO 4217 does, whatever the platform knows of coins in use', () => {
    const known = Intl.supportedValuesOf('currency').filter((code) => minorUnits(code) !== 2);
    expect(known.filter((code) => minorUnits(code) === 3)).toEqual(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);
    expect(known.filter((code) => minorUnits(code) === 0)).toEqual(
      'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
    );
  });

  test.each([
    ['185', 'USD', 18_500],
    ['185.005', 'USD', 18_501],
    ['185.0049', 'USD', 18_500],
    ['-185.005', 'USD', -18_501],
    ['0.5', 'JPY', 1],
    ['0.0005', 'KWD', 1],
    [1.005, 'USD', 101],
    [new Big('2.675'), 'EUR', 268],
  ])('of %s %s is %i minor units, half-up', (amount, code, amountMinor) => {
    expect(fromDecimal(amount, code)).toEqual({ amountMinor, currency: code });
  });

  test('that is written out and read again is the same money', () => {
    fc.assert(
      fc.property(minor, currency, (amountMinor, code) => {
        const written = new Big(amountMinor).div(new Big(10).pow(minorUnits(code))).toFixed(minorUnits(code));
        expect(fromDecimal(written, code)).toEqual(fromMinor(amountMinor, code));
      }),
    );
  });

  test('is never more than half a minor unit from the amount it was read from', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), currency, (amount, code) => {
        const money = fromDecimal(amount, code);
        const exact = new Big(amount).times(new Big(10).pow(minorUnits(code)));
        expect(exact.minus(money.amountMinor).abs().lte('0.5')).toBe(true);
        expect(fromDecimal(-amount, code)).toEqual(fromMinor(-money.amountMinor, code));
      }),
    );
  });

  test('of nothing has no sign', () => {
    expect(Object.is(fromDecimal('-0.001', 'USD').amountMinor, 0)).toBe(true);
    expect(Object.is(fromMinor(-0, 'USD').amountMinor, 0)).toBe(true);
  });

  test.each([Number.NaN, Infinity, 'ten', '', '1e300'])('of %p is refused', (amount) => {
    expect(() => fromDecimal(amount, 'USD')).toThrow(RangeError);
  });

  test.each([0.5, Number.NaN, Infinity, Number.MAX_SAFE_INTEGER + 1])('in %p minor units is refused', (amountMinor) => {
    expect(() => fromMinor(amountMinor, 'USD')).toThrow(RangeError);
  });

  test.each(['usd', 'US', 'DOLLAR', '', '$', 'U$D'])('in the currency %p is refused', (code) => {
    expect(() => minorUnits(code)).toThrow(RangeError);
    expect(() => fromMinor(1, code)).toThrow(RangeError);
    expect(() => fromDecimal(1, code)).toThrow(RangeError);
  });

  test('adds within a currency, in any order', () => {
    fc.assert(
      fc.property(minor, minor, minor, currency, (a, b, c, code) => {
        const [first, second, third] = [fromMinor(a, code), fromMinor(b, code), fromMinor(c, code)];
        expect(addMoney(first, second)).toEqual(fromMinor(a + b, code));
        expect(addMoney(addMoney(first, second), third)).toEqual(addMoney(first, addMoney(third, second)));
      }),
    );
  });

  test('of two currencies does not add, nor beyond what a number holds exactly', () => {
    expect(() => addMoney(fromMinor(1, 'USD'), fromMinor(1, 'EUR'))).toThrow(/EUR to USD/);
    expect(() => addMoney(fromMinor(Number.MAX_SAFE_INTEGER, 'USD'), fromMinor(1, 'USD'))).toThrow(RangeError);
  });
});
