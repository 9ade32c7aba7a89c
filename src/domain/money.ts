import Big from 'big.js';

/** An amount in the currency's smallest unit: 18500 USD is $185.00, 185 JPY is ¥185. */
export interface Money {
  /** Whole minor units, either sign, within ±(2^53 − 1). */
  amountMinor: number;
  /** ISO 4217, upper case. */
  currency: string;
}

const currencyCode = /^[A-Z]{3}$/;

/**
 * Where Unicode's data, which `Intl` answers from, counts the coins in use and not the minor unit of ISO 4217. An amount
 * in minor units must mean the same under every release of that data.
 */
const isoMinorUnits: ReadonlyMap<string, number> = new Map([
  ...'AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER'.split(' ').map((code) => [code, 2] as const),
  ['IQD', 3],
]);

/**
 * Decimal places of a currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD; 2 for a code that is well formed but
 * unknown.
 * Source: ISO 4217, through Unicode's currency data.
 *
 * @throws RangeError when the code is not three capital letters
 */
export function minorUnits(currency: string): number {
  assertCurrency(currency);
  return isoMinorUnits.get(currency) ?? intlMinorUnits(currency);
}

function intlMinorUnits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

function assertCurrency(currency: string): void {
  if (!currencyCode.test(currency)) {
    throw new RangeError(`currency must be three capital letters (ISO 4217), not ${JSON.stringify(currency)}`);
  }
}

/**
 * Money from an amount in the currency's main unit (dollars, yen), rounded half-up to minor units; half a minor unit
 * below zero rounds away from zero, so that a refund mirrors its charge.
 *
 * @throws RangeError when the amount is no finite number, is too large, or the currency is no code
 */
export function fromDecimal(amount: Big | string | number, currency: string): Money {
  const scale = new Big(10).pow(minorUnits(currency));
  const minor = readAmount(amount).times(scale).round(0, Big.roundHalfUp);
  return fromMinor(minor.toNumber(), currency);
}

function readAmount(amount: Big | string | number): Big {
  try {
    return new Big(amount);
  } catch {
    throw new RangeError(`amount must be a finite decimal number, not ${String(amount)}`);
  }
}

/**
 * Money from whole minor units.
 *
 * @throws RangeError when the amount is not an integer within ±(2^53 − 1), or the currency is no code
 */
export function fromMinor(amountMinor: number, currency: string): Money {
  assertCurrency(currency);
  if (!Number.isSafeInteger(amountMinor)) {
    throw new RangeError(`amountMinor must be a whole number of minor units, not ${amountMinor}`);
  }
  // Turns −0 into 0, which JSON and equality would tell apart.
  return { amountMinor: amountMinor + 0, currency };
}

/**
 * The sum of two amounts.
 *
 * @throws RangeError when their currencies differ, or the sum is beyond ±(2^53 − 1) minor units
 */
export function addMoney(left: Money, right: Money): Money {
  if (left.currency !== right.currency) {
    throw new RangeError(`Cannot add ${right.currency} to ${left.currency}: the currencies must be the same`);
  }
  return fromMinor(left.amountMinor + right.amountMinor, left.currency);
}
