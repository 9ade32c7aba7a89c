import type { Fault } from './fault.ts';

/** The three ratings of a failure mode, each an integer 1 (best) to 10 (worst). */
export interface Ratings {
  severity: number;
  occurrence: number;
  detection: number;
}

const ratingNames = ['severity', 'occurrence', 'detection'] as const satisfies readonly (keyof Ratings)[];
const lowestRating = 1;
const highestRating = 10;

/**
 * Checks the ratings of a failure mode: one fault for each rating that is not an integer 1..10, none when all are.
 * Source: AIAG & VDA FMEA Handbook (2019), rating tables.
 */
export function ratingFaults(ratings: Ratings): Fault[] {
  return ratingNames
    .filter((name) => !isRating(ratings[name]))
    .map((name) => ({
      field: [name],
      code: 'BAD_USER_INPUT',
      message: `${name} must be a whole number from ${lowestRating} to ${highestRating}, not ${ratings[name]}`,
    }));
}

function isRating(value: number): boolean {
  return Number.isInteger(value) && value >= lowestRating && value <= highestRating;
}

/**
 * The risk priority number: severity × occurrence × detection, 1..1000, without a unit.
 * Source: AIAG FMEA manual, 4th edition (2008); IEC 60812:2018, annex B.
 *
 * @throws RangeError that names every rating which is not an integer 1..10
 */
export function rpn(ratings: Ratings): number {
  assertRatings(ratings);
  return ratings.severity * ratings.occurrence * ratings.detection;
}

function assertRatings(ratings: Ratings): void {
  const faults = ratingFaults(ratings);
  if (faults.length > 0) throw new RangeError(faults.map((fault) => fault.message).join('; '));
}

/** Priority classes of a failure mode, rising. */
export const priorityClasses = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type PriorityClass = (typeof priorityClasses)[number];

/** The lowest RPN of each class, 1..1000; what is below `medium` is LOW. */
export interface RpnThresholds {
  critical: number;
  high: number;
  medium: number;
}

/** House default, for a tenant that has set no thresholds of its own. */
export const defaultRpnThresholds: RpnThresholds = { critical: 200, high: 125, medium: 60 };

/** From this severity on (safety, law), the class never falls below HIGH, however small the RPN. */
const safetySeverity = 9;

/**
 * Classes a failure mode by its RPN, and by its severity where that is 9 or 10: such a mode is HIGH at least.
 * Source: house rule (domain rules, FMEA), with thresholds per tenant.
 *
 * @throws RangeError when a rating is not an integer 1..10
 */
export function priorityOf(ratings: Ratings, thresholds: RpnThresholds = defaultRpnThresholds): PriorityClass {
  const product = rpn(ratings);
  if (product >= thresholds.critical) return 'CRITICAL';
  if (product >= thresholds.high || ratings.severity >= safetySeverity) return 'HIGH';
  return product >= thresholds.medium ? 'MEDIUM' : 'LOW';
}

export type ActionPriorityLevel = 'HIGH' | 'MEDIUM' | 'LOW';

/** Level letters of the detection bands 7-10, 5-6, 2-4 and 1, worst first. */
type DetectionColumns = `${Letter} ${Letter} ${Letter} ${Letter}`;
type Letter = 'H' | 'M' | 'L';

/** The lowest rating of each band, worst first: the columns' order, and the order of the table's rows. */
const detectionBands = [7, 5, 2, 1] as const;
const occurrenceBands = [8, 6, 4, 2, 1] as const;

type SeverityRow = readonly [DetectionColumns, DetectionColumns, DetectionColumns, DetectionColumns, DetectionColumns];

/** By the lowest severity of the band, worst first; in each row the occurrence bands 8-10, 6-7, 4-5, 2-3 and 1. */
const actionPriorityTable: readonly { lowestSeverity: number; row: SeverityRow }[] = [
  { lowestSeverity: 9, row: ['H H H H', 'H H H H', 'H H H M', 'H M L L', 'L L L L'] },
  { lowestSeverity: 7, row: ['H H H H', 'H H H M', 'H M M M', 'M M L L', 'L L L L'] },
  { lowestSeverity: 4, row: ['H H M M', 'M M M L', 'M L L L', 'L L L L', 'L L L L'] },
  { lowestSeverity: 2, row: ['M M L L', 'L L L L', 'L L L L', 'L L L L', 'L L L L'] },
  { lowestSeverity: 1, row: ['L L L L', 'L L L L', 'L L L L', 'L L L L', 'L L L L'] },
];

const levelByLetter: ReadonlyMap<string, ActionPriorityLevel> = new Map([
  ['H', 'HIGH'],
  ['M', 'MEDIUM'],
  ['L', 'LOW'],
]);

/**
 * How urgently a failure mode asks for action, weighing severity first, then occurrence, then detection.
 * Source: AIAG & VDA FMEA Handbook (2019), table AP for DFMEA and PFMEA.
 *
 * @throws RangeError when a rating is not an integer 1..10
 */
export function actionPriority(ratings: Ratings): ActionPriorityLevel {
  assertRatings(ratings);
  const row = actionPriorityTable.find(({ lowestSeverity }) => ratings.severity >= lowestSeverity)?.row;
  const columns = row?.[bandIndex(occurrenceBands, ratings.occurrence)];
  const letter = columns?.split(' ')[bandIndex(detectionBands, ratings.detection)];
  const level = levelByLetter.get(letter ?? '');
  if (level === undefined) throw new RangeError('The action priority table has no row for these ratings');
  return level;
}

function bandIndex(lowestRatings: readonly number[], rating: number): number {
  return lowestRatings.findIndex((lowest) => rating >= lowest);
}
