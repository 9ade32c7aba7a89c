import type { Fault } from './fault.ts';

/** Risk levels of the matrix, rising. */
export const riskLevels = ['LOW', 'MEDIUM', 'MEDIUM_HIGH', 'HIGH'] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** A tenant's risk matrix. An assessment keeps the version it was ranked with. */
export interface RiskMatrix {
  version: string;
  /** The level of each of the 25 cells, by its name: `4C`. */
  levels: Readonly<Record<string, RiskLevel>>;
}

/** Probability and consequence of failure as categories, each an integer 1 (best) to 5 (worst). */
export interface RiskCategories {
  probabilityOfFailure: number;
  consequenceOfFailure: number;
}

const categories = [1, 2, 3, 4, 5] as const;
const consequenceLetters = ['A', 'B', 'C', 'D', 'E'] as const;
const categoryNames = [
  'probabilityOfFailure',
  'consequenceOfFailure',
] as const satisfies readonly (keyof RiskCategories)[];

/**
 * Checks a risk assessment: one fault for each category that is not an integer 1..5, none when both are.
 * Source: API RP 581, probability and consequence categories.
 */
export function riskFaults(risk: RiskCategories): Fault[] {
  return categoryNames
    .filter((name) => !isCategory(risk[name]))
    .map((name) => ({
      field: [name],
      code: 'BAD_USER_INPUT',
      message: `${name} must be a whole number from 1 to 5, not ${risk[name]}`,
    }));
}

function isCategory(value: number): boolean {
  return categories.some((category) => category === value);
}

/**
 * Names the matrix cell: the probability as a digit, then the consequence as a letter (1..5 is A..E): `4C`.
 * Source: API RP 581, Part 1, risk matrix.
 *
 * @throws RangeError when either category is not an integer 1..5
 */
export function riskCell(probabilityOfFailure: number, consequenceOfFailure: number): string {
  const faults = riskFaults({ probabilityOfFailure, consequenceOfFailure });
  if (faults.length > 0) throw new RangeError(faults.map((fault) => fault.message).join('; '));
  return `${probabilityOfFailure}${consequenceLetters[consequenceOfFailure - 1]}`;
}

/** The 25 cells, by probability and then consequence, both rising. */
export const allRiskCells: readonly (RiskCategories & { cell: string })[] = categories.flatMap((probabilityOfFailure) =>
  categories.map((consequenceOfFailure) => ({
    cell: riskCell(probabilityOfFailure, consequenceOfFailure),
    probabilityOfFailure,
    consequenceOfFailure,
  })),
);

/**
 * The matrix of a tenant that has set none of its own: rows are the probability, columns the consequence A to E.
 * Source: API RP 581, Part 1, the unbalanced risk matrix. It never falls when either category rises.
 */
export const defaultRiskMatrix: RiskMatrix = {
  version: 'default-1',
  levels: {
    ...row(5, 'MEDIUM_HIGH', 'MEDIUM_HIGH', 'MEDIUM_HIGH', 'HIGH', 'HIGH'),
    ...row(4, 'MEDIUM', 'MEDIUM', 'MEDIUM_HIGH', 'MEDIUM_HIGH', 'HIGH'),
    ...row(3, 'LOW', 'LOW', 'MEDIUM', 'MEDIUM_HIGH', 'HIGH'),
    ...row(2, 'LOW', 'LOW', 'MEDIUM', 'MEDIUM', 'MEDIUM_HIGH'),
    ...row(1, 'LOW', 'LOW', 'MEDIUM', 'MEDIUM', 'MEDIUM_HIGH'),
  },
};

function row(
  probabilityOfFailure: number,
  ...levels: [RiskLevel, RiskLevel, RiskLevel, RiskLevel, RiskLevel]
): Record<string, RiskLevel> {
  return Object.fromEntries(levels.map((level, index) => [riskCell(probabilityOfFailure, index + 1), level]));
}

/**
 * Ranks a risk by its cell of the tenant's matrix.
 * Source: API RP 580 and API RP 581 (risk = probability × consequence of failure, read from a matrix).
 *
 * @throws RangeError when either category is not an integer 1..5, or the matrix leaves the cell out
 */
export function rankRisk(
  matrix: RiskMatrix,
  probabilityOfFailure: number,
  consequenceOfFailure: number,
): { cell: string; level: RiskLevel } {
  const cell = riskCell(probabilityOfFailure, consequenceOfFailure);
  const level = matrix.levels[cell];
  if (level === undefined) throw new RangeError(`Risk matrix ${matrix.version} has no level for cell ${cell}`);
  return { cell, level };
}
