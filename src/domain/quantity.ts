import Big from 'big.js';

const decimalPlaces = 3;
const limit = new Big('1e12');

/**
 * Whether a decimal can stand in the stock ledger: at most 3 decimal places and below 10^12 in size, either sign.
 * Source: house rule (domain rules, Inventory); never a binary float, so that a thousand issues of 0.1 add up to 100.
 */
export function isQuantity(quantity: Big): boolean {
  return quantity.abs().lt(limit) && quantity.round(decimalPlaces, Big.roundDown).eq(quantity);
}

/**
 * Reads a quantity in the part's own unit of measure, exactly as it was written: nothing is rounded away.
 *
 * @returns null for what is no number (NaN, Infinity, words, blanks), has more than 3 decimal places after trailing
 * zeros are dropped, or is 10^12 or more in size. The sign is kept; see {@link isPositive}.
 */
export function parseQuantity(input: number | string): Big | null {
  const quantity = readDecimal(input);
  if (quantity === null || !isQuantity(quantity)) return null;
  // Big keeps the sign of "-0", which would be printed.
  return quantity.eq(0) ? new Big(0) : quantity;
}

/** Whether a quantity, in any unit, is above zero. */
export function isPositive(quantity: Big): boolean {
  return quantity.gt(0);
}

function readDecimal(input: number | string): Big | null {
  try {
    return new Big(input);
  } catch {
    return null;
  }
}
