/** Non-destructive examination methods of an inspection. */
export const inspectionTypes = [
  'VISUAL_EXTERNAL',
  'VISUAL_INTERNAL',
  'ULTRASONIC_MANUAL',
  'ULTRASONIC_AUTOMATED',
  'PHASED_ARRAY',
  'TOFD',
  'RADIOGRAPHY',
  'MAGNETIC_PARTICLE',
  'DYE_PENETRANT',
  'ACOUSTIC_EMISSION',
] as const;
export type InspectionType = (typeof inspectionTypes)[number];

/** Inspection effectiveness, falling: A highly, B usually, C fairly, D poorly effective, E ineffective. */
export const effectivenessLevels = ['A', 'B', 'C', 'D', 'E'] as const;
export type EffectivenessLevel = (typeof effectivenessLevels)[number];

interface Method {
  /** The level of an inspection that states no coverage. */
  level: EffectivenessLevel;
  /** Whether the method looks over a surface, so that the share it covered decides its level. */
  isScan: boolean;
}

const methods = {
  VISUAL_EXTERNAL: { level: 'D', isScan: true },
  VISUAL_INTERNAL: { level: 'D', isScan: true },
  ULTRASONIC_MANUAL: { level: 'C', isScan: true },
  ULTRASONIC_AUTOMATED: { level: 'B', isScan: true },
  PHASED_ARRAY: { level: 'B', isScan: true },
  TOFD: { level: 'B', isScan: true },
  RADIOGRAPHY: { level: 'C', isScan: false },
  MAGNETIC_PARTICLE: { level: 'C', isScan: false },
  DYE_PENETRANT: { level: 'C', isScan: false },
  ACOUSTIC_EMISSION: { level: 'C', isScan: false },
  UNKNOWN: { level: 'E', isScan: false },
} as const satisfies Record<InspectionType | 'UNKNOWN', Method>;

/**
 * How much an inspection tells about the damage it looked for.
 *
 * Visual inspections (with follow-up where they find something) and ultrasonic scans, phased array and TOFD included,
 * are rated by coverage: the whole surface is A, more than 75 % B, more than 50 % C, more than 20 % D, less E. Without
 * a coverage they have the level of the method. Every other method keeps its own level, whatever its coverage: the
 * tables rate those by where they look. A method this version does not know is E.
 *
 * @param inspection `coveragePercent` is 0..100 of the surface; what lies outside is no percentage and counts as not
 * stated, so that a slip in the service's record never raises the level to A.
 *
 * Source: API RP 581, Part 2, annex 2.C (inspection effectiveness categories A to E).
 */
export function inspectionEffectiveness(inspection: {
  type: InspectionType | 'UNKNOWN';
  coveragePercent: number | null;
}): EffectivenessLevel {
  const method: Method = methods[inspection.type];
  const { coveragePercent } = inspection;
  if (!method.isScan || coveragePercent === null || !isPercentage(coveragePercent)) return method.level;
  return levelByCoverage(coveragePercent);
}

function isPercentage(value: number): boolean {
  return value >= 0 && value <= 100;
}

function levelByCoverage(coveragePercent: number): EffectivenessLevel {
  if (coveragePercent === 100) return 'A';
  if (coveragePercent > 75) return 'B';
  if (coveragePercent > 50) return 'C';
  return coveragePercent > 20 ? 'D' : 'E';
}
