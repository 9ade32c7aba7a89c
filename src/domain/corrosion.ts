import Big from 'big.js';

/** Wall thicknesses at one measuring location, in millimetres, and the years of service between them. */
export interface ThicknessHistory {
  /** When the wall was new, or first measured. */
  initialMm: Big;
  /** At the inspection before the latest; null when there was none. */
  previousMm: Big | null;
  /** At the latest inspection. */
  actualMm: Big;
  /** From the initial to the latest measurement; above 0. */
  yearsSinceInitial: Big;
  /** From the previous to the latest measurement; above 0, null when there was none. */
  yearsSincePrevious: Big | null;
}

/** Wall loss in millimetres per year; negative when the wall measured thicker than before. */
export interface CorrosionRates {
  longTerm: Big;
  /** Null without a previous inspection. */
  shortTerm: Big | null;
  /** The greater of the two: the one that governs. */
  governing: Big;
}

/**
 * Corrosion rates of a wall, in millimetres per year: over its whole life, and since the previous inspection.
 * Source: API 510, section 7 (corrosion rate determination); API 570, section 7.
 *
 * @throws RangeError when a thickness is negative, an interval is not above 0, or a previous thickness comes without its
 * interval (or the other way round)
 */
export function corrosionRates(history: ThicknessHistory): CorrosionRates {
  const longTerm = lossPerYear('initial', history.initialMm, history.actualMm, history.yearsSinceInitial);
  const shortTerm = shortTermRate(history);
  const governing = shortTerm !== null && shortTerm.gt(longTerm) ? shortTerm : longTerm;
  return { longTerm, shortTerm, governing };
}

function shortTermRate({ previousMm, actualMm, yearsSincePrevious }: ThicknessHistory): Big | null {
  if (previousMm === null && yearsSincePrevious === null) return null;
  if (previousMm === null || yearsSincePrevious === null) {
    throw new RangeError('previousMm and yearsSincePrevious must be given together');
  }
  return lossPerYear('previous', previousMm, actualMm, yearsSincePrevious);
}

function lossPerYear(name: string, beforeMm: Big, actualMm: Big, years: Big): Big {
  assertThickness(`${name} thickness`, beforeMm);
  assertThickness('actual thickness', actualMm);
  if (years.lte(0)) throw new RangeError(`Years since the ${name} measurement must be above 0, not ${years.toFixed()}`);
  return beforeMm.minus(actualMm).div(years);
}

function assertThickness(name: string, thicknessMm: Big): void {
  if (thicknessMm.lt(0)) throw new RangeError(`The ${name} must not be negative; it is ${thicknessMm.toFixed()} mm`);
}

/**
 * Years until the wall reaches its required thickness at the given rate.
 * Source: API 510, section 7 (remaining life calculations); API 570, section 7.
 *
 * @param wall thicknesses in millimetres, the rate in millimetres per year (the governing one)
 * @returns 0 when the wall is at or below its required thickness, whatever the rate: it is overdue; null when the rate
 * is zero or negative: no measurable loss, so no end in sight
 * @throws RangeError when a thickness is negative
 */
export function remainingLifeYears(wall: { actualMm: Big; requiredMm: Big; rateMmPerYear: Big }): Big | null {
  assertThickness('actual thickness', wall.actualMm);
  assertThickness('required thickness', wall.requiredMm);
  if (wall.actualMm.lte(wall.requiredMm)) return new Big(0);
  if (wall.rateMmPerYear.lte(0)) return null;
  return wall.actualMm.minus(wall.requiredMm).div(wall.rateMmPerYear);
}

/** Longest times to the next inspection, in years from the latest one. */
export interface InspectionIntervals {
  internalYears: Big;
  externalYears: Big;
  /** No life remains: both intervals are 0. */
  isOverdue: boolean;
}

const longestInternalYears = new Big(10);
const longestExternalYears = new Big(5);

/**
 * When a vessel or a pipe must be inspected next: inside after half its remaining life and at most 10 years, outside
 * after at most 5 years and never later than inside. Without measurable loss the longest intervals hold.
 * Source: API 510, section 6 (inspection intervals); API 570, section 6. The shorter-life exception of API 510 (the full
 * remaining life, up to 2 years) is left to the engineer.
 *
 * @param lifeYears remaining life in years, 0 or more; null for no measurable loss
 * @throws RangeError when the remaining life is negative
 */
export function nextInspection(lifeYears: Big | null): InspectionIntervals {
  if (lifeYears?.lt(0)) throw new RangeError(`Remaining life must not be negative; it is ${lifeYears.toFixed()} years`);
  const internalYears = lifeYears === null ? longestInternalYears : least(lifeYears.div(2), longestInternalYears);
  return {
    internalYears,
    externalYears: least(longestExternalYears, internalYears),
    isOverdue: lifeYears?.eq(0) ?? false,
  };
}

function least(left: Big, right: Big): Big {
  return left.lt(right) ? left : right;
}
