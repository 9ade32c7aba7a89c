import fc from 'fast-check';
import { effectivenessLevels, inspectionEffectiveness, inspectionTypes } from '../../src/domain/inspection.ts';

const scans = [
  'VISUAL_EXTERNAL',
  'VISUAL_INTERNAL',
  'ULTRASONIC_MANUAL',
  'ULTRASONIC_AUTOMATED',
  'PHASED_ARRAY',
  'TOFD',
] as const;
const otherMethods = [...inspectionTypes, 'UNKNOWN' as const].filter((type) => !scans.some((scan) => scan === type));
const coverage = fc.double({ min: 0, max: 100, noNaN: true });

describe('the effectiveness of an inspection', () => {
  test.each([
    [100, 'A'],
    [99.999, 'B'],
    [75.001, 'B'],
    [75, 'C'],
    [50.001, 'C'],
    [50, 'D'],
    [20.001, 'D'],
    [20, 'E'],
    [0, 'E'],
  ])('that looks over %p %% of the surface is %s', (coveragePercent, expected) => {
    for (const type of scans) expect(inspectionEffectiveness({ type, coveragePercent })).toBe(expected);
  });

  test.each([
    ['VISUAL_EXTERNAL', 'D'],
    ['VISUAL_INTERNAL', 'D'],
    ['ULTRASONIC_MANUAL', 'C'],
    ['ULTRASONIC_AUTOMATED', 'B'],
    ['PHASED_ARRAY', 'B'],
    ['TOFD', 'B'],
    ['RADIOGRAPHY', 'C'],
    ['MAGNETIC_PARTICLE', 'C'],
    ['DYE_PENETRANT', 'C'],
    ['ACOUSTIC_EMISSION', 'C'],
    ['UNKNOWN', 'E'],
  ] as const)('by %s, its coverage not stated, is %s', (type, expected) => {
    expect(inspectionEffectiveness({ type, coveragePercent: null })).toBe(expected);
  });

  test('never falls when more of the surface is looked over', () => {
    fc.assert(
      fc.property(fc.constantFrom(...scans), coverage, coverage, (type, one, other) => {
        const less = inspectionEffectiveness({ type, coveragePercent: Math.min(one, other) });
        const more = inspectionEffectiveness({ type, coveragePercent: Math.max(one, other) });
        expect(effectivenessLevels.indexOf(more)).toBeLessThanOrEqual(effectivenessLevels.indexOf(less));
      }),
    );
  });

  test('is full only when nothing was left out', () => {
    fc.assert(
      fc.property(fc.constantFrom(...scans), coverage, (type, coveragePercent) => {
        expect(inspectionEffectiveness({ type, coveragePercent }) === 'A').toBe(coveragePercent === 100);
      }),
    );
  });

  test('by a method that is no scan does not depend on coverage', () => {
    fc.assert(
      fc.property(fc.constantFrom(...otherMethods), coverage, (type, coveragePercent) => {
        expect(inspectionEffectiveness({ type, coveragePercent })).toBe(
          inspectionEffectiveness({ type, coveragePercent: null }),
        );
      }),
    );
  });

  test.each([100.5, 1000, -1, Number.NaN, Infinity])('is not raised by a coverage of %p %%', (coveragePercent) => {
    for (const type of scans) {
      expect(inspectionEffectiveness({ type, coveragePercent })).toBe(
        inspectionEffectiveness({ type, coveragePercent: null }),
      );
    }
  });
});
