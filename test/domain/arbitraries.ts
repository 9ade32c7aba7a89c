import Big from 'big.js';
import fc from 'fast-check';

/** A quantity with at most 3 decimal places, from counts of thousandths. */
export function quantities(range: { min: number; max: number }): fc.Arbitrary<Big> {
  return fc
    .integer({ min: range.min * 1000, max: range.max * 1000 })
    .map((thousandths) => new Big(thousandths).div(1000));
}

export const rating = fc.integer({ min: 1, max: 10 });
export const ratings = fc.record({ severity: rating, occurrence: rating, detection: rating });

/** Numbers that are no integer within the range, the ugly ones included. */
export function notWithin(lowest: number, highest: number): fc.Arbitrary<number> {
  return fc
    .oneof(fc.double(), fc.integer(), fc.constantFrom(lowest - 1, highest + 1, lowest + 0.5, Number.NaN, Infinity, -0))
    .filter((value) => !(Number.isInteger(value) && value >= lowest && value <= highest));
}

/** Instants from 2020 to 2040. */
export const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

/** Calendar dates from 2020 to 2040, YYYY-MM-DD. */
export const calendarDates = instants.map((instant) => instant.toISOString().slice(0, 10));
